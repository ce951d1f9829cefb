import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Aggregate } from '../aggregate.js';
import { AlreadyHandled, ClaimTaken, refused } from '../append-refused.js';
import { CommandResult, type CommandContext } from '../command.js';
import { fold } from '../decider.js';
import { Rejected, VersionConflict } from '../errors.js';
import { idOf, streamOf, type DomainEvent, type EventMetadata } from '../event.js';
import type { EventStore } from '../event-store.js';
import { EventRegistry, type EventTypes } from '../event-types.js';
import { Vault } from '../personal/vault.js';
import { Rehearsal } from '../rehearsal.js';
import { toBeDrawn, type AppendResult, type InboxMove, type Unit } from '../unit.js';
import { Queues, type Turn } from './queues.js';
import { lazily, loadOver, States, type KnownState } from './states.js';
import type { UnitOfWork } from './unit-of-work.js';
import { PreconditionFailed, Work, type Source, type Start, type Touched } from './work.js';

export interface RunOptions {
  /** Most tries over states that were just read: 4, and 30 with growing pauses where a stream is hot. */
  readonly attempts?: number;
}

const usualAttempts = 4;
const hotAttempts = 30;
/** Most races that are lost over kept states before a fresh one is read. */
const keptAttempts = 3;
const longestPauseMs = 100;

type Appended = Exclude<AppendResult, { readonly status: 'conflict' }>;

/** Lasts through all runs of one handler. */
interface Progress {
  readonly context: CommandContext;
  readonly randoms: Map<string, string>;
  /** Streams that were thought not to exist, and do. */
  readonly present: Set<string>;
  /** States that this process kept may be used. */
  mayUseKept: boolean;
  /** The hot stream that the handler touched first. */
  hot?: string;
  /** The turn at it, from the first touch until the unit is sent. */
  turn: Promise<Turn> | undefined;
  /** The append failed, so that nobody knows what became of the unit. */
  isOutcomeUnknown: boolean;
  /** The command has its outcome: nothing of it takes a turn any more. */
  hasEnded: boolean;
}

/** A claim was taken, and the handler has said what that leads to. */
interface Taken {
  readonly taken: (holder: string) => unknown;
  readonly holder: string;
}

/** Runs handlers of commands, each over a unit of work of its own. */
export class UnitsOfWork {
  private readonly states = new States();
  private readonly queues = new Queues();
  private readonly rehearsals = new AsyncLocalStorage<Rehearsal>();

  /** `vault`: encrypts the personal values of commands; a rehearsal, which stores nothing, leaves them as they are. */
  constructor(
    private readonly own: EventStore,
    private readonly vault = new Vault(),
  ) {}

  /** The event store, or what stands in for it in a rehearsal. */
  get store(): EventStore {
    return this.rehearsals.getStore() ?? this.own;
  }

  /**
   * Runs a handler and appends what it decided. Runs it again where a race was lost, or where it refused or changed nothing over a state
   * that this process had kept. Throws what the handler throws, `ClaimTaken`, `AlreadyHandled`, and `VersionConflict` where `If-Match`
   * does not hold or every attempt lost its race. A handler must not wait for another unit of work on the same hot stream.
   */
  async run(
    context: CommandContext,
    handler: (work: UnitOfWork) => Promise<unknown>,
    { attempts }: RunOptions = {},
  ): Promise<CommandResult> {
    const progress: Progress = {
      context,
      randoms: new Map(),
      present: new Set(),
      mayUseKept: !this.isRehearsed,
      isOutcomeUnknown: false,
      hasEnded: false,
      turn: undefined,
    };
    let outcome: CommandResult | Taken;
    try {
      outcome = await this.attempts(progress, handler, attempts);
    } finally {
      progress.hasEnded = true;
      leave(progress);
    }
    if (outcome instanceof CommandResult) return outcome;
    const instead = await outcome.taken(outcome.holder);
    if (instead instanceof CommandResult) return instead;
    throw new Error('A claim was taken, and nothing said what that leads to.');
  }

  /**
   * Carries out commands without effect: each is decided after those before it, and nothing is written. `now` (ISO 8601) is the time at which they would be recorded.
   */
  rehearse<T>(now: string, many: () => Promise<T>): Promise<T> {
    return this.rehearsals.run(new Rehearsal(this.own, now), many);
  }

  /** Moves an inbox past a message that leads to nothing, or that the domain rejects. Throws `AlreadyHandled` where it has moved. */
  async pass(inbox: InboxMove, metadata: EventMetadata): Promise<void> {
    const unit = { metadata, writes: [], inbox };
    const result = await this.store.append(unit);
    if (result.status === 'conflict') throw refused(result, unit);
  }

  private async attempts(
    progress: Progress,
    handler: (work: UnitOfWork) => Promise<unknown>,
    attempts?: number,
  ): Promise<CommandResult | Taken> {
    let overtaken = 0;
    for (let lost = 0; ;) {
      const work = new Work(progress.context, this.sourceFor(progress), progress.randoms);
      try {
        await handler(work);
        return await this.carriedOut(work, progress);
      } catch (error) {
        if (isStale(error, work, progress)) {
          // A lost race may be run over kept states again, a few times; anything else is said over fresh ones only.
          overtaken += 1;
          progress.mayUseKept = isLostRace(error) && overtaken < keptAttempts;
        } else {
          await this.refuseTwin(error, progress.context);
          const taken = takenBy(error, work);
          if (taken) return taken;
          lost += 1;
          await againOrThrow(error, lost, attempts, progress);
          progress.mayUseKept = false;
        }
        leave(progress);
      }
    }
  }

  /**
   * Appends what a handler decided. The next turn at a hot stream begins when the unit is sent, over the state that it will come to: units
   * are appended in the order in which they are sent, and where this one is refused, those behind it are refused too, by the id of the event
   * that they stand on.
   */
  private async carriedOut(work: Work, progress: Progress): Promise<CommandResult> {
    const { context } = progress;
    const target = await work.targeted();
    if (!target || target.events.length === 0) return this.unchanged(work, target, context);
    const unit = await work.unit(target);
    const appending = this.append(unit, progress);
    await this.handOn(work.decided, unit, appending, progress);
    const result = await appending;
    if (result.status === 'ok') this.keep(work.decided, unit, result.number);
    const streamVersion = result.versions[target.stream] ?? 0;
    const { position, number } = result;
    const version = work.resourceVersion(target, streamVersion);
    return new CommandResult(context.part ?? target.id, version, position, { number, more: work.more });
  }

  /** Nothing is written but the inbox row, and nothing is said over a kept state. */
  private async unchanged(work: Work, target: Touched | undefined, context: CommandContext): Promise<CommandResult> {
    if (work.restsOnKept) throw new Stale();
    if (context.inbox) await this.pass(context.inbox, context.metadata);
    const { id = '', start } = target ?? {};
    const version = target ? work.resourceVersion(target, target.start.version) : 0;
    const details = { changed: false, more: work.more };
    return new CommandResult(context.part ?? id, version, start?.position ?? 0, details);
  }

  private async append(unit: Unit, progress: Progress): Promise<Appended> {
    let result: AppendResult;
    try {
      result = await this.store.append(unit);
    } catch (error) {
      progress.isOutcomeUnknown = true;
      for (const { stream } of unit.writes) this.states.forget(stream);
      throw error;
    }
    if (result.status !== 'conflict') return result;
    for (const { stream, expected } of [...unit.writes, ...(unit.checks ?? [])]) {
      const version = result.versions[stream] ?? 0;
      this.states.refused(stream, version);
      if (expected === 0 && version > 0) progress.present.add(stream);
    }
    throw refused(result, unit);
  }

  /** Keeps the states that were written, as a reader of the store would fold them. */
  private keep(decided: readonly Touched[], unit: Unit, number: string | null): void {
    if (this.isRehearsed) return;
    for (const touched of decided) {
      const { stream } = touched;
      const field = unit.numbers?.find((draw) => draw.stream === stream)?.field;
      const drawn = field === undefined ? {} : { [field]: number ?? toBeDrawn };
      const known = knownAfter(touched, unit, drawn);
      if (known) this.states.keep(stream, known);
    }
  }

  /** Keeps the state that the hot stream will come to, and gives the turn on. */
  private async handOn(
    decided: readonly Touched[],
    unit: Unit,
    appending: Promise<Appended>,
    progress: Progress,
  ): Promise<void> {
    const { hot, turn } = progress;
    if (hot === undefined || !turn) return;
    this.queues.send(hot, appending);
    const touched = decided.find(({ stream }) => stream === hot);
    const drawsNumber = unit.numbers?.some(({ stream }) => stream === hot);
    if (touched && !drawsNumber) {
      const known = knownAfter(touched, unit, {});
      if (known) this.states.keep(hot, { ...known, isAwaited: true });
      (await turn).leave();
      progress.turn = undefined;
    }
  }

  /** A request that was lost to the same one, sent twice at once, is answered as that one was. */
  private async refuseTwin(error: unknown, { idempotency }: CommandContext): Promise<void> {
    if (!idempotency || !(error instanceof VersionConflict || error instanceof Rejected)) return;
    if (await this.store.findAnswer(idempotency.key)) throw new AlreadyHandled('idempotency');
  }

  private sourceFor(progress: Progress): Source {
    return {
      start: (aggregate, id, options) => this.start(aggregate, id, options, progress),
      holderOf: ({ scope, value }) => this.store.findClaim(scope, value),
      encryptFor: (stream, command, state) =>
        this.isRehearsed ? Promise.resolve(command) : this.vault.encryptFor(stream, command, state),
    };
  }

  private async start(
    aggregate: Aggregate<unknown, unknown, DomainEvent>,
    id: string,
    { now, fresh }: { readonly now: boolean; readonly fresh: boolean },
    progress: Progress,
  ): Promise<Start> {
    const stream = streamOf(aggregate.category, id);
    if (fresh && !progress.present.has(stream)) {
      return { state: aggregate.decider.initial, version: 0, position: 0, isKept: false };
    }
    if (aggregate.hot && !now && !this.isRehearsed) await this.takeTurn(stream, progress);
    const kept = progress.mayUseKept && !now ? this.states.get(stream) : undefined;
    return kept ? startOver(kept) : this.startFresh(aggregate, id, now);
  }

  private async startFresh(
    aggregate: Aggregate<unknown, unknown, DomainEvent>,
    id: string,
    now: boolean,
  ): Promise<Start> {
    // Whoever only looks at a hot stream leaves alone what those in their turns stand on.
    const states = this.isRehearsed || (aggregate.hot && now) ? new States() : this.states;
    const { state, version, position } = await loadOver(this.store, aggregate, id, states);
    return { state, version, position, isKept: false };
  }

  private get isRehearsed(): boolean {
    return this.rehearsals.getStore() !== undefined;
  }

  /**
   * Waits for the turn at the first hot stream that the handler touches; where its state has to be read, until all that was sent before
   * has ended, too.
   */
  private async takeTurn(stream: string, progress: Progress): Promise<void> {
    if (progress.hasEnded) throw new Error(`${stream} was touched after the command had ended.`);
    progress.hot ??= stream;
    progress.turn ??= this.queues.enter(progress.hot);
    await progress.turn;
    if (!progress.mayUseKept || !this.states.get(progress.hot)) await this.queues.drained(progress.hot);
  }
}

/** The version alone does not say what a kept state stands on: its unit may have been refused, or the database set back. */
const startOver = ({ state, version, eventId }: KnownState): Start => ({
  ...{ state: state(), version, position: null, isKept: true, after: eventId },
});

/** Gives the turn on, also where it has not come yet. */
function leave(progress: Progress): void {
  progress.turn?.then(
    (turn) => {
      turn.leave();
    },
    () => undefined,
  );
  progress.turn = undefined;
}

/** The state of a stream after a unit, as a reader of the store would fold it. */
function knownAfter({ aggregate, stream, start, events }: Touched, unit: Unit, drawn: object): KnownState | undefined {
  const eventId = unit.writes.find((write) => write.stream === stream)?.events.at(-1)?.id;
  if (eventId === undefined) return undefined;
  const state = lazily(() => {
    const stored = events.map((event, index) => asStored(aggregate, event, index === 0 ? drawn : {}));
    return fold(aggregate.decider, stored, start.state);
  });
  return { state, version: start.version + events.length, eventId };
}

/** Nothing was changed over a state that this process had kept: whether that is so is found over a fresh one. */
class Stale extends Error {}

/** True where the handler ended as it did over a state that may be too old: over a fresh one it may end otherwise. */
const isStale = (error: unknown, { restsOnKept }: Work, { isOutcomeUnknown }: Progress): boolean =>
  restsOnKept && !isOutcomeUnknown && !(error instanceof AlreadyHandled);

/** The handler's word for a claim that was taken, if it has one. */
function takenBy(error: unknown, work: Work): Taken | undefined {
  const taken = error instanceof ClaimTaken ? work.takenFor(error.scope) : undefined;
  return taken && { taken, holder: idOf((error as ClaimTaken).holder) };
}

const isLostRace = (error: unknown): boolean =>
  error instanceof VersionConflict && !(error instanceof PreconditionFailed);

/** Returns, after a pause where the stream is hot, if a race was lost and may be run again. Throws the error otherwise. */
async function againOrThrow(error: unknown, lost: number, attempts: number | undefined, { hot }: Progress) {
  const most = attempts ?? (hot === undefined ? usualAttempts : hotAttempts);
  if (!isLostRace(error) || lost >= most) throw error;
  if (hot !== undefined) await sleep(Math.random() * Math.min(longestPauseMs, 2 ** lost));
}

const registries = new WeakMap<EventTypes, EventRegistry>();

/** The event as it comes back from the store. */
function asStored(
  { events: types }: Pick<Aggregate<unknown, unknown, DomainEvent>, 'events'>,
  { type, data }: DomainEvent,
  drawn: object,
): DomainEvent {
  const registry = registries.get(types) ?? new EventRegistry([types]);
  registries.set(types, registry);
  const encoded = registry.encode(type, data).data;
  return { type, data: JSON.parse(JSON.stringify({ ...encoded, ...drawn })) as object };
}
