import type { Message } from '@ecou/contracts';
import type { Pool, PoolClient } from 'pg';
import type { Db } from '../consumer/held-messages.js';

/** A message before the outbox gives it its sequence; `position` is that of its event. */
export type Draft = Omit<Message, 'sequence'> & { readonly position: number };

/** A message as it stands in the outbox: offsets have no holes, and grow in the order of commits. */
export type OutboxRow = Message & { readonly offset: number };

/** The channel of wake-ups about new messages; the payload is the schema of the outbox. */
export const outboxChannel = 'ecou_outbox';

interface Row {
  readonly offset: number;
  readonly id: string;
  readonly topic: string;
  readonly type: string;
  readonly key: string;
  readonly sequence: number;
  readonly envelope: Omit<Message, 'id' | 'topic' | 'type' | 'key' | 'sequence' | 'data'>;
  readonly data: object;
}

/**
 * The messages of a context, in the order in which they are published. Only the mapper writes, after it has locked its checkpoint in the
 * same transaction: that lock is what makes the counters free of gaps and doubles.
 */
export class Outbox {
  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
  ) {}

  async write(client: PoolClient, drafts: readonly Draft[]): Promise<void> {
    if (drafts.length === 0) return;
    const counters = await this.advance(client, drafts);
    const next = (counter: string): number => {
      const value = (counters.get(counter) ?? 0) + 1;
      counters.set(counter, value);
      return value;
    };
    const rows = drafts.map(({ position, id, topic, type, key, data, ...envelope }) => ({
      offset: next(offsets),
      sequence: next(counterOf(topic, key)),
      ...{ position, id, topic, type, key, data, envelope },
    }));
    await client.query(
      `INSERT INTO ${this.schema}.outbox ("offset", id, topic, type, key, sequence, position, envelope, data)
       SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::jsonb[], $9::jsonb[])`,
      [
        rows.map(({ offset }) => offset),
        rows.map(({ id }) => id),
        rows.map(({ topic }) => topic),
        rows.map(({ type }) => type),
        rows.map(({ key }) => key),
        rows.map(({ sequence }) => sequence),
        rows.map(({ position }) => position),
        rows.map(({ envelope }) => JSON.stringify(envelope)),
        rows.map(({ data }) => JSON.stringify(data)),
      ],
    );
  }

  /** The messages after an offset, in order; of one topic, or of all. */
  async read(after: number, limit: number, topic?: string): Promise<readonly OutboxRow[]> {
    const { rows } = await this.pool.query<Row>({
      name: `outbox ${this.schema} ${topic === undefined}`,
      text: `SELECT "offset", id, topic, type, key, sequence, envelope, data FROM ${this.schema}.outbox
             WHERE "offset" > $1 ${topic === undefined ? '' : 'AND topic = $3'} ORDER BY "offset" LIMIT $2`,
      values: topic === undefined ? [after, limit] : [after, limit, topic],
    });
    return rows.map(({ envelope, ...row }) => ({ ...envelope, ...row }));
  }

  /** The last offset; 0 where there is none. */
  async head(db: Db = this.pool): Promise<number> {
    const { rows } = await db.query<{ head: number }>(
      `SELECT coalesce(max("offset"), 0) AS head FROM ${this.schema}.outbox`,
    );
    return rows[0]?.head ?? 0;
  }

  /** Tells the readers that there is something new. */
  async notify(): Promise<void> {
    await this.pool.query('SELECT pg_notify($1, $2)', [outboxChannel, this.schema]);
  }

  /** Moves the counters that the drafts need; answers their values before. */
  private async advance(client: PoolClient, drafts: readonly Draft[]): Promise<Map<string, number>> {
    const needed = new Map<string, { topic: string; key: string; count: number }>();
    for (const { topic, key } of [...drafts, ...drafts.map(() => ({ topic: '', key: '' }))]) {
      const counter = counterOf(topic, key);
      needed.set(counter, { topic, key, count: (needed.get(counter)?.count ?? 0) + 1 });
    }
    const counters = [...needed.values()];
    const { rows } = await client.query<{ topic: string; key: string; last: number }>(
      `INSERT INTO ${this.schema}.outbox_counters AS c (topic, key, last) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
       ON CONFLICT (topic, key) DO UPDATE SET last = c.last + excluded.last RETURNING topic, key, last`,
      [counters.map(({ topic }) => topic), counters.map(({ key }) => key), counters.map(({ count }) => count)],
    );
    return new Map(
      rows.map(({ topic, key, last }) => {
        const counter = counterOf(topic, key);
        return [counter, last - (needed.get(counter)?.count ?? 0)];
      }),
    );
  }
}

const counterOf = (topic: string, key: string): string => `${topic} ${key}`;
const offsets = counterOf('', '');
