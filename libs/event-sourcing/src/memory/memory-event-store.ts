import { createHmac } from 'node:crypto';
import type { RecordedEvent } from '../event.js';
import type { Batch, EventStore, ReadStreamOptions, Snapshot } from '../event-store.js';
import type { EventRegistry } from '../event-types.js';
import { checkUnit, streamsOf } from '../unit.js';
import type { AppendResult, IdempotentAnswer, NumberDraw, Refusal, StreamWrite, Unit } from '../unit.js';

interface Stored extends Omit<RecordedEvent, 'data'> {
  readonly schemaVersion: number;
  readonly data: Record<string, unknown>;
}

export interface MemoryEventStoreOptions {
  readonly registry: EventRegistry;
  /** Recording time, ISO 8601. */
  readonly clock?: () => string;
}

const answerLifeMs = 24 * 60 * 60 * 1000;

/** The event store in memory, for specs: what it answers is what the one on PostgreSQL answers. Timers it leaves alone. */
export class MemoryEventStore implements EventStore {
  private readonly events: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly claims = new Map<string, string>();
  private readonly registers = new Map<string, number>();
  private readonly answers = new Map<string, IdempotentAnswer & { expires: number }>();
  private readonly snapshots = new Map<string, { readonly code: string; readonly snapshot: Snapshot }>();
  private readonly inboxes = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly registry: EventRegistry;
  private readonly clock: () => string;

  constructor({ registry, clock = () => new Date().toISOString() }: MemoryEventStoreOptions) {
    this.registry = registry;
    this.clock = clock;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown must reject
  async append(unit: Unit): Promise<AppendResult> {
    checkUnit(unit);
    return this.decide(unit);
  }

  readStream(stream: string, { after = 0, upTo = Infinity }: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const events = this.streams.get(stream) ?? [];
    return Promise.resolve(
      events.filter(({ version, position }) => version > after && position <= upTo).map((event) => this.decode(event)),
    );
  }

  read(after: number, limit: number, types?: readonly string[]): Promise<Batch> {
    const run = this.events.slice(after, after + limit);
    const unwanted = this.registry.besides(types);
    const wanted = run.filter(({ type }) => !unwanted.has(type));
    const position = run.at(-1)?.position ?? after;
    return Promise.resolve({ events: wanted.map((event) => this.decode(event)), position });
  }

  horizon(): Promise<number> {
    return Promise.resolve(this.events.length);
  }

  positionAt(time: string): Promise<number> {
    const last = this.events.findLast(({ recordedAt }) => Date.parse(recordedAt) <= Date.parse(time));
    return Promise.resolve(last?.position ?? 0);
  }

  findSnapshot(stream: string, code: string): Promise<Snapshot | null> {
    const kept = this.snapshots.get(stream);
    return Promise.resolve(kept?.code === code ? structuredClone(kept.snapshot) : null);
  }

  saveSnapshot(stream: string, code: string, snapshot: Snapshot): Promise<void> {
    const kept = this.snapshots.get(stream);
    const older = kept?.code === code && kept.snapshot.version >= snapshot.version;
    if (!older) this.snapshots.set(stream, { code, snapshot: structuredClone(snapshot) });
    return Promise.resolve();
  }

  findClaim(scope: string, value: string): Promise<string | null> {
    return Promise.resolve(this.claims.get(claimKey(scope, value)) ?? null);
  }

  lastNumber(register: string): Promise<number> {
    return Promise.resolve(this.registers.get(register) ?? 0);
  }

  findAnswer(idempotencyKey: string): Promise<IdempotentAnswer | null> {
    const answer = this.answers.get(idempotencyKey);
    if (!answer || answer.expires <= Date.parse(this.clock())) return Promise.resolve(null);
    const { expires: _, ...rest } = answer;
    return Promise.resolve(rest);
  }

  inbox(consumer: string, source: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = keys.flatMap((key): [string, number][] => {
      const sequence = this.inboxes.get(inboxKey(consumer, source, key));
      return sequence === undefined ? [] : [[key, sequence]];
    });
    return Promise.resolve(new Map(found));
  }

  onAppended(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  private decide(unit: Unit): AppendResult {
    const encoded = unit.writes.map(({ events }) => events.map(({ type, data }) => this.registry.encode(type, data)));
    const names = streamsOf(unit);
    const versions = () => Object.fromEntries(names.map((stream) => [stream, this.versionOf(stream)]));
    const duplicate = this.duplicateOf(unit);
    if (duplicate) return duplicate;
    const refusal = this.refusalOf(unit);
    if (refusal) return { status: 'conflict', versions: versions(), ...refusal };
    const number = this.write(unit, encoded);
    const position = unit.writes.length > 0 ? this.events.length : 0;
    this.writeRows(unit, versions(), position, number);
    for (const wake of this.listeners) wake();
    return { status: 'ok', versions: versions(), position, number };
  }

  private versionOf(stream: string): number {
    return this.streams.get(stream)?.length ?? 0;
  }

  private duplicateOf({ writes, checks = [], numbers = [] }: Unit): AppendResult | undefined {
    if (writes.length === 0) return undefined;
    const found = writes.map((write) => this.standing(write));
    if (found.some((events) => events === undefined)) return undefined;
    const all = found.flatMap((events) => events ?? []);
    const numbered = numbers.map(({ stream, field }) => all.find((event) => event.stream === stream)?.data[field]);
    const written = writes.map(({ stream, expected, events }) => [
      stream,
      expected === 'any' ? this.versionOf(stream) : expected + events.length,
    ]);
    return {
      status: 'duplicate',
      versions: Object.fromEntries([
        ...written,
        ...checks.map(({ stream }) => [stream, this.versionOf(stream)]),
      ]) as Record<string, number>,
      position: Math.max(...all.map(({ position }) => position)),
      number: (numbered[0] as string | undefined) ?? null,
    };
  }

  /** The very events of a write, if they stand in its stream already. */
  private standing({ stream, expected, events }: StreamWrite): Stored[] | undefined {
    const there = this.streams.get(stream) ?? [];
    const found = events.map(({ id }, index) =>
      there.find((event) => event.id === id && (expected === 'any' || event.version === expected + index + 1)),
    );
    return found.every((event) => event !== undefined) ? found : undefined;
  }

  private refusalOf(unit: Unit): { refusedBy: Refusal; claim?: { scope: string; stream: string } } | undefined {
    const { writes, checks = [] } = unit;
    const stale = [...writes, ...checks].some(
      ({ stream, expected, after }) =>
        (expected !== 'any' && expected !== this.versionOf(stream)) ||
        (after !== undefined && after !== this.streams.get(stream)?.at(-1)?.id),
    );
    if (stale) return { refusedBy: 'version' };
    if (this.inboxHasMoved(unit)) return { refusedBy: 'inbox' };
    if (this.isAnswered(unit)) return { refusedBy: 'idempotency' };
    const claim = this.takenClaim(unit);
    return claim && { refusedBy: 'claim', claim };
  }

  private inboxHasMoved({ inbox }: Unit): boolean {
    if (!inbox) return false;
    return (this.inboxes.get(inboxKey(inbox.consumer, inbox.source, inbox.key)) ?? null) !== inbox.previous;
  }

  private isAnswered({ idempotency }: Unit): boolean {
    const known = idempotency && this.answers.get(idempotency.key);
    return known !== undefined && known.expires > Date.parse(this.clock());
  }

  private takenClaim({ claims = [], releases = [] }: Unit): { scope: string; stream: string } | undefined {
    const freed = new Map(releases.map(({ scope, value, stream }) => [claimKey(scope, value), stream]));
    for (const { scope, value, stream } of claims) {
      const holder = this.claims.get(claimKey(scope, value));
      if (holder !== undefined && holder !== stream && freed.get(claimKey(scope, value)) !== holder)
        return { scope, stream: holder };
    }
    return undefined;
  }

  private write(
    unit: Unit,
    encoded: readonly (readonly { schemaVersion: number; data: Record<string, unknown> }[])[],
  ): string | null {
    let drawn: string | null = null;
    unit.writes.forEach(({ stream, events }, w) => {
      const draw = unit.numbers?.find((one) => one.stream === stream);
      const own = this.streams.get(stream) ?? [];
      this.streams.set(stream, own);
      events.forEach(({ id, type }, index) => {
        const { schemaVersion, data } = encoded[w]?.[index] ?? { schemaVersion: 1, data: {} };
        const numbered = draw && index === 0 ? { [draw.field]: (drawn = this.draw(draw)) } : {};
        const stored: Stored = {
          position: this.events.length + 1,
          stream,
          version: own.length + 1,
          id,
          type,
          schemaVersion,
          data: structuredClone({ ...data, ...numbered }),
          metadata: unit.metadata,
          recordedAt: this.clock(),
        };
        own.push(stored);
        this.events.push(stored);
      });
    });
    return drawn;
  }

  private draw({ register, prefix, digits, from = 1 }: NumberDraw): string {
    const next = Math.max(this.registers.get(register) ?? 0, from - 1) + 1;
    this.registers.set(register, next);
    return prefix + String(next).padStart(digits, '0');
  }

  private writeRows(
    { claims = [], releases = [], idempotency, inbox }: Unit,
    versions: Record<string, number>,
    position: number,
    number: string | null,
  ): void {
    for (const { scope, value, stream } of releases)
      if (this.claims.get(claimKey(scope, value)) === stream) this.claims.delete(claimKey(scope, value));
    for (const { scope, value, stream } of claims) this.claims.set(claimKey(scope, value), stream);
    if (inbox) this.inboxes.set(inboxKey(inbox.consumer, inbox.source, inbox.key), inbox.sequence);
    if (idempotency) {
      const { key, part, ...rest } = idempotency;
      const expires = Date.parse(this.clock()) + answerLifeMs;
      const version = versions[rest.stream] ?? 0;
      this.answers.set(key, { ...rest, stream: part ?? rest.stream, version, position, number, expires });
    }
  }

  private decode({ schemaVersion, ...event }: Stored): RecordedEvent {
    return { ...event, data: this.registry.decode(event.type, schemaVersion, structuredClone(event.data)) };
  }
}

const claimKey = (scope: string, value: string): string =>
  createHmac('sha256', 'memory').update(`${scope}\0${value}`).digest('hex');
const inboxKey = (consumer: string, source: string, key: string): string => JSON.stringify([consumer, source, key]);
