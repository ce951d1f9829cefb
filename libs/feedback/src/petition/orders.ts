import { assertNever, streamOf, Vault, writeOf, type UnitExtras, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { Directories } from '../directory/directory.aggregate.js';
import { activeDepartment, activeOfficer, termsOf } from '../directory/directory.decider.js';
import type { DeadlineCommand } from './deadline.decider.js';
import type { EndingCommand } from './ending.decider.js';
import type { AnswerPetition, AssignPetition, HandlingCommand, JoinPetition, StartWork } from './handling.decider.js';
import { petition } from './petition.aggregate.js';
import { petitionDecider, type PetitionCommandBody } from './petition.decider.js';
import type { Author } from './petition.events.js';
import { known, type Petition } from './petition.state.js';
import { Sealing, subjectIdOf, textsIn, type PlainFile } from './sealing.js';
import type { ThreadCommand } from './thread.decider.js';

interface PlainMessage {
  readonly messageId: string;
  readonly text: string;
  readonly attachments: readonly PlainFile[];
}

/** What callers want done with a petition, in their words; `Orders` seals what is personal, and adds what other streams say. */
export type Order =
  | { readonly type: 'AssignPetition'; readonly department: string | null; readonly officer: string | null }
  | { readonly type: 'StartWork' }
  | { readonly type: 'ForwardPetition'; readonly authority: string; readonly reason: string }
  | { readonly type: 'JoinPetition'; readonly to: string }
  | {
      readonly type: 'AnswerPetition';
      readonly outcome: AnswerPetition['outcome'];
      readonly text: string;
      readonly legalBasis: string | null;
      readonly attachments: readonly PlainFile[];
    }
  | ({ readonly type: 'RequestInformation' } & PlainMessage)
  | ({ readonly type: 'AddMessage'; readonly from: Author } & PlainMessage)
  | {
      readonly type: 'RequestCallback';
      readonly callbackId: string;
      readonly phone: string;
      readonly note: string | null;
    }
  | { readonly type: 'MarkCallbackDone'; readonly callbackId: string; readonly note: string | null }
  | { readonly type: 'RemoveAttachment'; readonly fileId: string; readonly reason: string }
  | { readonly type: 'ExtendDeadline'; readonly reason: string; readonly days: number | null }
  | { readonly type: 'ClosePetition'; readonly note: string | null }
  | {
      readonly type: 'FilePetition';
      readonly ground: 'anonymous' | 'repeat';
      readonly earlier: string | null;
      readonly note: string | null;
    }
  | { readonly type: 'WithdrawPetition'; readonly note: string | null }
  | { readonly type: 'ReopenPetition'; readonly by: Author; readonly reason: string; readonly round?: number | null }
  | {
      readonly type: 'GiveSatisfaction';
      readonly grade: number;
      readonly comment: string | null;
      /** Why the matter is not settled, where it shall be reopened. */
      readonly reopen: string | null;
      readonly round?: number | null;
    }
  | Extract<DeadlineCommand, { type: 'NoteDueSoon' | 'NoteDeadlineMissed' }>;

type OrderOf<T extends Order['type']> = Extract<Order, { type: T }>;

/** A command, and what its unit holds of other streams. */
export interface Prepared<C = PetitionCommandBody> {
  readonly command: C;
  readonly extras?: UnitExtras;
  /** The only version of the petition that they are for, where they come of what it says itself. */
  readonly read?: number;
}

/** The petition as it was read, and when what is to happen. */
interface Case {
  readonly id: string;
  readonly petition: Petition;
  readonly version: number;
  readonly sealing: Sealing;
  readonly at: string;
  readonly commandId: string;
}

const streamName = (id: string): string => streamOf(petition.category, id);

/** Makes commands of orders. */
@Injectable()
export class Orders {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directories: Directories,
    private readonly vault: Vault,
  ) {}

  async prepare(
    id: string,
    order: Order,
    { now, commandId }: Pick<CommandContext, 'now' | 'commandId'>,
  ): Promise<Prepared> {
    if (order.type === 'NoteDueSoon' || order.type === 'NoteDeadlineMissed') return { command: order };
    const loaded = await this.aggregates.load(petition, id);
    const state = known(loaded.state);
    const sealing = new Sealing(this.vault, subjectIdOf(state), textsIn(state));
    const about: Case = { id, petition: state, version: loaded.version, sealing, at: now, commandId };
    switch (order.type) {
      case 'RequestInformation':
      case 'AddMessage':
      case 'RequestCallback':
      case 'MarkCallbackDone':
      case 'RemoveAttachment':
        return { command: await spoken(order, about) };
      case 'AssignPetition':
      case 'StartWork':
      case 'ForwardPetition':
      case 'JoinPetition':
      case 'AnswerPetition':
        return this.handled(order, about);
      case 'ExtendDeadline':
      case 'ClosePetition':
      case 'FilePetition':
      case 'WithdrawPetition':
      case 'ReopenPetition':
      case 'GiveSatisfaction':
        return this.ended(order, about);
      default:
        return assertNever(order);
    }
  }

  private async handled(
    order: OrderOf<'AssignPetition' | 'StartWork' | 'ForwardPetition' | 'JoinPetition' | 'AnswerPetition'>,
    about: Case,
  ): Promise<Prepared<HandlingCommand>> {
    const { at, sealing } = about;
    switch (order.type) {
      case 'AssignPetition':
        return { command: await this.assigned(order, about) };
      case 'StartWork':
        return { command: { type: order.type, at } satisfies StartWork };
      case 'ForwardPetition':
        return { command: { ...order, reason: await sealing.text(order.reason), at } };
      case 'JoinPetition':
        return this.joined(order, about);
      case 'AnswerPetition':
        return this.answered(order, about);
    }
  }

  /** Without a department, it goes to the officer's, or stays in its own. */
  private async assigned(
    { type, department: asked, officer }: OrderOf<'AssignPetition'>,
    { petition: { department: current }, at }: Case,
  ): Promise<AssignPetition> {
    const { state: directory } = await this.directories.now();
    const department = asked ?? (officer === null ? undefined : directory.officers[officer]?.department) ?? current;
    activeDepartment(directory, department);
    if (officer !== null) activeOfficer(directory, officer, department);
    return { type, department, officer, at };
  }

  /** Both sides are written in one unit. */
  private async joined({ type, to }: OrderOf<'JoinPetition'>, about: Case): Promise<Prepared<JoinPetition>> {
    const { id, petition: joining, version: read, at, commandId } = about;
    const { state, version } = await this.aggregates.load(petition, to);
    const main = known(state);
    const command = { type, mainId: to, main, at };
    // What the rules of the joining one forbid is told first.
    if (petitionDecider.decide(command, joining).length === 0) return { command, read };
    const events = petitionDecider.decide({ type: 'TakeIn', petitionId: id, number: joining.number }, main);
    if (events.length === 0)
      return { command, read, extras: { checks: [{ stream: streamName(to), expected: version }] } };
    return { command, read, extras: { writes: [writeOf(commandId, streamName(to), version, events)] } };
  }

  /** Those that are joined to it are answered in the same unit, each in an envelope of its own person. */
  private async answered(
    { type, outcome, text, legalBasis, attachments }: OrderOf<'AnswerPetition'>,
    about: Case,
  ): Promise<Prepared<AnswerPetition>> {
    const { id, petition: main, version: read, sealing, at, commandId } = about;
    const reply = { text: await sealing.text(text), legalBasis, attachments: await sealing.files(attachments) };
    const command: AnswerPetition = { type, outcome, reply, at };
    petitionDecider.decide(command, main);
    const answers = main.joined.map(async ({ id: joinedId }) => {
      const { state, version } = await this.aggregates.load(petition, joinedId);
      const joined = known(state);
      const theirs = new Sealing(this.vault, subjectIdOf(joined));
      const same = { text: await theirs.text(text), legalBasis, attachments: await theirs.files(attachments) };
      const { officer } = main;
      const taken = { type: 'TakeAnswer', mainId: id, officer, outcome, reply: same, at } as const;
      const events = petitionDecider.decide(taken, joined);
      if (events.length === 0) return { writes: [], timers: [] };
      const { timers = [] } = petition.extras?.(joinedId, events, joined) ?? {};
      return { writes: [writeOf(commandId, streamName(joinedId), version, events)], timers };
    });
    const units = await Promise.all(answers);
    const extras = { writes: units.flatMap(({ writes }) => writes), timers: units.flatMap(({ timers }) => timers) };
    return { command, read, extras };
  }

  private async ended(
    order: OrderOf<
      'ExtendDeadline' | 'ClosePetition' | 'FilePetition' | 'WithdrawPetition' | 'ReopenPetition' | 'GiveSatisfaction'
    >,
    { sealing, at }: Case,
  ): Promise<Prepared<DeadlineCommand | EndingCommand>> {
    switch (order.type) {
      case 'ExtendDeadline':
      case 'ReopenPetition': {
        const reason = await sealing.text(order.reason);
        return { command: { ...order, reason, terms: await this.terms(), at } };
      }
      case 'ClosePetition':
      case 'WithdrawPetition':
        return { command: { ...order, note: await sealing.note(order.note), at } };
      case 'FilePetition':
        return this.filed(order, await sealing.note(order.note), at);
      case 'GiveSatisfaction': {
        const [comment, reopen] = [await sealing.note(order.comment), await sealing.note(order.reopen)];
        return { command: { ...order, comment, reopen, terms: await this.terms(), at } };
      }
    }
  }

  /** An earlier petition must still stand as it was read. */
  private async filed(
    { type, ground, earlier: earlierId }: OrderOf<'FilePetition'>,
    note: Extract<EndingCommand, { type: 'FilePetition' }>['note'],
    at: string,
  ): Promise<Prepared<EndingCommand>> {
    if (earlierId === null) return { command: { type, ground, earlier: null, note, at } };
    const { state, version } = await this.aggregates.load(petition, earlierId);
    const earlier = { id: earlierId, petition: known(state) };
    const checks = [{ stream: streamName(earlierId), expected: version }];
    return { command: { type, ground, earlier, note, at }, extras: { checks } };
  }

  private async terms() {
    return termsOf((await this.directories.now()).state);
  }
}

async function spoken(
  order: OrderOf<'RequestInformation' | 'AddMessage' | 'RequestCallback' | 'MarkCallbackDone' | 'RemoveAttachment'>,
  { sealing, at }: Case,
): Promise<ThreadCommand> {
  switch (order.type) {
    case 'RequestInformation':
    case 'AddMessage': {
      const [text, attachments] = [await sealing.text(order.text), await sealing.files(order.attachments)];
      return { ...order, text, attachments, at };
    }
    case 'RequestCallback':
      return { ...order, phone: await sealing.text(order.phone), note: await sealing.note(order.note), at };
    case 'MarkCallbackDone':
      return { ...order, note: await sealing.note(order.note), at };
    case 'RemoveAttachment':
      return { ...order, reason: await sealing.text(order.reason), at };
  }
}
