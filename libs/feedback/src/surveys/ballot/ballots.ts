import {
  Invalid,
  Rejected,
  same,
  streamOf,
  UnitsOfWork,
  load,
  Vault,
  type CommandContext,
  type UnitOfWork,
} from '@ecou/event-sourcing';
import { Receipts, type Receipt } from '@ecou/runtime/receipts';
import { Injectable, Logger } from '@nestjs/common';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { Invitations } from '../invitation/invitations.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import {
  isByBallot,
  refuseUnlessOpen,
  requireQuestionnaire,
  type Questionnaire,
} from '../questionnaire/questionnaire.state.js';
import { response } from '../response/response.aggregate.js';
import { responseDecider, type RecordResponse } from '../response/response.decider.js';
import { sealTexts } from '../response/seal-texts.js';
import { ballotRegistration } from '../registrations.js';
import { unrelated } from '../unrelated.js';
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
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly invitations: Invitations,
    private readonly receipts: Receipts,
  ) {}

  /** Makes the box of a questionnaire that is about to open, where it is answered by ballot and has none. */
  async prepare(id: string, { content }: Questionnaire): Promise<void> {
    if (isByBallot(content)) await this.boxes.make(id);
  }

  /**
   * Signs what a token asks for, and uses the token up; the same request again is answered again. Throws `Invalid` for what is no token or no blinded
   * number, `Rejected` where the token was used for something else, or the questionnaire takes no answers.
   */
  issue(id: string, { token, blinded, number }: BallotBody, now: string): Promise<Buffer> {
    return this.boxes.locked(id, async (box) => {
      const asked = answerable((await load(this.units.store, questionnaire, id)).state, now);
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

  /**
   * Takes an answer, once per ballot. A repeat changes nothing. The answer is kept when this returns. Answers its receipt; `null` to a repeat that
   * says something else, and once the answer was written: then nobody knows which one it is.
   */
  async accept(id: string, { ballot, language, answers }: AnswersBody, now: string): Promise<Receipt | null> {
    const { number } = ballot;
    const { waiting, receipt } = await this.boxes.locked(id, async (box) => {
      if (box && !isSigned(box.publicKey, bytesOf(number), bytesOf(ballot.signature))) {
        throw new Invalid('BALLOT_UNKNOWN', 'This is no ballot of the questionnaire.', ['ballot']);
      }
      const before = (await box?.waiting()) ?? [];
      const standing = before.find((one) => one.number === number);
      if (standing || (await this.isRecorded(id, number))) {
        const isSame = standing && same({ ...standing, language, answers }, standing);
        return { waiting: before.length, receipt: isSame ? await this.receiptOf(id, standing, now) : null };
      }
      const one = { id: randomUUID(), number, language, answers };
      await this.checked(id, one, now);
      if (!box) throw noBox();
      await box.keepWaiting([...before, one]);
      return { waiting: before.length + 1, receipt: await this.receiptOf(id, one, now) };
    });
    if (isDue(waiting)) await this.writeGroup(id, now).catch(leftForLater);
    return receipt;
  }

  /** Writes the answers that may be written, if any. */
  writeGroup(id: string, now: string): Promise<void> {
    return this.boxes.locked(id, async (box) => {
      const before = (await box?.waiting()) ?? [];
      const left = await this.unwritten(before);
      const group = groupOf(left, false, randomInt);
      if (!box || group.length + before.length === left.length) return;
      if (group.length > 0) await this.units.run(writing(now), (work) => this.record(id, group, work));
      await box.keepWaiting(left.filter((one) => !group.includes(one)));
    });
  }

  /** Writes all that still waits once the questionnaire is closed, and takes the box away. A repeat does nothing. */
  empty(id: string, now: string): Promise<void> {
    return this.boxes.locked(id, async (box) => {
      const { state } = await load(this.units.store, questionnaire, id);
      if (!state || !isByBallot(state.content) || state.status !== 'closed') return;
      const group = groupOf(await this.unwritten((await box?.waiting()) ?? []), true, randomInt);
      await this.units.run(writing(now), async (work) => {
        await work.decide(questionnaire, id, { type: 'EmptyBallotBox' });
        await this.record(id, group, work);
      });
      await box?.remove();
    });
  }

  /** Refuses an answer that does not fit the items, and locks them as it fits them. */
  private async checked(id: string, one: Waiting, now: string): Promise<void> {
    await this.units.run(unrelated('public', now), async (work) => {
      const asked = answerable(await work.look(questionnaire, id), now);
      // Nothing is kept of an answer that is only tried: it is sealed for nobody.
      responseDecider.decide(await recordOf({ id, questionnaire: asked, now }, one, new Vault()), null);
      await work.decide(questionnaire, id, { type: 'LockItems' });
    });
  }

  /** The receipt of an answer as it will be written. */
  private async receiptOf(id: string, one: Waiting, now: string): Promise<Receipt> {
    const asked = requireQuestionnaire((await load(this.units.store, questionnaire, id)).state);
    const [event] = responseDecider.decide(await recordOf({ id, questionnaire: asked, now }, one, new Vault()), null);
    if (event?.type !== 'ResponseRecorded') throw new Error('An answer that was checked is not recorded.');
    return this.receipts.receipt(
      { stream: streamOf(response.category, one.id), version: 1 },
      ballotRegistration(event.data),
    );
  }

  private async isRecorded(id: string, number: string): Promise<boolean> {
    return (await this.units.store.findClaim(scope, `${id}/${number}`)) !== null;
  }

  /** The answers that no stream holds yet. The others were written by a process that died before it took them out of the box. */
  private async unwritten(waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
    const loaded = await Promise.all(waiting.map((one) => load(this.units.store, response, one.id)));
    return waiting.filter((_, index) => loaded[index]?.state === null);
  }

  /** Records a group in its order, and uses its ballots up. Claims stand in an order of their own. */
  private async record(id: string, group: readonly Waiting[], work: UnitOfWork): Promise<void> {
    const asked = { id, questionnaire: requireQuestionnaire(await work.look(questionnaire, id)), now: work.now };
    for (const one of group) {
      await work.decide(response, one.id, await recordOf(asked, one, this.vault), { fresh: true });
    }
    for (const number of group.map((one) => one.number).sort()) {
      // The holder is made up: nothing leads from a ballot to an answer.
      work.claim({ scope, value: `${id}/${number}`, stream: streamOf(scope, work.random(number)) });
    }
  }
}

/** The questionnaire, where it takes ballots. */
function answerable(state: Questionnaire | null, now: string): Questionnaire {
  const asked = requireQuestionnaire(state);
  if (!isByBallot(asked.content))
    throw new Rejected('BALLOT_NOT_USED', 'This questionnaire is not answered by ballot.');
  refuseUnlessOpen(asked, now);
  return asked;
}

/** A questionnaire that is answered, and the time (ISO 8601). */
interface Asked {
  readonly id: string;
  readonly questionnaire: Questionnaire;
  readonly now: string;
}

/** The answer with its texts sealed, and the day instead of the time. */
async function recordOf(
  { id, questionnaire: { content }, now }: Asked,
  { language, answers }: Waiting,
  vault: Vault,
): Promise<RecordResponse> {
  return {
    type: 'RecordResponse',
    questionnaire: { id, about: content.about, items: content.items },
    channel: 'ballot',
    language,
    answers: await sealTexts(vault, answers, []),
    at: dayOf(now),
  };
}

/** The answer is in the box: the next one, or the closing, has it written. */
const leftForLater = ({ name }: Error): void => {
  new Logger('ballots').warn(`A group of answers was not written yet: ${name}.`);
};

const bytesOf = (text = ''): Buffer => Buffer.from(text, 'base64url');

const noBox = () => new Rejected('BALLOT_BOX_GONE', 'The questionnaire has no ballot box.');

/** The day, in UTC, as an instant: the first of the day. */
const dayOf = (now: string): string => `${new Date(now).toISOString().slice(0, 10)}T00:00:00.000Z`;

/** The context of what is written of a group: it is told to have happened on the day, at no time of it. */
function writing(now: string): CommandContext {
  const context = unrelated('system', now);
  return { ...context, metadata: { ...context.metadata, occurredAt: dayOf(now) } };
}
