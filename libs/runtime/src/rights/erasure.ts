import { Rejected } from '@ecou/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErasedSubject, Eraser } from '../context/feature.js';
import type { FileStore } from '../files/file-store.js';
import { filesOf, type Subjects } from './subjects.js';
import type { SubjectsIndex } from './subjects-index.js';

/** The policy that notes who stands where; its checkpoint says how far that is known. */
export const notingPolicy = 'subjects-are-known';

/** The code of a refusal to erase before everything is known of the person. */
export const notKnownYet = 'SUBJECTS_BEHIND';

const waitMs = 3_000;
const stepMs = 25;

interface ErasureParts {
  readonly index: SubjectsIndex;
  readonly subjects: Pick<Subjects, 'eventsOf'>;
  readonly files: Pick<FileStore, 'exists' | 'remove'>;
  readonly erasers: readonly Eraser[];
  /** Scopes of claims that go with the person. */
  readonly scopes: readonly string[];
  readonly head: () => Promise<number>;
  /** Every type of events that may name somebody. */
  readonly types: readonly string[];
  /** True where an event could not be noted, and waits for an operator. */
  readonly isHeld: () => Promise<boolean>;
}

/** The removal of everything that a context keeps of people beside their events, whose key has gone. Each step can be repeated. */
export class Erasure {
  constructor(private readonly parts: ErasureParts) {}

  /** Throws `Rejected` with `notKnownYet` where the context cannot tell yet everything that there is. */
  async carryOut(
    erasureId: string,
    subjects: readonly string[],
  ): Promise<{ found: number; claims: number; files: number }> {
    // What is noted from now on is cleaned when it is noted.
    await this.parts.index.markErased(subjects, erasureId);
    await this.everythingIsKnown();
    return this.clean(subjects);
  }

  /** Removes what stands of people who are marked as erased. */
  async clean(subjects: readonly string[]): Promise<{ found: number; claims: number; files: number }> {
    const { index, scopes, erasers } = this.parts;
    const known = await index.streamsOf(subjects);
    if (known.length === 0) return { found: 0, claims: 0, files: 0 };
    const files = await this.removeFiles(known);
    const claims = await index.clean({
      subjects: known,
      scopes,
      erase: async (run) => {
        for (const eraser of erasers) await eraser.erase(known, run);
      },
    });
    return { found: known.length, claims, files };
  }

  private async removeFiles(known: readonly ErasedSubject[]): Promise<number> {
    const { subjects, files } = this.parts;
    let removed = 0;
    for (const { subject, streams } of known) {
      for (const { id } of filesOf(await subjects.eventsOf(subject, streams), subject)) {
        if (await files.exists(id)) removed += 1;
        await files.remove(id);
      }
    }
    return removed;
  }

  /** Returns once every event up to now was noted; throws `Rejected` with `notKnownYet` where that takes too long. */
  async everythingIsKnown(): Promise<void> {
    const { index, types } = this.parts;
    const head = await this.parts.head();
    const until = performance.now() + waitMs;
    while (!(await index.hasCaughtUp(`policy:${notingPolicy}`, types, head))) {
      if (performance.now() > until) throw new Rejected(notKnownYet, 'It is not known yet where the person stands.');
      await sleep(stepMs);
    }
    if (await this.parts.isHeld())
      throw new Rejected(notKnownYet, `Events wait at ${notingPolicy}: what stands in them is not known yet.`);
  }
}
