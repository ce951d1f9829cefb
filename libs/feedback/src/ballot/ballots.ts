import {
  Invalid,
  Rejected,
  streamOf,
  Vault,
  type Claim,
  type StreamWrite,
  type CommandContext,
} from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable, Logger } from '@nestjs/common';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { Invitations } from '../invitation/invitations.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { isByBallot, known, refuseUnlessOpen, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { response } from '../response/response.aggregate.js';
import { responseDecider, type RecordResponse } from '../response/response.decider.js';
import { sealTexts } from '../response/seal-once.js';
import { BallotBoxes } from './ballot-boxes.js';
import { blindSign, isSigned, openSign } from './ballot-keys.js';
import type { AnswersBody, BallotBody } from './ballot.schemas.js';
import { isSameUse } from './used-tokens.js';
import { groupOf, isDue, type Waiting } from './waiting.js';

const scope = 'ballot';

/**
 * Answering by ballot, in two steps that share nothing (0054): a token is exchanged for a signed number, and a signed number answers once. Answers wait in
 * the box until they are written with others.
 */
@Injectable()
export class Ballots {
  constructor(
    private readonly boxes: BallotBoxes,
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly invitations: Invitations,
  ) {}

  /** Makes the box of a questionnaire that is about to open, where it is answered by ballot. */
  async prepare(id: string): Promise<void> {
    const { state } = await this.aggregates.load(questionnaire, id);
    if (state?.status === 'draft' && isByBallot(state.content)) await this.boxes.make(id);
  }

  /**
   * Signs what a token asks for, and uses the token up; the same request again is answered again. Throws `Invalid` for what is no token or no blinded
   * number, `Rejected` where the token was used for something else, or the questionnaire takes no answers.
   */
  issue(id: string, { token, blinded, number }: BallotBody, now: string): Promise<Buffer> {
    return this.boxes.locked(id, async (box) => {
      const asked = await this.answerable(id, now);
      if (!box) throw noBox();
      const serial = this.invitations.serialOf(id, token);
      if (serial === undefined || serial > asked.invitations) {
        throw new Invalid('TOKEN_UNKNOWN', 'This is no invitation token of the questionnaire.', ['token']);
      }
      const used = await box.used();
      const hash = createHash('sha256')
        .update(JSON.stringify([blinded, number]))
        .digest();
      const before = used.get(serial);
      if (before && !isSameUse(before, hash)) {
        throw new Rejected('TOKEN_USED', 'The token was exchanged for another ballot already.');
      }
      const signature =
        blinded === undefined ? openSign(box.privateKey, bytesOf(number)) : blindSign(box.privateKey, bytesOf(blinded));
      if (!before) await box.keepUsed(used.set(serial, hash));
      return signature;
    });
  }

  /** Takes an answer, once per ballot; one that comes again is not looked at. It is kept when this returns. */
  async accept(id: string, { ballot, language, answers }: AnswersBody, now: string): Promise<void> {
    const { number } = ballot;
    const waiting = await this.boxes.locked(id, async (box) => {
      if (box && !isSigned(box.publicKey, bytesOf(number), bytesOf(ballot.signature))) {
        throw new Invalid('BALLOT_UNKNOWN', 'This is no ballot of the questionnaire.', ['ballot']);
      }
      const before = (await box?.waiting()) ?? [];
      if (before.some((one) => one.number === number) || (await this.isRecorded(id, number))) return before.length;
      const one = { id: randomUUID(), number, language, answers };
      await this.checked(id, one, now);
      if (!box) throw noBox();
      await box.keepWaiting([...before, one]);
      return before.length + 1;
    });
    if (isDue(waiting)) await this.writeGroup(id, now).catch(leftForLater);
  }

  /** Writes the answers that may be written, if any. */
  writeGroup(id: string, now: string): Promise<void> {
    return this.boxes.locked(id, async (box) => {
      const before = (await box?.waiting()) ?? [];
      const left = await this.unwritten(before);
      const group = groupOf(left, false, randomInt);
      if (!box || group.length + before.length === left.length) return;
      const { writes, claims } = await this.unitOf(id, group, now);
      if (group.length > 0) {
        const { metadata } = apart('system', now);
        const { status } = await this.aggregates.store.append({ metadata, writes, claims });
        if (status === 'conflict') throw new Error('A group of answers was refused.');
      }
      await box.keepWaiting(left.filter((one) => !group.includes(one)));
    });
  }

  /** Writes all that still waits once the questionnaire is closed, and takes the box away; again, and where there is none, nothing. */
  empty(id: string, now: string): Promise<void> {
    return this.boxes.locked(id, async (box) => {
      const { state } = await this.aggregates.load(questionnaire, id);
      if (!state || !isByBallot(state.content) || state.status !== 'closed') return;
      const group = groupOf(await this.unwritten((await box?.waiting()) ?? []), true, randomInt);
      const extras = await this.unitOf(id, group, now);
      await this.aggregates.execute(questionnaire, id, { type: 'EmptyBallotBox' }, apart('system', now), { extras });
      await box?.remove();
    });
  }

  /** The questionnaire, where it takes ballots. */
  private async answerable(id: string, now: string): Promise<Questionnaire> {
    const asked = known((await this.aggregates.load(questionnaire, id)).state);
    if (!isByBallot(asked.content))
      throw new Rejected('BALLOT_NOT_USED', 'This questionnaire is not answered by ballot.');
    refuseUnlessOpen(asked, now);
    return asked;
  }

  /** Refuses an answer that does not fit the items, and locks them. */
  private async checked(id: string, one: Waiting, now: string): Promise<void> {
    const asked = await this.answerable(id, now);
    await eventOf(asked, one, id, now);
    if (asked.answered) return;
    await this.aggregates.execute(questionnaire, id, { type: 'LockItems' }, apart('public', now));
    // They may have changed just before.
    await eventOf(await this.answerable(id, now), one, id, now);
  }

  private async isRecorded(id: string, number: string): Promise<boolean> {
    return (await this.aggregates.store.findClaim(scope, `${id}/${number}`)) !== null;
  }

  /** Those that no stream holds yet: the others were written by somebody who could not say so any more. */
  private async unwritten(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const loaded = await Promise.all(waiting.map((one) => this.aggregates.load(response, one.id)));
    return waiting.filter((_, index) => loaded[index]?.state === null);
  }

  /** What a group's unit holds. Claims stand in an order of their own. */
  private async unitOf(id: string, group: readonly Waiting[], now: string) {
    if (group.length === 0) return { writes: [], claims: [] };
    const asked = known((await this.aggregates.load(questionnaire, id)).state);
    const writes = await Promise.all(
      group.map(async (one): Promise<StreamWrite> => {
        const events = await eventOf(asked, one, id, now, this.vault);
        const stream = streamOf(response.category, one.id);
        return { stream, expected: 0, events: events.map((event) => ({ ...event, id: uuidv5(event.type, one.id) })) };
      }),
    );
    const numbers = group.map(({ number }) => number).sort();
    return { writes, claims: numbers.map((number) => useOf(id, number)) };
  }
}

/** What is recorded of an answer. Throws `Invalid` where it does not fit the items. One that is only tried is sealed for nobody. */
async function eventOf({ content }: Questionnaire, one: Waiting, id: string, now: string, vault = new Vault()) {
  const { about, items } = content;
  const record: RecordResponse = {
    type: 'RecordResponse',
    questionnaire: { id, about, items },
    channel: 'ballot',
    language: one.language,
    answers: await sealTexts(vault, one.answers, []),
    at: dayOf(now),
  };
  return responseDecider.decide(record, null);
}

/** It is in the box: who comes next, or the closing, writes it. */
const leftForLater = ({ name }: Error): void => {
  new Logger('ballots').warn(`A group of answers was not written yet: ${name}.`);
};

const bytesOf = (text = ''): Buffer => Buffer.from(text, 'base64url');

const noBox = () => new Rejected('BALLOT_BOX_GONE', 'The questionnaire has no ballot box.');

/** The day, in UTC, as an instant: the first of the day. */
const dayOf = (now: string): string => `${new Date(now).toISOString().slice(0, 10)}T00:00:00.000Z`;

/** A context with nothing of a request in it. */
function apart(actor: 'public' | 'system', now: string): CommandContext {
  const commandId = randomUUID();
  const metadata = { actor, correlationId: commandId, causationId: commandId };
  return { metadata: actor === 'public' ? metadata : { ...metadata, occurredAt: dayOf(now) }, commandId, now };
}

/** The holder is made up: nothing leads from a ballot to an answer. */
const useOf = (id: string, number: string): Claim => ({
  scope,
  value: `${id}/${number}`,
  stream: streamOf(scope, randomUUID()),
});
