import type { Contract, DataOf } from '@ecou/contracts';
import type { CommandContext, RecordedEvent } from '@ecou/event-sourcing';

/** A contract's message as a policy receives it. */
export interface Incoming<Data = object> {
  readonly id: string;
  readonly type: string;
  /** Id of the aggregate that it is about. */
  readonly subject: string;
  /** ISO 8601: when it was recorded at its source. */
  readonly time: string;
  readonly data: Data;
}

/** A timer that is due. */
export interface DueTimer {
  readonly id: string;
  readonly name: string;
  readonly dueAt: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The command that a policy answers, as the application's command bus takes it: what to do to which aggregate. */
export interface PolicyCommand {
  /** The aggregate's. */
  readonly id: string;
  readonly command: { readonly type: string };
  readonly context: CommandContext;
}

type Reaction = PolicyCommand | undefined;

/** The command that a policy answers to many events: it has a class of its own, as the application's command bus takes it. */
type JointReaction = object;

/** Whenever something happens, then a command. `context` goes into the command; it carries cause, command id and inbox. */
export type Policy = {
  /** Stable: its inbox and checkpoints carry it. */
  readonly name: string;
  /** True where it takes what was there before it. */
  readonly from: 'beginning' | 'now';
  /** Codes of rejections that mean "not yet": waited for, retried, parked in the end. Other rejections are final. */
  readonly notYet?: readonly string[];
} & (
  | {
      readonly on: 'contract';
      readonly contracts: readonly Contract[];
      readonly then: (message: Incoming, context: CommandContext) => Reaction;
    }
  | {
      readonly on: 'event';
      readonly types: readonly string[];
      readonly then: (event: RecordedEvent, context: CommandContext) => Reaction;
    }
  | {
      readonly on: 'events';
      readonly types: readonly string[];
      readonly then: (events: readonly RecordedEvent[]) => JointReaction;
    }
  | {
      readonly on: 'timer';
      readonly timer: string;
      readonly then: (timer: DueTimer, context: CommandContext) => Reaction;
    }
);

type Common = Pick<Policy, 'name' | 'notYet'> & { readonly from?: Policy['from'] };

/** Whenever another context says one of these, then; what is said of one thing comes in its order. */
export const onContracts = <C extends Contract>(
  contracts: readonly C[],
  {
    from = 'beginning',
    then,
    ...rest
  }: Common & { then: (message: Incoming<DataOf<C>>, context: CommandContext) => Reaction },
): Policy => ({ ...rest, from, on: 'contract', contracts, then: then as never });

/** Whenever another context says so, then. */
export const onContract = <C extends Contract>(contract: C, options: Parameters<typeof onContracts<C>>[1]): Policy =>
  onContracts([contract], options);

/** Whenever one of the context's own events is recorded, then. */
export const onEvent = (
  types: readonly string[],
  { from = 'beginning', then, ...rest }: Common & { then: (event: never, context: CommandContext) => Reaction },
): Policy => ({ ...rest, from, on: 'event', types, then: then as never });

/**
 * Whenever some of the context's own events are recorded, then one command for as many of them as there are, in order. It keeps something beside the
 * events, such as an index, and appends none. No inbox is kept: the command may come again for the same events, also after one for later events, and
 * must change nothing then. What it wrote must be on disk when it ends: no crash of the database brings the events again. Where it fails, each event
 * gets a command of its own.
 */
export const onEvents = (
  types: readonly string[],
  { from = 'beginning', then, ...rest }: Common & { then: (events: never) => JointReaction },
): Policy => ({ ...rest, from, on: 'events', types, then: then as never });

/** Whenever a timer of this name is due, then. */
export const onTimer = (
  timer: string,
  { then, ...rest }: Common & { then: (timer: DueTimer, context: CommandContext) => Reaction },
): Policy => ({ ...rest, from: 'beginning', on: 'timer', timer, then });
