import type { Aggregate } from '../aggregate.js';
import type { DomainEvent } from '../event.js';
import { namedUuid } from '../named-uuid.js';
import type { Claim } from '../unit.js';

/** The outcome of a command in one stream. */
export interface Decision<State, Event extends DomainEvent> {
  readonly before: State;
  readonly after: State;
  readonly events: readonly Event[];
  /** True where the command caused an event. */
  readonly changed: boolean;
}

export interface TargetOptions<State> {
  /** The version at which the (sub-)resource last changed, which `If-Match` is compared with; the stream's version by default. */
  readonly resourceVersion?: (state: State) => number;
}

export interface DecideOptions {
  /** The stream cannot exist yet: it is not read. Where it does after all, the handler is run again, and reads it. */
  readonly fresh?: boolean;
  /** The only version at which the command may be carried out; throws `VersionConflict` at another. */
  readonly expect?: number;
}

/**
 * The work of one command, over one stream or several: accepted or refused whole. The handler that is given it may run several times,
 * where a race was lost or a kept state was too old, so that it does nothing that a repeat would double, and takes ids from `random`.
 */
export interface UnitOfWork {
  /** ISO 8601, the command's time. */
  readonly now: string;

  /**
   * Binds the aggregate that the command is about: `If-Match` is compared with it when it is decided, the idempotency row and the
   * answer name it, and its events stand first. Where it stays unchanged, nothing else is written. The first stream that is decided,
   * where none was bound.
   */
  target<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string, options?: TargetOptions<S>): void;

  /** The state of an aggregate, with what was decided here so far. The unit is refused where the stream has moved since. */
  read<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<S>;

  /** The state of an aggregate as it stands now; it may move before the unit is accepted. */
  look<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<S>;

  /** The version at which a stream was read, looked at or decided first; 0 where it did not exist. Throws for one that was not. */
  versionOf<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<number>;

  /** The version that a stream has with what was decided here so far. Throws for one that was neither read nor looked at. */
  nextVersionOf<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<number>;

  /**
   * Decides a command over the state of an aggregate. What it causes is written with the aggregate's side rows; where it causes nothing,
   * the stream joins as one that was read. Throws what the rules throw.
   */
  decide<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    options?: DecideOptions,
  ): Promise<Decision<S, E>>;

  /**
   * Takes something that can be taken once. Where another stream holds it, or has taken it in this unit, the unit is refused, and the
   * command ends in what `taken` makes of the holder's id; in `ClaimTaken` without it. `taken` may run a unit of its own.
   */
  claim(claim: Claim, taken?: (holder: string) => unknown): void;

  /** Gives something back that its stream holds. */
  release(claim: Claim): void;

  /** The stream that holds a claim now, or `null`. */
  holderOf(claim: Pick<Claim, 'scope' | 'value'>): Promise<string | null>;

  /** Adds fields to the command's answer. */
  answer(more: object): void;

  /** A random UUID, the same for the same key in every run of the handler. */
  random(key: string): string;
}

/** The id of an event that a command causes: the same for each attempt, so that a retry is recognised. */
export const eventIdOf = (commandId: string, stream: string, index: number): string =>
  namedUuid(`${stream}/${index}`, commandId);
