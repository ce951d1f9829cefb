import type { RecordedEvent, Aggregate } from '@ecou/event-sourcing';

/**
 * A call to the outside world. The engine reads the aggregate when one of `on` is recorded, appends what `start` decides with the exact
 * version before the call, and what `call` answers after it. When it finds a start without an outcome (the process died in between) it
 * appends what `uncertain` decides, and never calls again by itself.
 */
export interface Effect<Command = unknown, State = unknown> {
  readonly name: string;
  readonly aggregate: Aggregate<Command, State, never>;
  /** Event types that set it off. */
  readonly on: readonly string[];
  /** The command that puts the start on record, or nothing where there is nothing to do (any more). Reads streams only (consent). */
  readonly start: (state: State, event: RecordedEvent, now: string) => Promise<Command | undefined>;
  /** True where a start stands there without an outcome. */
  readonly started: (state: State) => boolean;
  /** The call itself, given the state after the start; answers the command that puts its outcome on record. Must not throw for an outcome that is known. */
  readonly call: (state: State, id: string, clock: () => string) => Promise<Command>;
  /** The command for a start without an outcome: that it is uncertain, or the outcome where a trace of the call shows it. */
  readonly uncertain: (state: State, now: string, id: string) => Command | Promise<Command>;
}

/** Names the types once; the engine does not care for them. */
export const effect = <C, S>(definition: Effect<C, S>): Effect => definition as unknown as Effect;
