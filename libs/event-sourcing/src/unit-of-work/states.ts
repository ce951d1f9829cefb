import type { Aggregate } from '../aggregate.js';
import { load, type Loaded } from '../aggregate.js';
import { fold } from '../decider.js';
import { streamOf, type DomainEvent } from '../event.js';
import type { EventStore } from '../event-store.js';

/** The state of a stream at one version, with the id of the event that made it. */
export interface KnownState {
  /** Folds it when it is first asked for: many streams are written once, and not read soon. */
  readonly state: () => unknown;
  readonly version: number;
  readonly eventId: string;
  /** The unit that makes it was sent, and may still be refused. */
  readonly isAwaited?: boolean;
}

/** A function that is run once, when it is first called; what it needed for that is let go then. */
export function lazily<T>(make: () => T): () => T {
  let making: (() => T) | undefined = make;
  let made: T | undefined;
  return () => {
    if (making) made = making();
    making = undefined;
    return made as T;
  };
}

const mostStates = 1_000;

/**
 * The states of streams that this process has read or written, the least recently used going first. A state is exact for its version,
 * and may be older than the stream: what is decided over it is appended with that version, or said again over a fresh one. Absence is
 * never kept.
 */
export class States {
  private readonly states = new Map<string, KnownState>();

  constructor(private readonly most = mostStates) {}

  get(stream: string): KnownState | undefined {
    const known = this.states.get(stream);
    if (known) {
      this.states.delete(stream);
      this.states.set(stream, known);
    }
    return known;
  }

  keep(stream: string, known: KnownState): void {
    const before = this.states.get(stream);
    if (before && before.version > known.version) return;
    this.states.delete(stream);
    this.states.set(stream, known);
    const [oldest] = this.states.keys();
    if (this.states.size > this.most && oldest !== undefined) this.states.delete(oldest);
  }

  forget(stream: string): void {
    this.states.delete(stream);
  }

  /** Forgets a state that does not hold where a unit was refused, and the stream stands at this version. */
  refused(stream: string, version: number): void {
    const known = this.states.get(stream);
    if (known && (known.isAwaited || known.version !== version)) this.states.delete(stream);
  }
}

/**
 * The state of an aggregate as the store holds it now. Where a state is known, only what follows its last event is read; a stream that
 * does not hold that event any more (a database that was set back) is read whole.
 */
export async function loadOver<C, S, E extends DomainEvent>(
  store: EventStore,
  aggregate: Aggregate<C, S, E>,
  id: string,
  states: States,
): Promise<Loaded<S>> {
  const stream = streamOf(aggregate.category, id);
  const known = states.get(stream);
  if (known) {
    const [last, ...since] = await store.readStream(stream, { after: known.version - 1 });
    if (last?.id === known.eventId) {
      const { version, position, recordedAt, id: eventId } = since.at(-1) ?? last;
      const state = fold(aggregate.decider, since, known.state() as S);
      states.keep(stream, { state: () => state, version, eventId });
      return { state, version, position, recordedAt, eventId };
    }
    states.forget(stream);
  }
  const loaded = await load(store, aggregate, id);
  const { state, version, eventId } = loaded;
  if (eventId !== null) states.keep(stream, { state: () => state, version, eventId });
  return loaded;
}
