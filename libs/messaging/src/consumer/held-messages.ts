import type { Pool, PoolClient } from 'pg';

/** A message on its way to a consumer: `sequence` orders the messages of one key of one source. */
export interface Delivery<M extends object = object> {
  readonly source: string;
  readonly key: string;
  readonly sequence: number;
  readonly message: M;
}

/** `waiting`: behind another, or about to be tried; `retrying`: after a pause; `parked`: until an operator says so. */
export type HeldState = 'waiting' | 'retrying' | 'parked';

/** A message that is kept back, why, and until when. */
export interface Held<M extends object = object> extends Delivery<M> {
  readonly id: string;
  readonly consumer: string;
  readonly state: HeldState;
  readonly attempts: number;
  /** ISO 8601. */
  readonly retryAt: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  /** An operator said that what is missing before it will not come. */
  readonly gapAccepted: boolean;
  /** A message with a lower sequence came after it. */
  readonly overtaken: boolean;
  readonly heldAt: string;
}

/** The way in which a message is kept back. */
export type Verdict = Pick<Held, 'state' | 'attempts' | 'retryAt' | 'errorCode' | 'error'>;

const waiting: Verdict = { state: 'waiting', attempts: 0, retryAt: null, errorCode: null, error: null };

export type Db = Pick<Pool | PoolClient, 'query'>;

const columns = `id, consumer, source, key, sequence, state, message, attempts, retry_at AS "retryAt", error_code AS "errorCode",
  error, gap_accepted AS "gapAccepted", overtaken, held_at AS "heldAt"`;

/** The time from which a row may be tried, as far as its state tells. */
const dueAt = (state: string, retryAt: string): string =>
  `CASE ${state} WHEN 'parked' THEN NULL WHEN 'retrying' THEN ${retryAt} ELSE '-infinity'::timestamptz END`;

/** True for rows \`q\` that stand before a row \`p\` in its queue. */
const isBefore = '(q.consumer, q.source, q.key) = (p.consumer, p.source, p.key) AND q.sequence < p.sequence';

/** Filters of the held messages, for operators. */
export interface HeldFilter {
  readonly consumer?: string;
  readonly state?: HeldState;
  /** Consumer, source, key and sequence of the last row of the page before. */
  readonly after?: readonly [string, string, string, number];
  readonly limit: number;
}

/**
 * The queues of held messages: one per consumer, source and key, in order of sequence. While a key has a queue, whatever comes for it
 * waits at its end; only the first of a queue is ever tried.
 */
export class HeldMessages {
  private readonly table: string;

  constructor(
    private readonly pool: Pool,
    schema: string,
  ) {
    this.table = `${schema}.parked`;
  }

  /** Which of the keys have a queue. */
  async heldKeys(consumer: string, source: string, keys: readonly string[], db: Db = this.pool): Promise<Set<string>> {
    const { rows } = await db.query<{ key: string }>({
      name: `held ${this.table}`,
      text: `SELECT DISTINCT key FROM ${this.table} WHERE consumer = $1 AND source = $2 AND key = ANY($3::text[])`,
      values: [consumer, source, keys],
    });
    return new Set(rows.map(({ key }) => key));
  }

  /** True where a consumer has a queue at all. */
  async any(consumer: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(`SELECT FROM ${this.table} WHERE consumer = $1 LIMIT 1`, [consumer]);
    return rowCount === 1;
  }

  /** Puts messages into their queues: the first one under `first`, the others behind it. One that stands there already stays as it is. */
  async hold(
    consumer: string,
    deliveries: readonly Delivery[],
    first: Verdict = waiting,
    db: Db = this.pool,
  ): Promise<void> {
    const verdicts = deliveries.map((_, index) => (index === 0 ? first : waiting));
    await db.query(
      `INSERT INTO ${this.table} (consumer, source, key, sequence, message, state, attempts, retry_at, error_code, error, due_at)
       SELECT $1, h.*, ${dueAt('h.state', 'h.retry_at')} FROM unnest($2::text[], $3::text[], $4::bigint[], $5::jsonb[], $6::text[],
         $7::int[], $8::timestamptz[], $9::text[], $10::text[])
         h(source, key, sequence, message, state, attempts, retry_at, error_code, error)
       ON CONFLICT (consumer, source, key, sequence) DO NOTHING`,
      [
        consumer,
        deliveries.map(({ source }) => source),
        deliveries.map(({ key }) => key),
        deliveries.map(({ sequence }) => sequence),
        deliveries.map(({ message }) => JSON.stringify(message)),
        verdicts.map(({ state }) => state),
        verdicts.map(({ attempts }) => attempts),
        verdicts.map(({ retryAt }) => retryAt),
        verdicts.map(({ errorCode }) => errorCode),
        verdicts.map(({ error }) => error),
      ],
    );
  }

  /** The first of each queue that may be tried now, at most so many of each consumer. The cost does not depend on what is parked. */
  async due(consumers: readonly string[], now: string, limit: number): Promise<readonly Held[]> {
    for (;;) {
      const { rows } = await this.pool.query<Held & { readonly ready: boolean }>(
        `SELECT ${columns}, state <> 'parked' AND (state = 'waiting' OR retry_at <= $2::timestamptz)
           AND NOT EXISTS (SELECT FROM ${this.table} q WHERE ${isBefore}) AS ready
         FROM unnest($1::text[]) named, LATERAL (
           SELECT * FROM ${this.table} WHERE consumer = named AND due_at <= $2::timestamptz ORDER BY due_at LIMIT $3
         ) p`,
        [consumers, now, limit],
      );
      const due = rows.flatMap(({ ready, ...held }) => (ready ? [held] : []));
      if (due.length < rows.length) await this.putOff(rows.flatMap(({ ready, id }) => (ready ? [] : [id])));
      if (due.length > 0 || rows.length === 0) return due;
    }
  }

  /** Has a message looked at again at a time, and not before. */
  async postpone(id: string, until: string): Promise<void> {
    await this.pool.query(`UPDATE ${this.table} SET due_at = $2 WHERE id = $1`, [id, until]);
  }

  /** Has the first of each queue looked at again: a build that does not know `due_at` may have been at work. */
  async lookAgain(): Promise<void> {
    await this.pool.query(
      `UPDATE ${this.table} p SET due_at = '-infinity' WHERE due_at IS NULL AND state <> 'parked'
         AND NOT EXISTS (SELECT FROM ${this.table} q WHERE ${isBefore})`,
    );
  }

  /** Rows that were looked at in vain, until there is a reason. The lock makes whoever drops the row before them do so after this. */
  private async putOff(ids: readonly string[]): Promise<void> {
    await this.pool.query(
      `UPDATE ${this.table} p SET due_at = CASE
         WHEN EXISTS (SELECT FROM ${this.table} q WHERE ${isBefore} FOR KEY SHARE) THEN NULL ELSE ${dueAt('state', 'retry_at')} END
       WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  /** A queue from its first message on. */
  async ofKey(
    { consumer, source, key }: Pick<Held, 'consumer' | 'source' | 'key'>,
    limit: number,
    db: Db = this.pool,
  ): Promise<readonly Held[]> {
    const { rows } = await db.query<Held>(
      `SELECT ${columns} FROM ${this.table} WHERE consumer = $1 AND source = $2 AND key = $3 ORDER BY sequence LIMIT $4`,
      [consumer, source, key, limit],
    );
    return rows;
  }

  /** The number of messages that wait behind one. */
  async behind({ consumer, source, key, sequence }: Delivery & Pick<Held, 'consumer'>): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${this.table} WHERE consumer = $1 AND source = $2 AND key = $3 AND sequence > $4`,
      [consumer, source, key, sequence],
    );
    return rows[0]?.count ?? 0;
  }

  /** The time since which the first of those behind a message has waited; null where there is none. */
  async oldestBehind({ consumer, source, key, sequence }: Delivery & Pick<Held, 'consumer'>): Promise<string | null> {
    const { rows } = await this.pool.query<{ oldest: string | null }>(
      `SELECT min(held_at) AS oldest FROM ${this.table} WHERE consumer = $1 AND source = $2 AND key = $3 AND sequence > $4`,
      [consumer, source, key, sequence],
    );
    return rows[0]?.oldest ?? null;
  }

  async get(id: string, db: Db = this.pool, lock: '' | 'FOR UPDATE' = ''): Promise<Held | undefined> {
    const { rows } = await db.query<Held>(`SELECT ${columns} FROM ${this.table} WHERE id = $1 ${lock}`, [id]);
    return rows[0];
  }

  /** A page of held messages, by consumer, source, key and sequence. */
  async list({ consumer, state, after, limit }: HeldFilter): Promise<readonly Held[]> {
    const { rows } = await this.pool.query<Held>(
      `SELECT ${columns} FROM ${this.table}
       WHERE ($1::text IS NULL OR consumer = $1) AND ($2::text IS NULL OR state = $2)
         AND ($3::text IS NULL OR (consumer, source, key, sequence) > ($3, $4, $5, $6::bigint))
       ORDER BY consumer, source, key, sequence LIMIT $7`,
      [consumer ?? null, state ?? null, ...(after ?? [null, null, null, null]), limit],
    );
    return rows;
  }

  async judge(id: string, verdict: Verdict, db: Db = this.pool): Promise<void> {
    const { state, attempts, retryAt, errorCode, error } = verdict;
    await db.query(
      `UPDATE ${this.table} SET state = $2, attempts = $3, retry_at = $4, error_code = $5, error = $6,
         due_at = ${dueAt('$2', '$4::timestamptz')} WHERE id = $1`,
      [id, state, attempts, retryAt, errorCode, error],
    );
  }

  /** Lets the first of a queue be tried again. False where it is not the first, or is gone. */
  async release(id: string, acceptGap: boolean, db: Db = this.pool): Promise<boolean> {
    const { rowCount } = await db.query(
      `UPDATE ${this.table} p SET state = 'waiting', attempts = 0, retry_at = NULL, gap_accepted = gap_accepted OR $2, due_at = '-infinity'
       WHERE id = $1 AND NOT EXISTS (SELECT FROM ${this.table} q WHERE ${isBefore})`,
      [id, acceptGap],
    );
    return rowCount === 1;
  }

  /** Takes messages out of their queues; the next ones are looked at. One that stood there parked was overtaken by those. */
  async drop(ids: readonly string[], db: Db = this.pool): Promise<void> {
    await db.query(
      `WITH gone AS (DELETE FROM ${this.table} WHERE id = ANY($1::uuid[]) RETURNING consumer, source, key),
         next AS (SELECT DISTINCT n.id FROM gone, LATERAL (
           SELECT id FROM ${this.table} p WHERE (p.consumer, p.source, p.key) = (gone.consumer, gone.source, gone.key)
             AND id <> ALL($1::uuid[]) ORDER BY sequence LIMIT 1) n)
       UPDATE ${this.table} p SET due_at = ${dueAt('p.state', 'p.retry_at')}, overtaken = p.overtaken OR p.state = 'parked'
       FROM next WHERE p.id = next.id`,
      [ids],
    );
  }

  /** The number of messages in each state, by consumer. */
  async count(): Promise<readonly { consumer: string; state: HeldState; count: number }[]> {
    const { rows } = await this.pool.query<{ consumer: string; state: HeldState; count: number }>(
      `SELECT consumer, state, count(*)::int AS count FROM ${this.table} GROUP BY consumer, state`,
    );
    return rows;
  }
}
