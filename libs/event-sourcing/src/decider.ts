import type { DomainEvent } from './event.js';

/** The rules of one aggregate, pure: neither clock nor randomness nor input and output. */
export interface Decider<Command, State, Event extends DomainEvent> {
  /** The state before the first event. */
  readonly initial: State;
  /** The events that the command causes; none when it repeats what is already so. Throws `Rejected`. */
  decide(this: void, command: Command, state: State): readonly Event[];
  evolve(this: void, state: State, event: Event): State;
}

/** Folds events over a state. */
export const fold = <C, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  events: readonly { readonly type: string; readonly data: object }[],
  from: S = decider.initial,
): S => events.reduce<S>((state, event) => decider.evolve(state, event as E), from);
