import { lazily } from '@ecou/event-sourcing';
import type { Db } from './held-messages.js';

/** The next offset per partition that a consumer takes from its topic, as its database knows it. */
export async function offsetsOf(db: Db, schema: string, consumer: string): Promise<Map<number, number>> {
  const { rows } = await db.query<{ partition: number; next: number }>(
    `SELECT partition, next FROM ${schema}.consumer_offsets WHERE consumer = $1`,
    [consumer],
  );
  return new Map(rows.map(({ partition, next }) => [partition, next]));
}

/** Keeps them, without waiting for the disk: what a crash undoes is brought again, and known by the inbox. */
export async function keepOffsets(
  db: Db,
  schema: string,
  consumer: string,
  offsets: ReadonlyMap<number, string>,
): Promise<void> {
  await db.query(
    `INSERT INTO ${schema}.consumer_offsets (consumer, partition, next)
     SELECT $1, q.* FROM unnest($2::int[], $3::bigint[]) q, (${lazily}) fast
     ON CONFLICT (consumer, partition) DO UPDATE SET next = excluded.next`,
    [consumer, [...offsets.keys()], [...offsets.values()]],
  );
}
