import { expect } from '@jest/globals';
import type { Decider } from '../decider.js';
import { fold } from '../decider.js';
import { Rejected } from '../errors.js';
import type { DomainEvent } from '../event.js';

export interface Then<Event> {
  /** The command causes just these events. */
  then(...events: Event[]): void;
  /** The domain refuses the command with this code. */
  thenRejected(code: string): void;
}

/** `given(events).when(command).then(events)` for one decider. */
export const specify =
  <Command, State, Event extends DomainEvent>(decider: Decider<Command, State, Event>) =>
  (...events: Event[]) => ({
    when(command: Command): Then<Event> {
      const decide = () => decider.decide(command, fold(decider, events));
      return {
        then: (...expected) => {
          expect(decide()).toEqual(expected);
        },
        thenRejected: (code) => {
          let thrown: unknown;
          try {
            decide();
          } catch (error) {
            thrown = error;
          }
          expect(thrown).toBeInstanceOf(Rejected);
          expect((thrown as Rejected).code).toBe(code);
        },
      };
    },
    /** The state that the events lead to. */
    state: (): State => fold(decider, events),
  });
