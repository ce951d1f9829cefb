import type { RecordedEvent } from './event.js';
import type { EventStore, ReadStreamOptions, Snapshot } from './event-store.js';
import { checkUnit, streamsOf, type AppendResult, type Claim, type Unit } from './unit.js';

/**
 * A store in front of another one, for finding out what commands would do: what is appended is accepted or refused as the other one would, is
 * seen by whatever reads streams here afterwards, and is written nowhere. Numbers are not drawn; timers and inboxes are left alone.
 */
export class Rehearsal implements EventStore {
  private readonly appended = new Map<string, RecordedEvent[]>();
  private readonly claims = new Map<string, string | null>();
  private position: number | undefined;

  constructor(
    private readonly store: EventStore,
    /** Recording time, ISO 8601. */
    private readonly now: string,
  ) {}

  async append(unit: Unit): Promise<AppendResult> {
    checkUnit(unit);
    this.position ??= await this.store.horizon();
    const claim = await this.takenClaim(unit);
    const lasts = await this.lastsOf(streamsOf(unit));
    const versions = Object.fromEntries([...lasts].map(([stream, last]) => [stream, last?.version ?? 0]));
    const stale = [...unit.writes, ...(unit.checks ?? [])].some(
      ({ stream, expected, after }) =>
        (expected !== 'any' && expected !== versions[stream]) ||
        (after !== undefined && after !== lasts.get(stream)?.id),
    );
    if (stale) return { status: 'conflict', refusedBy: 'version', versions };
    if (claim) return { status: 'conflict', refusedBy: 'claim', versions, claim };
    const releases = await this.heldOf(unit);
    return {
      status: 'ok',
      versions: this.write({ ...unit, releases }, versions),
      position: this.position,
      number: null,
    };
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { after = 0, upTo = Infinity } = options;
    const own = (this.appended.get(stream) ?? []).filter(
      ({ version, position }) => version > after && position <= upTo,
    );
    return [...(await this.store.readStream(stream, options)), ...own];
  }

  async findClaim(scope: string, value: string): Promise<string | null> {
    const own = this.claims.get(keyOf(scope, value));
    return own === undefined ? this.store.findClaim(scope, value) : own;
  }

  read: EventStore['read'] = (after, limit, types) => this.store.read(after, limit, types);

  horizon: EventStore['horizon'] = () => this.store.horizon();

  positionAt: EventStore['positionAt'] = (time) => this.store.positionAt(time);

  findSnapshot = (stream: string, code: string): Promise<Snapshot | null> => this.store.findSnapshot(stream, code);

  /** Writes nothing: what was rehearsed must not be taken for what stands. */
  saveSnapshot(): Promise<void> {
    return Promise.resolve();
  }

  lastNumber: EventStore['lastNumber'] = (register) => this.store.lastNumber(register);

  findAnswer: EventStore['findAnswer'] = (key) => this.store.findAnswer(key);

  inbox: EventStore['inbox'] = (consumer, source, keys) => this.store.inbox(consumer, source, keys);

  onAppended: EventStore['onAppended'] = (wake) => this.store.onAppended(wake);

  /** The last event of each stream. */
  private async lastsOf(streams: readonly string[]): Promise<ReadonlyMap<string, RecordedEvent | undefined>> {
    const lasts = streams.map(async (stream) => {
      const last = this.appended.get(stream)?.at(-1) ?? (await this.store.readStream(stream)).at(-1);
      return [stream, last] as const;
    });
    return new Map(await Promise.all(lasts));
  }

  private async takenClaim({
    claims = [],
    releases = [],
  }: Unit): Promise<{ scope: string; stream: string } | undefined> {
    for (const { scope, value, stream } of claims) {
      const holder = await this.findClaim(scope, value);
      const freed = releases.some((each) => each.scope === scope && each.value === value && each.stream === holder);
      if (holder !== null && holder !== stream && !freed) return { scope, stream: holder };
    }
    return undefined;
  }

  /** The releases of those who hold what they give back; others change nothing. */
  private async heldOf({ releases = [] }: Unit): Promise<readonly Claim[]> {
    const holders = await Promise.all(releases.map(({ scope, value }) => this.findClaim(scope, value)));
    return releases.filter(({ stream }, index) => holders[index] === stream);
  }

  private write(unit: Unit, before: Record<string, number>): Record<string, number> {
    const { writes, metadata, claims = [], releases = [] } = unit;
    let position = this.position ?? 0;
    const versions = { ...before };
    for (const { stream, events } of writes) {
      const own = this.appended.get(stream) ?? [];
      for (const { id, type, data } of events) {
        const version = (versions[stream] ?? 0) + 1;
        versions[stream] = version;
        position += 1;
        own.push({ id, type, data, stream, version, position, metadata, recordedAt: this.now });
      }
      this.appended.set(stream, own);
    }
    this.position = position;
    for (const { scope, value } of releases) this.claims.set(keyOf(scope, value), null);
    for (const { scope, value, stream } of claims) this.claims.set(keyOf(scope, value), stream);
    return versions;
  }
}

const keyOf = (scope: string, value: string): string => JSON.stringify([scope, value]);
