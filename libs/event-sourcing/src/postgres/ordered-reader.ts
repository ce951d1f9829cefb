import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import type { Batch } from '../event-store.js';
import type { EventRegistry } from '../event-types.js';
import { inPlace } from '../personal/vault.js';
import { SharedRun, type Run } from './shared-run.js';

export interface EventRow {
  global_position: number;
  stream_id: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: Record<string, unknown>;
  metadata: RecordedEvent['metadata'];
  recorded_at: string;
}

export const eventColumns =
  'global_position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at';

interface Hole {
  readonly from: number;
  readonly to: number;
}

/** The holes in a run of positions that starts behind `after`. */
function holesIn(after: number, positions: readonly number[]): Hole[] {
  const holes: Hole[] = [];
  let last = after;
  for (const position of positions) {
    if (position > last + 1) holes.push({ from: last + 1, to: position - 1 });
    last = position;
  }
  return holes;
}

const firstWaitMs = 1;
const longestWaitMs = 20;

/** Most of the newest events that are kept in memory for the readers that follow. */
const mostKept = 1_024;
/** Most positions that one statement looks through for events of some types. */
const longestLook = 100_000;

/**
 * Reads the global order so that nothing is ever skipped. A position is handed out before its transaction commits, so a hole may still
 * be filled: the reader looks which transactions hold the lock that an append takes before it asks for a position, waits for just
 * those to end, and reads again. What is still missing then was rolled back, and is remembered in `gaps`.
 *
 * Readers at the head share one run in memory. A reader that is behind reads only the types that it wants, up to a position below which
 * nothing can be filled any more, where holes need not be looked at.
 */
export class OrderedReader {
  /** The newest run that was read. */
  private readonly newest = new SharedRun<EventRow>({
    positionOf: (row) => row.global_position,
    read: (after, limit) => this.fromDatabase(after, limit),
    most: mostKept,
  });
  /** Up to here the order is settled. */
  private settled = 0;
  private settling: Promise<number> | undefined;
  /** The events of rows that readers share. */
  private readonly decoded = new WeakMap<EventRow, RecordedEvent>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
    private readonly registry: EventRegistry,
  ) {}

  /** The events after a position, at most `limit`, of these types where they are given. */
  async read(after: number, limit: number, types?: readonly string[]): Promise<Batch> {
    const unwanted = this.registry.besides(types);
    const shared = await this.newest.after(after, limit);
    if (!shared) {
      const { rows, position } = await this.alone(after, limit, unwanted);
      return { events: rows.map((row) => this.decode(row)), position };
    }
    const { rows, position, ended = false } = shared;
    const wanted = unwanted.size > 0 ? rows.filter(({ type }) => !unwanted.has(type)) : rows;
    return { events: wanted.map((row) => this.decodeShared(row)), position, ended };
  }

  /** The same, as the table has it at this moment, and not as it was read before: for those who look whether it is still the same. */
  async readAgain(after: number, limit: number, types: readonly string[]): Promise<Batch> {
    await this.settle();
    const { rows, position } = await this.fromSettled(after, limit, this.registry.besides(types));
    return { events: rows.map((row) => this.decode(row)), position };
  }

  /** Waits until every transaction that may fill a position up to the newest one has ended; answers that position. */
  async horizon(): Promise<number> {
    const { rows } = await this.pool.query<{ head: number | null }>(
      `SELECT max(global_position) AS head FROM ${this.schema}.events`,
    );
    const head = rows[0]?.head ?? 0;
    await this.waitForAppends();
    return head;
  }

  /** The event of a row. A value that was encrypted for another stream is marked as moved, and cannot be opened. */
  decode(row: EventRow): RecordedEvent {
    const data = this.registry.decode(row.type, row.schema_version, row.data);
    return {
      position: row.global_position,
      stream: row.stream_id,
      version: row.version,
      id: row.event_id,
      type: row.type,
      data: this.registry.isPersonal(row.type) ? inPlace(row.stream_id, data) : data,
      metadata: row.metadata,
      recordedAt: row.recorded_at,
    };
  }

  private decodeShared(row: EventRow): RecordedEvent {
    const event = this.decoded.get(row) ?? this.decode(row);
    this.decoded.set(row, event);
    return event;
  }

  /** Events for a reader that is behind, which reads by itself. */
  private async alone(after: number, limit: number, unwanted: ReadonlySet<string>): Promise<Run<EventRow>> {
    if (after >= this.settled) await this.settle();
    const run = after < this.settled ? await this.fromSettled(after, limit, unwanted) : { rows: [], position: after };
    // A reader that has come to the head makes its place the start of the shared run.
    if (run.position >= this.settled) this.newest.beginAt(run.position);
    return run;
  }

  /** Finds the settled position anew, once for all who wait for it. */
  private async settle(): Promise<void> {
    this.settling ??= this.horizon().finally(() => {
      this.settling = undefined;
    });
    this.settled = Math.max(this.settled, await this.settling);
  }

  /** Rows below the settled position; a run without any may end before it. */
  private async fromSettled(after: number, limit: number, unwanted: ReadonlySet<string>): Promise<Run<EventRow>> {
    const upTo = Math.min(this.settled, after + longestLook);
    const { rows } = await this.pool.query<EventRow>({
      name: `settled/${this.schema}`,
      text: `SELECT ${eventColumns} FROM ${this.schema}.events WHERE global_position > $1 AND global_position <= $2
               AND type <> ALL ($4) ORDER BY global_position LIMIT $3`,
      values: [after, upTo, limit, [...unwanted]],
    });
    return { rows, position: rows.length < limit ? upTo : (rows.at(-1)?.global_position ?? upTo) };
  }

  private async fromDatabase(after: number, limit: number): Promise<Run<EventRow>> {
    let rows = await this.rows(after, limit);
    let open = await this.openHoles(after, rows);
    const ended = rows.length < limit && open.length === 0;
    if (open[0] && open[0].from > after + 1) {
      // What stands before the first hole is in order already.
      const { from } = open[0];
      rows = rows.filter(({ global_position: position }) => position < from);
    } else if (open.length > 0) {
      await this.waitForAppends();
      rows = await this.rows(after, limit);
      const still = holesIn(
        after,
        rows.map(({ global_position: position }) => position),
      );
      await this.noteGaps(intersection(open, still));
      open = await this.openHoles(after, rows);
      const [next] = open;
      if (next) rows = rows.filter(({ global_position: position }) => position < next.from);
    }
    return { rows, position: rows.at(-1)?.global_position ?? after, ended };
  }

  private async rows(after: number, limit: number): Promise<EventRow[]> {
    const { rows } = await this.pool.query<EventRow>({
      name: `read/${this.schema}`,
      text: `SELECT ${eventColumns} FROM ${this.schema}.events WHERE global_position > $1 ORDER BY global_position LIMIT $2`,
      values: [after, limit],
    });
    return rows;
  }

  /** Holes that are not known to be dead. */
  private async openHoles(after: number, rows: readonly EventRow[]): Promise<Hole[]> {
    const holes = holesIn(
      after,
      rows.map(({ global_position: position }) => position),
    );
    const [first] = holes;
    const last = holes.at(-1);
    if (!first || !last) return [];
    const dead = await this.pool.query<{ from_position: number; to_position: number }>(
      `SELECT from_position, to_position FROM ${this.schema}.gaps WHERE from_position <= $2 AND to_position >= $1 ORDER BY from_position`,
      [first.from, last.to],
    );
    return subtraction(
      holes,
      dead.rows.map(({ from_position: from, to_position: to }) => ({ from, to })),
    );
  }

  private async noteGaps(holes: readonly Hole[]): Promise<void> {
    if (holes.length === 0) return;
    await this.pool.query(
      `INSERT INTO ${this.schema}.gaps AS g (from_position, to_position) SELECT f, t FROM unnest($1::bigint[], $2::bigint[]) q(f, t)
       ON CONFLICT (from_position) DO UPDATE SET to_position = greatest(g.to_position, EXCLUDED.to_position)`,
      [holes.map(({ from }) => from), holes.map(({ to }) => to)],
    );
  }

  /** Waits for the appends that are under way now, and for no others. */
  private async waitForAppends(): Promise<void> {
    let waited = await this.inflight();
    for (let wait = firstWaitMs; waited.length > 0; wait = Math.min(wait * 2, longestWaitMs)) {
      await sleep(wait);
      const now = new Set(await this.inflight());
      waited = waited.filter((transaction) => now.has(transaction));
    }
  }

  private async inflight(): Promise<string[]> {
    const { rows } = await this.pool.query<{ inflight: string[] }>(`SELECT ${this.schema}.inflight() AS inflight`);
    return rows[0]?.inflight ?? [];
  }
}

/** Positions that are in both; each list is sorted and without overlap. */
function intersection(ones: readonly Hole[], others: readonly Hole[]): Hole[] {
  return ones.flatMap((one) =>
    others
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => from <= to),
  );
}

/** Parts of the holes that are not covered; `covers` is sorted by start. */
function subtraction(holes: readonly Hole[], covers: readonly Hole[]): Hole[] {
  return holes.flatMap((hole) => {
    const left: Hole[] = [];
    let { from } = hole;
    for (const cover of covers) {
      if (cover.to < from || cover.from > hole.to) continue;
      if (cover.from > from) left.push({ from, to: cover.from - 1 });
      from = Math.max(from, cover.to + 1);
    }
    if (from <= hole.to) left.push({ from, to: hole.to });
    return left;
  });
}
