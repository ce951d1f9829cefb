import { randomUUID } from 'node:crypto';
import type { Aggregate, SideRows } from '../aggregate.js';
import { ClaimTaken } from '../append-refused.js';
import type { CommandContext } from '../command.js';
import { fold } from '../decider.js';
import { VersionConflict } from '../errors.js';
import { streamOf, type DomainEvent } from '../event.js';
import type { Claim, StreamCheck, Unit } from '../unit.js';
import { eventIdOf, type DecideOptions, type Decision, type TargetOptions, type UnitOfWork } from './unit-of-work.js';

type AnyAggregate = Aggregate<unknown, unknown, DomainEvent>;

/** A state as a unit of work begins with it. */
export interface Start {
  readonly state: unknown;
  readonly version: number;
  /** Position of the stream's last event; 0 where it does not exist, `null` where it was not asked for. */
  readonly position: number | null;
  /** The state was kept by this process: the stream may have moved since. */
  readonly isKept: boolean;
  /** Id of the event that the unit stands on, where it is not known to stand there still. */
  readonly after?: string;
}

/** A stream that the unit of work has touched. */
export interface Touched<State = unknown> {
  readonly aggregate: AnyAggregate;
  readonly id: string;
  readonly stream: string;
  readonly start: Start;
  /** The state with what was decided. */
  state: State;
  readonly events: DomainEvent[];
  /** The unit is refused where the stream has moved; false for one that was only looked at. */
  joined: boolean;
}

interface Target {
  readonly aggregate: AnyAggregate;
  readonly id: string;
  readonly stream: string;
  readonly resourceVersion: ((state: unknown) => number) | undefined;
}

/** `If-Match` or an expected version does not hold for what stands there: no repeat would change that. */
export class PreconditionFailed extends VersionConflict {}

/** The questions of a unit of work to those that run it. */
export interface Source {
  start(
    aggregate: AnyAggregate,
    id: string,
    options: { readonly now: boolean; readonly fresh: boolean },
  ): Promise<Start>;
  holderOf(claim: Pick<Claim, 'scope' | 'value'>): Promise<string | null>;
  /** The command with its personal values as the stream may store them. */
  encryptFor<C>(stream: string, command: C, state: unknown): Promise<C>;
}

/** One run of a handler. */
export class Work implements UnitOfWork {
  readonly now: string;
  /** In the order in which they were decided. */
  readonly decided: Touched[] = [];
  more: object = {};
  private readonly touched = new Map<string, Promise<Touched>>();
  private readonly claims: Claim[] = [];
  private readonly releases: Claim[] = [];
  private readonly whenTaken = new Map<string, (holder: string) => unknown>();
  private bound: Target | undefined;
  private isCompared = false;
  /** A joined state was one that this process had kept. */
  restsOnKept = false;

  constructor(
    private readonly context: CommandContext,
    private readonly source: Source,
    private readonly randoms: Map<string, string>,
  ) {
    this.now = context.now;
  }

  target<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    { resourceVersion }: TargetOptions<S> = {},
  ): void {
    const stream = streamOf(aggregate.category, id);
    if (this.bound && this.bound.stream !== stream) throw new Error(`The target is bound to ${this.bound.stream}.`);
    this.bound = {
      aggregate,
      id,
      stream,
      resourceVersion: resourceVersion as Target['resourceVersion'],
    };
  }

  async read<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<S> {
    return (await this.join(aggregate, id)).state;
  }

  async look<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<S> {
    return (await this.touch(aggregate, id, { now: true, fresh: false })).state;
  }

  async versionOf<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<number> {
    return (await this.known(aggregate, id)).start.version;
  }

  async nextVersionOf<C, S, E extends DomainEvent>(aggregate: Aggregate<C, S, E>, id: string): Promise<number> {
    const { start, events } = await this.known(aggregate, id);
    return start.version + events.length;
  }

  async decide<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    command: C,
    { fresh = false, expect }: DecideOptions = {},
  ): Promise<Decision<S, E>> {
    if (!this.bound) this.target(aggregate, id);
    const touched = await this.join(aggregate, id, fresh);
    this.compare(touched, expect);
    const storable = await this.source.encryptFor(touched.stream, command, touched.state);
    const before = touched.state;
    const events = aggregate.decider.decide(storable, before);
    if (events.length > 0 && touched.events.length === 0) this.decided.push(touched);
    touched.events.push(...events);
    touched.state = fold(aggregate.decider, events, before);
    return { before, after: touched.state, events, changed: events.length > 0 };
  }

  claim(claim: Claim, taken?: (holder: string) => unknown): void {
    if (taken) this.whenTaken.set(claim.scope, taken);
    const { scope, value, stream } = claim;
    const other = this.claims.find((each) => each.scope === scope && each.value === value && each.stream !== stream);
    if (other) throw new ClaimTaken(scope, other.stream);
    this.claims.push(claim);
  }

  release(claim: Claim): void {
    this.releases.push(claim);
  }

  holderOf(claim: Pick<Claim, 'scope' | 'value'>): Promise<string | null> {
    return this.source.holderOf(claim);
  }

  answer(more: object): void {
    this.more = { ...this.more, ...more };
  }

  random(key: string): string {
    const id = this.randoms.get(key) ?? randomUUID();
    this.randoms.set(key, id);
    return id;
  }

  /** The handler's word for a taken claim of the scope. */
  takenFor(scope: string): ((holder: string) => unknown) | undefined {
    return this.whenTaken.get(scope);
  }

  /** The bound target as it stands; `undefined` where the handler touched nothing. Throws where `If-Match` does not hold for it. */
  async targeted(): Promise<Touched | undefined> {
    if (!this.bound) return undefined;
    const touched = await this.join(this.bound.aggregate, this.bound.id);
    this.compare(touched, undefined);
    return touched;
  }

  /** The version of the resource that the command is about. */
  resourceVersion({ state }: Touched, streamVersion: number): number {
    return this.bound?.resourceVersion?.(state) ?? streamVersion;
  }

  /** The unit to be appended, the target's events first. */
  async unit(target: Touched): Promise<Unit> {
    const { metadata, commandId, inbox, idempotency, part } = this.context;
    const { stream } = target;
    const writing = [target, ...this.decided.filter((each) => each !== target)];
    const rows = writing.map(({ aggregate, id, events, start }) => aggregate.sideRows?.(id, events, start.state) ?? {});
    return {
      metadata,
      writes: writing.map(({ stream: name, start, events }) => ({
        stream: name,
        ...expectedAt(start),
        events: events.map(({ type, data }, index) => ({ id: eventIdOf(commandId, name, index), type, data })),
      })),
      checks: await this.checks(),
      claims: [...allOf(rows, 'claims'), ...this.claims],
      releases: [...allOf(rows, 'releases'), ...this.releases],
      numbers: allOf(rows, 'numbers'),
      timers: allOf(rows, 'timers'),
      ...(inbox && { inbox }),
      ...(idempotency && { idempotency: { ...idempotency, stream, ...(part && { part: `part-${part}` }) } }),
    };
  }

  private async checks(): Promise<StreamCheck[]> {
    const touched = await Promise.all(this.touched.values());
    return touched
      .filter(({ joined, events }) => joined && events.length === 0)
      .map(({ stream, start }) => ({ stream, ...expectedAt(start) }));
  }

  private async known<C, S, E extends DomainEvent>({ category }: Aggregate<C, S, E>, id: string): Promise<Touched> {
    const touched = await this.touched.get(streamOf(category, id));
    if (!touched) throw new Error(`${streamOf(category, id)} was neither read nor looked at.`);
    return touched;
  }

  private async join<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    fresh = false,
  ): Promise<Touched<S>> {
    const touched = await this.touch(aggregate, id, { now: false, fresh: fresh || id === this.context.commandId });
    touched.joined = true;
    if (touched.start.isKept) this.restsOnKept = true;
    return touched;
  }

  private touch<C, S, E extends DomainEvent>(
    aggregate: Aggregate<C, S, E>,
    id: string,
    options: { readonly now: boolean; readonly fresh: boolean },
  ): Promise<Touched<S>> {
    const stream = streamOf(aggregate.category, id);
    const touching =
      this.touched.get(stream) ??
      this.source
        .start(aggregate, id, options)
        .then((start) => ({ aggregate, id, stream, start, state: start.state, events: [], joined: false }));
    this.touched.set(stream, touching);
    // A stream's name says whose state it is.
    return touching as Promise<Touched<S>>;
  }

  /** Compares what the caller saw with what was loaded, before the command is decided. */
  private compare({ id, stream, start, state }: Touched, expect: number | undefined): void {
    if (expect !== undefined && start.version !== expect) throw new PreconditionFailed(stream, expect, start.version);
    const { ifMatch } = this.context;
    if (this.bound?.stream !== stream || ifMatch === undefined || this.isCompared) return;
    const current = this.bound.resourceVersion?.(state) ?? start.version;
    if (current !== ifMatch) throw new PreconditionFailed(id, ifMatch, current);
    this.isCompared = true;
  }
}

const expectedAt = ({ version, after }: Start): Pick<StreamCheck, 'expected' | 'after'> => ({
  expected: version,
  ...(after !== undefined && { after }),
});

const allOf = <K extends keyof SideRows>(rows: readonly SideRows[], key: K): NonNullable<SideRows[K]> =>
  rows.flatMap((each) => (each[key] ?? []) as readonly never[]);
