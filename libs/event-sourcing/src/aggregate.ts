import { v5 as uuidv5 } from 'uuid';
import type { Decider } from './decider.js';
import { fold } from './decider.js';
import { Rejected, VersionConflict } from './errors.js';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.js';
import { streamOf } from './event.js';
import type { EventStore } from './event-store.js';
import type { EventTypes } from './event-types.js';
import type { AppendResult, Unit } from './unit.js';

/** What a command's unit holds besides its own events. */
export type UnitExtras = Pick<Unit, 'checks' | 'claims' | 'releases' | 'numbers' | 'timers'>;

/** An aggregate: its events, its rules, and the side rows that its events need. */
export interface Aggregate<Command, State, Event extends DomainEvent> {
  readonly category: string;
  readonly events: EventTypes;
  readonly decider: Decider<Command, State, Event>;
  /** Pure: what else the unit must hold when these events are written to the aggregate in this state. */
  readonly extras?: (id: string, events: readonly Event[], before: State) => UnitExtras;
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
}

type Snapshots = Partial<Pick<EventStore, 'findSnapshot' | 'saveSnapshot'>>;

/** The state of an aggregate, now or as it stood at a position. */
export async function load<C, S, E extends DomainEvent>(
  store: Pick<EventStore, 'readStream'> & Snapshots,
  { category, decider, snapshots }: Aggregate<C, S, E>,
  id: string,
  upTo?: number,
): Promise<Loaded<S>> {
  const stream = streamOf(category, id);
  const kept = snapshots && upTo === undefined ? await store.findSnapshot?.(stream, snapshots.code) : undefined;
  const from = kept
    ? { ...kept, state: kept.state as S }
    : { state: decider.initial, version: 0, position: 0, recordedAt: null };
  const events = await store.readStream(stream, { after: from.version, ...(upTo === undefined ? {} : { upTo }) });
  const last = events.at(-1);
  if (!last) return from;
  const loaded = { ...lastOf(last), state: fold(decider, events, from.state) };
  // One that cannot be kept is no matter: the events hold all that it would.
  if (snapshots && upTo === undefined && events.length >= snapshots.every)
    await store.saveSnapshot?.(stream, snapshots.code, loaded).catch(() => undefined);
  return loaded;
}

const lastOf = ({ version, position, recordedAt }: RecordedEvent) => ({ version, position, recordedAt });

export interface HandleOptions<State> {
  readonly metadata: EventMetadata;
  /** UUID of the command: events get their ids from it, so that a retry is recognised. */
  readonly commandId: string;
  /** Called with the loaded state before the command is decided, as for a check of `If-Match`. May throw. */
  readonly guard?: (loaded: Loaded<State>) => void;
  /** Side rows of the caller: inbox and idempotency. A unit with an inbox row is written also when no event comes of the command. */
  readonly rows?: Pick<Unit, 'inbox' | 'idempotency'>;
  /** Further parts of the unit that only the caller knows, such as checks of streams that it has read. */
  readonly extras?: UnitExtras;
  /** How often a lost race is decided anew. 0 where the caller's word was about one version. */
  readonly retries?: number;
}

export interface Handled {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  readonly number: string | null;
  /** Whether the command changed anything. */
  readonly changed: boolean;
}

const both = <T>(one: readonly T[] = [], other: readonly T[] = []): readonly T[] => [...one, ...other];

const joined = (one: UnitExtras = {}, other: UnitExtras = {}): UnitExtras => ({
  checks: both(one.checks, other.checks),
  claims: both(one.claims, other.claims),
  releases: both(one.releases, other.releases),
  numbers: both(one.numbers, other.numbers),
  timers: both(one.timers, other.timers),
});

/** A claim that the unit needed is held by another stream. */
export class ClaimTaken extends Rejected {
  constructor(
    readonly scope: string,
    readonly holder: string,
  ) {
    super('CLAIM_TAKEN', `Taken already: ${scope}.`);
  }
}

/** The append was refused by a side row of the caller: the request or the message is known already. */
export class AlreadyHandled extends Error {
  constructor(readonly by: 'idempotency' | 'inbox') {
    super(`Handled already, by the ${by} row.`);
    this.name = 'AlreadyHandled';
  }
}

function refused(result: Extract<AppendResult, { status: 'conflict' }>, stream: string, expected: number): Error {
  if (result.refusedBy === 'claim') return new ClaimTaken(result.claim?.scope ?? '', result.claim?.stream ?? '');
  if (result.refusedBy === 'idempotency' || result.refusedBy === 'inbox') return new AlreadyHandled(result.refusedBy);
  return new VersionConflict(stream, expected, result.versions[stream] ?? 0);
}

/**
 * Loads, decides, appends with the version that it loaded. Throws `Rejected` (also `ClaimTaken`), `VersionConflict` when every retry
 * lost its race, `AlreadyHandled`, and whatever `guard` throws.
 */
export async function handle<C, S, E extends DomainEvent>(
  store: Pick<EventStore, 'readStream' | 'append'> & Snapshots,
  aggregate: Aggregate<C, S, E>,
  { id, command }: { readonly id: string; readonly command: C },
  options: HandleOptions<S>,
): Promise<Handled> {
  const stream = streamOf(aggregate.category, id);
  for (let left = options.retries ?? 3; ; left -= 1) {
    const loaded = await load(store, aggregate, id);
    options.guard?.(loaded);
    const events = aggregate.decider.decide(command, loaded.state);
    const unchanged = { id, stream, version: loaded.version, position: loaded.position, number: null, changed: false };
    if (events.length === 0 && !options.rows?.inbox) return unchanged;
    const result = await store.append(unitOf(aggregate, { id, stream, loaded, events }, options));
    if (result.status !== 'conflict') {
      if (events.length === 0) return unchanged;
      const version = result.versions[stream] ?? 0;
      return { id, stream, version, position: result.position, number: result.number, changed: true };
    }
    const error = refused(result, stream, loaded.version);
    if (!(error instanceof VersionConflict) || left <= 0) throw error;
  }
}

interface Decided<S, E> {
  readonly stream: string;
  readonly loaded: Loaded<S>;
  readonly events: readonly E[];
}

function unitOf<C, S, E extends DomainEvent>(
  aggregate: Aggregate<C, S, E>,
  { id, stream, loaded, events }: Decided<S, E> & { readonly id: string },
  { metadata, commandId, extras, rows }: HandleOptions<S>,
): Unit {
  if (events.length === 0) return { metadata, writes: [], ...extras, ...rows };
  const named = events.map(({ type, data }, index) => ({ id: uuidv5(`${stream}/${index}`, commandId), type, data }));
  return {
    metadata,
    writes: [{ stream, expected: loaded.version, events: named }],
    ...joined(aggregate.extras?.(id, events, loaded.state), extras),
    ...rows,
  };
}
