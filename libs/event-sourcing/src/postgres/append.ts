import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { categoryOf } from '../event.js';
import type { EventRegistry } from '../event-types.js';
import {
  checkUnit,
  streamsOf,
  type AppendResult,
  type IdempotencyRow,
  type InboxMove,
  type StreamWrite,
  type Unit,
} from '../unit.js';
import { GroupCommit } from './group-commit.js';
import { isOutage } from './pool.js';

interface EncodedEvent {
  readonly i: string;
  readonly t: string;
  readonly v: number;
  readonly d: object;
}

interface Encoded {
  readonly unit: Unit;
  /** Encoded events of each write. */
  readonly events: readonly (readonly EncodedEvent[])[];
}

interface FastRow {
  status: 'ok' | 'duplicate' | 'conflict';
  version: number;
  last_position: number;
}

interface UnitRow {
  unit: number;
  status: 'ok' | 'duplicate' | 'conflict';
  refused_by: 'version' | 'claim' | 'idempotency' | 'inbox' | null;
  versions: string[];
  last_position: number;
  number: string | null;
  claim_scope: string | null;
  claim_holder: string | null;
}

const expectedOf = (expected: number | 'any'): number | null => (expected === 'any' ? null : expected);

/** One stream and nothing else. */
const isPlain = ({ writes, checks, claims, releases, numbers, idempotency, inbox, timers }: Unit): boolean =>
  writes.length === 1 &&
  !idempotency &&
  !inbox &&
  [checks, claims, releases, numbers, timers].every((rows) => rows === undefined || rows.length === 0);

/** Keys that no two units of a call may share: side rows of the same key, and an event, since a retry must find what it repeats. */
function keysOf({ writes, claims = [], releases = [], idempotency, inbox, timers = [] }: Unit): string[] {
  return [
    ...writes.map(({ events }) => `event/${events[0]?.id ?? ''}`),
    ...[...claims, ...releases].map(({ scope, value }) => `claim/${scope}/${value}`),
    ...timers.map(({ id }) => `timer/${id}`),
    ...(idempotency ? [`answer/${idempotency.key}`] : []),
    ...(inbox ? [`inbox/${inbox.consumer}/${inbox.source}/${inbox.key}`] : []),
  ];
}

/** Writes units, group-committed: see `append_streams` and `append_units` in the migrations. */
export class Appender {
  private readonly group: GroupCommit<Encoded, AppendResult>;

  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
    private readonly registry: EventRegistry,
    private readonly secret: string,
  ) {
    this.group = new GroupCommit(
      (items) => this.write(items),
      (error) => !isOutage(error),
    );
  }

  async append(unit: Unit): Promise<AppendResult> {
    checkUnit(unit);
    const streams = streamsOf(unit);
    const events = unit.writes.map((write) =>
      write.events.map(({ id, type, data }): EncodedEvent => {
        const encoded = this.registry.encode(type, data);
        return { i: id, t: type, v: encoded.schemaVersion, d: encoded.data };
      }),
    );
    return this.group.submit({ unit, events }, { alone: keysOf(unit), inOrder: streams });
  }

  private async write(items: readonly Encoded[]): Promise<AppendResult[]> {
    const writes = items.flatMap(({ unit }) => (isPlain(unit) ? unit.writes : []));
    const streams = new Set(writes.map(({ stream }) => stream));
    if (streams.size < items.length) return this.appendUnits(items);
    const [item, ...more] = items;
    const [write] = writes;
    if (item && write && more.length === 0 && write.after === undefined) return [await this.appendStream(item, write)];
    return this.appendStreams(items, writes);
  }

  /** Keyed hash of a claim's value, hexadecimal. */
  claimKey(scope: string, value: string): string {
    return createHmac('sha256', this.secret).update(scope).update('\0').update(value).digest('hex');
  }

  private async appendStream({ unit, events: [events = []] }: Encoded, write: StreamWrite): Promise<AppendResult> {
    const { rows } = await this.pool.query<FastRow>({
      name: `append_stream/${this.schema}`,
      text: `SELECT status, version, last_position FROM ${this.schema}.append_stream($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [
        write.stream,
        categoryOf(write.stream),
        expectedOf(write.expected),
        JSON.stringify(unit.metadata),
        events.map(({ i }) => i),
        events.map(({ t }) => t),
        events.map(({ v }) => v),
        events.map(({ d }) => JSON.stringify(d)),
      ],
    });
    return fastResult(write.stream, rows[0]);
  }

  private async appendStreams(items: readonly Encoded[], writes: readonly StreamWrite[]): Promise<AppendResult[]> {
    const streams = writes.map(({ stream: s, expected, after: a, events }, index) => ({
      s,
      c: categoryOf(s),
      x: expectedOf(expected),
      a,
      n: events.length,
      m: items[index]?.unit.metadata,
    }));
    const events = items.flatMap((item, k) =>
      (item.events[0] ?? []).map((event, o) => ({ k: k + 1, o: o + 1, ...event })),
    );
    const { rows } = await this.pool.query<FastRow & { unit: number }>({
      name: `append_streams/${this.schema}`,
      text: `SELECT unit, status, version, last_position FROM ${this.schema}.append_streams($1)`,
      values: [JSON.stringify({ streams, events })],
    });
    const found = new Map(rows.map((row) => [row.unit, row]));
    return writes.map(({ stream }, unit) => fastResult(stream, found.get(unit)));
  }

  private async appendUnits(items: readonly Encoded[]): Promise<AppendResult[]> {
    const { rows } = await this.pool.query<UnitRow>({
      name: `append_units/${this.schema}`,
      text: `SELECT * FROM ${this.schema}.append_units($1)`,
      values: [JSON.stringify(this.parameter(items))],
    });
    const results = new Array<AppendResult>(items.length);
    for (const row of rows) results[row.unit] = resultOf(row, items[row.unit]?.unit as Unit);
    return results;
  }

  private parameter(items: readonly Encoded[]): object {
    const streams: object[] = [];
    const parts = items.map(({ unit, events }, u) => {
      const places = new Map<string, number>();
      const written = unit.writes.flatMap(({ stream: s, expected, after: a }, w) => {
        const own = events[w] ?? [];
        const k = streams.push({
          ...{ u, s, c: categoryOf(s), x: expectedOf(expected), n: own.length },
          ...{ a, e: own.at(-1)?.i },
        });
        places.set(s, k);
        return own.map((event, o) => ({ k, o: o + 1, ...event }));
      });
      for (const { stream: s, expected, after: a } of unit.checks ?? [])
        streams.push({ u, s, c: categoryOf(s), x: expected, n: 0, a });
      return { events: written, ...this.sideRows(unit, u, places) };
    });
    const all = (name: keyof (typeof parts)[number]) => parts.flatMap((part): readonly object[] => part[name]);
    return {
      streams,
      metadata: items.map(({ unit }) => unit.metadata),
      events: all('events'),
      claims: all('claims'),
      releases: all('releases'),
      numbers: all('numbers'),
      answers: all('answers'),
      inbox: all('inbox'),
      timers: all('timers'),
    };
  }

  private sideRows(unit: Unit, u: number, places: ReadonlyMap<string, number>) {
    const { claims = [], releases = [], numbers = [], timers = [] } = unit;
    return {
      claims: claims.map(({ scope, value, stream }) => ({ u, s: scope, k: this.claimKey(scope, value), h: stream })),
      releases: releases.map(({ scope, value, stream }) => ({
        u,
        s: scope,
        k: this.claimKey(scope, value),
        h: stream,
      })),
      numbers: numbers.map(({ register, stream, field, prefix, digits, from }) => ({
        u,
        r: register,
        k: places.get(stream),
        f: field,
        p: prefix,
        d: digits,
        b: from ?? 1,
      })),
      answers: unit.idempotency ? [answerRow(unit, unit.idempotency, u)] : [],
      inbox: unit.inbox ? [inboxRow(unit.inbox, u)] : [],
      timers: timers.map((timer) =>
        timer.dueAt === null
          ? { u, id: timer.id }
          : { u, id: timer.id, n: timer.name, a: timer.dueAt, s: timer.subject, d: timer.data ?? {} },
      ),
    };
  }
}

function fastResult(stream: string, row: FastRow | undefined): AppendResult {
  if (!row) throw new Error(`The append to ${stream} was not answered.`);
  const { status, version, last_position: position } = row;
  const versions = { [stream]: version };
  return status === 'conflict'
    ? { status, refusedBy: 'version', versions }
    : { status, versions, position, number: null };
}

function answerRow({ writes }: Unit, { key, bodyHash, status, stream, part }: IdempotencyRow, u: number): object {
  // Place of the stream among the unit's own, from 1; 0 finds none.
  const i = writes.findIndex((write) => write.stream === stream) + 1;
  return { u, k: key, b: bodyHash, c: status, s: part ?? stream, i };
}

function inboxRow({ consumer, source, key, previous, sequence, rejected }: InboxMove, u: number): object {
  const { code: rc, message: rm } = rejected ?? {};
  return { u, c: consumer, s: source, k: key, p: previous, n: sequence, rc, rm };
}

function resultOf(row: UnitRow, unit: Unit): AppendResult {
  const streams = streamsOf(unit);
  const versions = Object.fromEntries(streams.map((stream, index) => [stream, Number(row.versions[index] ?? 0)]));
  if (row.status !== 'conflict')
    return { status: row.status, versions, position: row.last_position, number: row.number };
  return {
    status: 'conflict',
    refusedBy: row.refused_by ?? 'version',
    versions,
    ...(row.claim_scope !== null ? { claim: { scope: row.claim_scope, stream: row.claim_holder ?? '' } } : {}),
  };
}
