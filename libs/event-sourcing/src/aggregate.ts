import type { Decider } from './decider.js';
import { fold } from './decider.js';
import type { DomainEvent, RecordedEvent } from './event.js';
import { streamOf } from './event.js';
import type { EventStore, Snapshot } from './event-store.js';
import type { EventTypes } from './event-types.js';
import type { Unit } from './unit.js';

/** Rows that a unit holds besides events, because of the events of one aggregate. */
export type SideRows = Partial<Pick<Unit, 'claims' | 'releases' | 'numbers' | 'timers'>>;

/** An aggregate: its events, its rules, and the side rows that its events need. */
export interface Aggregate<Command, State, Event extends DomainEvent> {
  readonly category: string;
  readonly events: EventTypes;
  readonly decider: Decider<Command, State, Event>;
  /** Pure: what else a unit holds when these events are written to the aggregate in this state. */
  sideRows?(this: void, id: string, events: readonly Event[], before: State): SideRows;
  /** Many write to one stream at the same time: those of this process take turns at it, instead of racing. */
  readonly hot?: boolean;
  /**
   * For streams that grow long: keeps the state every so many events. `code` names what made it (grow it with every change of `evolve` or
   * of the state's shape); the state must be plain JSON.
   */
  readonly snapshots?: { readonly every: number; readonly code: string };
}

export interface Loaded<State> {
  readonly state: State;
  /** 0 where the stream does not exist. */
  readonly version: number;
  /** Global position of its last event. */
  readonly position: number;
  /** ISO 8601: when its last event was recorded. */
  readonly recordedAt: string | null;
  /** Id of its last event; `null` where there is none, or a snapshot stands for it. */
  readonly eventId: string | null;
}

const nothingIn = <S>(decider: Pick<Decider<never, S, never>, 'initial'>): Loaded<S> => ({
  state: decider.initial,
  version: 0,
  position: 0,
  recordedAt: null,
  eventId: null,
});

type Snapshots = Partial<Pick<EventStore, 'findSnapshot' | 'saveSnapshot'>>;

const snapshotOf = <S>({ state, version, position }: Loaded<S>, recordedAt: string): Snapshot => ({
  ...{ version, position, recordedAt, state },
});

/** The state of an aggregate, now or as it stood at a position. */
export async function load<C, S, E extends DomainEvent>(
  store: Pick<EventStore, 'readStream'> & Snapshots,
  { category, decider, snapshots }: Aggregate<C, S, E>,
  id: string,
  upTo?: number,
): Promise<Loaded<S>> {
  const stream = streamOf(category, id);
  const nothing = nothingIn(decider);
  if (upTo !== undefined) return folded(decider, await store.readStream(stream, { upTo }), nothing);
  if (!snapshots) return folded(decider, await store.readStream(stream), nothing);
  const kept = await store.findSnapshot?.(stream, snapshots.code);
  const from = kept ? { ...kept, state: kept.state as S, eventId: null } : nothing;
  const events = await store.readStream(stream, { after: from.version });
  const loaded = folded(decider, events, from);
  // One that cannot be kept is no matter: the events hold all that it would.
  if (loaded.recordedAt !== null && events.length >= snapshots.every)
    await store.saveSnapshot?.(stream, snapshots.code, snapshotOf(loaded, loaded.recordedAt)).catch(() => undefined);
  return loaded;
}

function folded<C, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  events: readonly RecordedEvent[],
  from: Loaded<S>,
): Loaded<S> {
  const last = events.at(-1);
  if (!last) return from;
  const { version, position, recordedAt, id: eventId } = last;
  return { state: fold(decider, events, from.state), version, position, recordedAt, eventId };
}
