import { Clock, Fenced, type Lease, relationOf } from '@ecou/event-sourcing';
import { OwnTables, ReadModels, type RunSql } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { endpointList, type EndpointRow } from '../views/endpoint-list.view.js';

/** The place up to which the log was looked through for an endpoint. */
export interface Cursor {
  readonly endpoint: string;
  readonly scanned: number;
  readonly resumed: number;
  readonly replay: number;
  /** Of the replay; `null`: none goes on. */
  readonly replayScanned: number | null;
  readonly replayTo: number | null;
}

/** A message that waits for its endpoint. */
export interface Queued {
  readonly endpoint: string;
  /** True of a replay. */
  readonly again: boolean;
  readonly position: number;
  readonly key: string;
}

/** A message that may be sent now. */
export interface Due extends Queued {
  /** Those that failed. */
  readonly attempts: number;
}

/** One attempt, as it is kept. */
export interface Delivery {
  readonly endpoint: string;
  readonly kind: 'message' | 'replay' | 'test';
  /** Id of the message; `null` where the log does not keep it any more. */
  readonly message: string | null;
  readonly type: string | null;
  readonly position: number | null;
  /** From 1. */
  readonly attempt: number;
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly response: string | null;
  readonly error: string | null;
  /** The time at which it is tried again; `null`: not again. */
  readonly nextAt: string | null;
}

/** An attempt that has ended, and what it leads to. */
export interface Outcome {
  readonly queued: Queued;
  /** True once it is done with: taken, or not kept by the log any more. */
  readonly isDone: boolean;
  /** The time at which it is due again, where it is not done with. */
  readonly nextAt: string;
  readonly delivery: Delivery;
}

/** The place that an endpoint has come to. */
interface Standing {
  readonly scanned: number;
  /** Messages in its queue. */
  readonly waiting: number;
  readonly replaying: boolean;
}

/** The state of all deliveries together. */
export interface Figures {
  readonly active: number;
  readonly paused: number;
  /** Messages that may be sent to active endpoints now, those under way included. */
  readonly due: number;
  /** Since when the first of them is due (ISO 8601); `null` where there is none. */
  readonly dueSince: string | null;
  /** Positions of the log that were not looked through yet for the active endpoint that is furthest behind. */
  readonly lag: number;
}

/** The place that a scan has come to, of one cursor. */
export interface Progress {
  readonly endpoint: string;
  readonly again: boolean;
  readonly scanned: number;
}

/** The tables that sending works on. All writes are those of the one process that sends, one after the other. */
@Injectable()
export class DeliveryQueue {
  private lease: Lease | undefined;

  constructor(
    private readonly tables: OwnTables,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  /** Writes under this lease from now on. */
  hold(lease: Lease): void {
    this.lease = lease;
  }

  /** All endpoints, as the view has them. */
  endpoints(): Promise<EndpointRow[]> {
    return this.readModels.query<EndpointRow>(
      `SELECT id, owner, status, created_at AS "createdAt", changed_at AS "changedAt", version, endpoint
       FROM ${relationOf(endpointList)} e WHERE status <> 'removed' OR id::uuid IN (SELECT endpoint FROM webhook_cursors)`,
    );
  }

  /** The cursors, and how many messages wait, by endpoint. */
  async standing(): Promise<{
    readonly cursors: ReadonlyMap<string, Cursor>;
    readonly waiting: ReadonlyMap<string, number>;
  }> {
    const cursors = await this.readModels.query<Cursor>(`SELECT ${cursorColumns} FROM webhook_cursors`);
    const counts = await this.readModels.query<{ endpoint: string; count: number }>(
      'SELECT endpoint, count(*)::int AS count FROM webhook_queue GROUP BY endpoint',
    );
    return {
      cursors: new Map(cursors.map((cursor) => [cursor.endpoint, cursor])),
      waiting: new Map(counts.map(({ endpoint, count }) => [endpoint, count])),
    };
  }

  /**
   * Takes over what the endpoint's events say: where it begins, that it was resumed (all that waits is tried afresh), that a replay was asked for.
   * One that goes on is taken into the new one.
   */
  async follow({ id, endpoint: { after, resumed, replay } }: EndpointRow): Promise<Cursor> {
    return this.write(async (run) => {
      await run('INSERT INTO webhook_cursors (endpoint, scanned) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, after]);
      await run(
        `UPDATE webhook_queue q SET attempts = 0, due_at = CASE WHEN due_at IS NULL THEN NULL ELSE $3::timestamptz END
         FROM webhook_cursors c WHERE c.endpoint = $1 AND c.resumed < $2 AND q.endpoint = c.endpoint`,
        [id, resumed, this.clock.now()],
      );
      await run('UPDATE webhook_cursors SET resumed = $2 WHERE endpoint = $1', [id, resumed]);
      if (replay) {
        await run(
          `UPDATE webhook_cursors SET replay = $2, replay_scanned = least($3, replay_scanned), replay_to = greatest($4, replay_to)
           WHERE endpoint = $1 AND replay < $2`,
          [id, replay.number, replay.after, replay.upTo],
        );
      }
      const [cursor] = await run<Cursor>(`SELECT ${cursorColumns} FROM webhook_cursors WHERE endpoint = $1`, [id]);
      if (!cursor) throw new Error(`The endpoint ${id} has no cursor.`);
      return cursor;
    });
  }

  /** Removes all that an endpoint waits for. */
  async forget(endpoint: string): Promise<void> {
    await this.write(async (run) => {
      for (const table of ['webhook_queue', 'webhook_deliveries', 'webhook_cursors'])
        await run(`DELETE FROM ${table} WHERE endpoint = $1`, [endpoint]);
    });
  }

  /** Puts messages into the queue, and moves the cursors. The first of its key is due. Answers how many came to each endpoint. */
  async enqueue(
    found: readonly Queued[],
    moved: readonly Progress[],
  ): Promise<readonly { readonly endpoint: string; readonly count: number }[]> {
    return this.write(async (run) => {
      const added =
        found.length > 0
          ? await run<{ endpoint: string; count: number }>(enqueueSql, [JSON.stringify(found), this.clock.now()])
          : [];
      const [replays, live] = [moved.filter(({ again }) => again), moved.filter(({ again }) => !again)];
      if (live.length > 0) await run(scannedSql, [JSON.stringify(live)]);
      if (replays.length > 0) await run(replayedSql, [JSON.stringify(replays)]);
      return added;
    });
  }

  /** The messages that are due, so many at most of each endpoint; the longest due first. */
  due(endpoints: readonly string[], most: number): Promise<Due[]> {
    return this.readModels.query<Due>(
      `SELECT q.* FROM unnest($1::uuid[]) e (id) CROSS JOIN LATERAL (
         SELECT endpoint, again, position, key, attempts FROM webhook_queue
         WHERE endpoint = e.id AND due_at <= $3 ORDER BY due_at, position LIMIT $2) q`,
      [endpoints, most, this.clock.now()],
    );
  }

  /** Writes down what became of attempts. Behind a message that is done with, the next one of its key is due. */
  async record(outcomes: readonly Outcome[]): Promise<void> {
    const done = outcomes.filter(({ isDone }) => isDone).map(({ queued }) => queued);
    const failed = outcomes
      .filter(({ isDone }) => !isDone)
      .map(({ queued, nextAt, delivery: { attempt } }) => ({ ...queued, attempt, nextAt }));
    await this.write(async (run) => {
      if (done.length > 0) await run(doneSql, [JSON.stringify(done), this.clock.now()]);
      if (failed.length > 0) await run(failedSql, [JSON.stringify(failed)]);
      await run(deliveriesSql, [JSON.stringify(outcomes.map(({ delivery }) => delivery))]);
    });
  }

  /** Keeps an attempt that is no matter of the queue. */
  async note(delivery: Delivery): Promise<void> {
    await this.readModels.query(deliveriesSql, [JSON.stringify([delivery])]);
  }

  /** Takes away some of what was kept for long enough. True where there may be more. */
  async sweep(): Promise<boolean> {
    const before = (days: number) => new Date(Date.parse(this.clock.now()) - days * dayMs).toISOString();
    const swept = await this.readModels.query<{ count: number }>(
      `WITH old AS (SELECT id FROM webhook_deliveries WHERE at < $1 AND response IS NOT NULL ORDER BY at LIMIT $3),
       emptied AS (UPDATE webhook_deliveries d SET response = NULL FROM old WHERE d.id = old.id RETURNING 1),
       gone AS (SELECT id FROM webhook_deliveries WHERE at < $2 AND response IS NULL ORDER BY at LIMIT $3),
       removed AS (DELETE FROM webhook_deliveries d USING gone WHERE d.id = gone.id RETURNING 1)
       SELECT greatest((SELECT count(*) FROM emptied), (SELECT count(*) FROM removed))::int AS count`,
      [before(bodyDays), before(attemptDays), sweptTogether],
    );
    return swept[0]?.count === sweptTogether;
  }

  /** The position where an endpoint goes on: that of the oldest message that it did not take, or of the next one. */
  async goesOnAt(endpoint: string, begins: number): Promise<number> {
    const [row] = await this.readModels.query<{ position: number | null }>(
      `SELECT coalesce((SELECT min(position) FROM webhook_queue WHERE endpoint = $1 AND NOT again), scanned + 1) AS position
       FROM webhook_cursors WHERE endpoint = $1`,
      [endpoint],
    );
    return row?.position ?? begins + 1;
  }

  /** The place that an endpoint has come to. */
  async progressOf(endpoint: string, begins: number): Promise<Standing> {
    const [row] = await this.readModels.query<Standing>(
      `SELECT c.scanned, (SELECT count(*)::int FROM webhook_queue q WHERE q.endpoint = c.endpoint) AS waiting,
         c.replay_scanned IS NOT NULL OR EXISTS (SELECT FROM webhook_queue q WHERE q.endpoint = c.endpoint AND q.again) AS replaying
       FROM webhook_cursors c WHERE c.endpoint = $1`,
      [endpoint],
    );
    return row ?? { scanned: begins, waiting: 0, replaying: false };
  }

  /** The figures of all endpoints, whichever process sends. */
  async figures(): Promise<Figures> {
    const [row] = await this.readModels.query<Omit<Figures, 'dueSince'> & { readonly dueSince: Date | string | null }>(
      `WITH endpoints AS (SELECT id::uuid AS endpoint, status FROM ${relationOf(endpointList)} e WHERE status <> 'removed'),
       active AS (SELECT endpoint FROM endpoints WHERE status = 'active')
       SELECT (SELECT count(*)::int FROM active) AS active,
         (SELECT count(*)::int FROM endpoints WHERE status = 'paused') AS paused,
         (SELECT coalesce(max(l.last - c.scanned), 0)::float8 FROM log l, webhook_cursors c JOIN active USING (endpoint)) AS lag,
         count(*)::int AS due, min(due_at) AS "dueSince"
       FROM webhook_queue JOIN active USING (endpoint) WHERE due_at <= $1`,
      [this.clock.now()],
    );
    const { active = 0, paused = 0, lag = 0, due = 0, dueSince = null } = row ?? {};
    return { active, paused, lag, due, dueSince: dueSince === null ? null : new Date(dueSince).toISOString() };
  }

  /** A transaction of the process that sends, which renews its lease. Throws `Fenced` where another one has it by now. */
  private write<T>(work: (run: RunSql) => Promise<T>): Promise<T> {
    return this.tables.transaction(async (run) => {
      const { consumer = '', epoch, ttlMs } = this.lease ?? {};
      const held = await run(heldSql, [consumer, epoch, ttlMs]);
      if (held.length === 0) throw new Fenced(consumer);
      return work(run);
    });
  }
}

const heldSql = `
  WITH held AS (
    UPDATE checkpoints SET lease_until = greatest(lease_until, clock_timestamp() + $3::int * interval '1 millisecond')
    WHERE consumer = $1 AND epoch = $2 RETURNING consumer)
  SELECT consumer FROM held`;

/** Days for which the bodies of requests and answers are kept. */
export const bodyDays = 7;
/** Days for which attempts are kept. */
const attemptDays = 30;
const dayMs = 86_400_000;
const sweptTogether = 5_000;

const cursorColumns = 'endpoint, scanned, resumed, replay, replay_scanned AS "replayScanned", replay_to AS "replayTo"';

const enqueueSql = `
  WITH added AS (INSERT INTO webhook_queue (endpoint, again, position, key, due_at)
  SELECT r.endpoint, r.again, r.position, r.key,
    CASE WHEN row_number() OVER (PARTITION BY r.endpoint, r.again, r.key ORDER BY r.position) = 1 AND NOT EXISTS (
      SELECT FROM webhook_queue q WHERE q.endpoint = r.endpoint AND q.again = r.again AND q.key = r.key)
    THEN $2::timestamptz END
  FROM jsonb_to_recordset($1::jsonb) r (endpoint uuid, again boolean, position bigint, key text)
  ON CONFLICT DO NOTHING RETURNING endpoint)
  SELECT endpoint, count(*)::int AS count FROM added GROUP BY endpoint`;

const scannedSql = `
  UPDATE webhook_cursors c SET scanned = r.scanned
  FROM jsonb_to_recordset($1::jsonb) r (endpoint uuid, scanned bigint) WHERE c.endpoint = r.endpoint`;

const replayedSql = `
  UPDATE webhook_cursors c
  SET replay_scanned = CASE WHEN r.scanned < c.replay_to THEN r.scanned END,
      replay_to = CASE WHEN r.scanned < c.replay_to THEN c.replay_to END
  FROM jsonb_to_recordset($1::jsonb) r (endpoint uuid, scanned bigint) WHERE c.endpoint = r.endpoint`;

const doneSql = `
  WITH done AS (
    DELETE FROM webhook_queue q USING jsonb_to_recordset($1::jsonb) r (endpoint uuid, again boolean, position bigint)
    WHERE q.endpoint = r.endpoint AND q.again = r.again AND q.position = r.position
    RETURNING q.endpoint, q.again, q.key, q.position)
  UPDATE webhook_queue n SET due_at = $2
  FROM done d CROSS JOIN LATERAL (
    SELECT w.position FROM webhook_queue w
    WHERE w.endpoint = d.endpoint AND w.again = d.again AND w.key = d.key AND w.position <> d.position
    ORDER BY w.position LIMIT 1) next
  WHERE n.endpoint = d.endpoint AND n.again = d.again AND n.position = next.position`;

const failedSql = `
  UPDATE webhook_queue q SET attempts = r.attempt, due_at = r."nextAt"
  FROM jsonb_to_recordset($1::jsonb) r (endpoint uuid, again boolean, position bigint, attempt integer, "nextAt" timestamptz)
  WHERE q.endpoint = r.endpoint AND q.again = r.again AND q.position = r.position`;

const deliveriesSql = `
  INSERT INTO webhook_deliveries
    (endpoint, kind, message, type, position, attempt, at, duration_ms, status, response, error, next_at)
  SELECT endpoint, kind, message, type, position, attempt, at, "durationMs", status, response, error, "nextAt"
  FROM jsonb_to_recordset($1::jsonb) r (endpoint uuid, kind text, message uuid, type text, position bigint, attempt integer,
    at timestamptz, "durationMs" integer, status integer, response text, error text, "nextAt" timestamptz)`;
