import { v5 as uuidv5 } from 'uuid';
import type { Decider } from './decider.js';
import { fold } from './decider.js';
import { assertNever, Rejected, VersionConflict } from './errors.js';
import type { DomainEvent, EventMetadata, RecordedEvent } from './event.js';
import { streamOf } from './event.js';
import type { EventStore } from './event-store.js';
import type { EventTypes } from './event-types.js';
import type { AppendResult, StreamWrite, Unit } from './unit.js';

/** What a command's unit holds besides its own events; `writes` are of other streams. */
export type UnitExtras = Partial<Pick<Unit, 'writes' | 'checks' | 'claims' | 'releases' | 'numbers' | 'timers'>>;

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

const nothingIn = <S>(decider: Pick<Decider<never, S, never>, 'initial'>): Loaded<S> => ({
  state: decider.initial,
  version: 0,
  position: 0,
  recordedAt: null,
});

type Snapshots = Partial<Pick<EventStore, 'findSnapshot' | 'saveSnapshot'>>;

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
  const from = kept ? { ...kept, state: kept.state as S } : nothing;
  const events = await store.readStream(stream, { after: from.version });
  const loaded = folded(decider, events, from);
  // One that cannot be kept is no matter: the events hold all that it would.
  if (loaded.recordedAt !== null && events.length >= snapshots.every)
    await store
      .saveSnapshot?.(stream, snapshots.code, { ...loaded, recordedAt: loaded.recordedAt })
      .catch(() => undefined);
  return loaded;
}

function folded<C, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  events: readonly RecordedEvent[],
  from: Loaded<S>,
): Loaded<S> {
  const last = events.at(-1);
  if (!last) return from;
  const { version, position, recordedAt } = last;
  return { state: fold(decider, events, from.state), version, position, recordedAt };
}

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
  /**
   * The id was made for this command, so that the stream cannot exist yet: it is not read. Where it does exist after all, the append is
   * refused, and the command is decided anew with what stands there.
   */
  readonly fresh?: boolean;
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

const joined = (one: UnitExtras = {}, other: UnitExtras = {}) => ({
  writes: both(one.writes, other.writes),
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

function refused({ refusedBy, claim, versions }: Extract<AppendResult, { status: 'conflict' }>, unit: Unit): Error {
  switch (refusedBy) {
    case 'claim':
      return new ClaimTaken(claim?.scope ?? '', claim?.stream ?? '');
    case 'idempotency':
    case 'inbox':
      return new AlreadyHandled(refusedBy);
    case 'version':
      return overtaken(unit, versions);
    default:
      return assertNever(refusedBy);
  }
}

/** Names the first stream of the unit that does not stand where it was expected. */
function overtaken({ writes, checks = [] }: Unit, versions: Readonly<Record<string, number>>): VersionConflict {
  const expectations = [...writes, ...checks].map(({ stream, expected }) => ({ stream, expected: Number(expected) }));
  const { stream, expected } = expectations.find((each) => each.expected !== versions[each.stream]) ?? {
    stream: '',
    expected: NaN,
  };
  return new VersionConflict(stream, expected, versions[stream] ?? 0);
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
  const { guard, retries = 3 } = options;
  const stream = streamOf(aggregate.category, id);
  for (let left = retries; ; left -= 1) {
    const isFresh = options.fresh === true && left === retries;
    const loaded = isFresh ? nothingIn(aggregate.decider) : await load(store, aggregate, id);
    guard?.(loaded);
    const events = aggregate.decider.decide(command, loaded.state);
    const outcome = await appended(store, aggregate, { id, stream, loaded, events }, options);
    if (!(outcome instanceof Error)) return outcome;
    if (left <= 0 || !isAbout(stream, outcome)) throw outcome;
  }
}

/** Appends what was decided; answers why not, where the store refuses it. */
async function appended<C, S, E extends DomainEvent>(
  store: Pick<EventStore, 'append'>,
  aggregate: Aggregate<C, S, E>,
  decided: Decided<S, E>,
  options: HandleOptions<S>,
): Promise<Handled | Error> {
  const { id, stream, loaded, events } = decided;
  const { version, position } = loaded;
  if (events.length === 0 && !options.rows?.inbox)
    return { id, stream, version, position, number: null, changed: false };
  const unit = unitOf(aggregate, decided, options);
  const result = await store.append(unit);
  return result.status === 'conflict' ? refused(result, unit) : answerOf(result, decided);
}

/** Whether the race was lost on this stream: it can be loaded anew, while what the caller said of others stays as it was said. */
const isAbout = (stream: string, error: Error): boolean => error instanceof VersionConflict && error.stream === stream;

interface Decided<S, E> {
  readonly id: string;
  readonly stream: string;
  readonly loaded: Loaded<S>;
  readonly events: readonly E[];
}

function answerOf<S, E>(
  { versions, position, number }: Exclude<AppendResult, { status: 'conflict' }>,
  { id, stream, loaded, events }: Decided<S, E>,
): Handled {
  return events.length === 0
    ? { id, stream, version: loaded.version, position: loaded.position, number: null, changed: false }
    : { id, stream, version: versions[stream] ?? 0, position, number, changed: true };
}

/** The id of an event that a command causes: the same for each attempt, so that a retry is recognised. */
export const eventIdOf = (commandId: string, stream: string, index: number): string =>
  uuidv5(`${stream}/${index}`, commandId);

/** The write of what a command causes in a stream. */
export const writeOf = (
  commandId: string,
  stream: string,
  expected: number,
  events: readonly { readonly type: string; readonly data: object }[],
): StreamWrite => ({
  stream,
  expected,
  events: events.map(({ type, data }, index) => ({ id: eventIdOf(commandId, stream, index), type, data })),
});

function unitOf<C, S, E extends DomainEvent>(
  aggregate: Aggregate<C, S, E>,
  { id, stream, loaded, events }: Decided<S, E>,
  { metadata, commandId, extras, rows }: HandleOptions<S>,
): Unit {
  if (events.length === 0) return { metadata, ...extras, writes: [], ...rows };
  const { writes, ...others } = joined(aggregate.extras?.(id, events, loaded.state), extras);
  return {
    metadata,
    writes: [writeOf(commandId, stream, loaded.version, events), ...writes],
    ...others,
    ...rows,
  };
}
