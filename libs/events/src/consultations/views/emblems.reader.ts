import { buffer } from 'node:stream/consumers';
import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, FileStore } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { programme } from '../programme/programme.aggregate.js';
import { requireProgramme } from '../programme/programme.decider.js';
import type { Emblem } from '../programme/programme.events.js';

/** A picture with its bytes. */
export interface Picture extends Pick<Emblem, 'name' | 'type'> {
  readonly bytes: Uint8Array;
}

@Injectable()
export class EmblemsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly files: FileStore,
  ) {}

  /** An emblem that stands. Throws `Unknown`, also for one that was removed. */
  async get(programmeId: string, emblemId: string): Promise<Picture> {
    const { emblems } = requireProgramme((await this.aggregates.load(programme, programmeId)).state);
    const [picture] = await this.pictures(emblems.filter((each) => each.emblemId === emblemId));
    if (!picture) throw new Unknown('EMBLEM_UNKNOWN', 'The programme has no such emblem.');
    return picture;
  }

  /** The pictures of emblems, also of those that were removed since; one whose file is gone is left out. */
  async pictures(emblems: readonly Pick<Emblem, 'emblemId' | 'name' | 'type'>[]): Promise<Picture[]> {
    const found = emblems.map(async ({ emblemId, name, type }) => {
      const stream = await this.files.get(emblemId);
      return stream ? [{ name, type, bytes: await buffer(stream) }] : [];
    });
    return (await Promise.all(found)).flat();
  }
}
