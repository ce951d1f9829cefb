import type { Db } from './held-messages.js';

interface Heads {
  readonly partition: number;
  readonly offset: number;
}

/**
 * The offsets, per partition, at which a consumer began that takes only what comes after it. The first call of all fixes them, for good,
 * whatever the bus forgets.
 */
export async function startsOf(
  db: Db,
  schema: string,
  consumer: string,
  heads: () => Promise<readonly Heads[]>,
): Promise<ReadonlyMap<number, number>> {
  const known = await find(db, schema, consumer);
  if (known.size > 0) return known;
  const now = await heads();
  await db.query(
    `INSERT INTO ${schema}.consumer_starts (consumer, partition, position)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[]) ON CONFLICT (consumer, partition) DO NOTHING`,
    [consumer, now.map(({ partition }) => partition), now.map(({ offset }) => offset)],
  );
  return find(db, schema, consumer);
}

async function find(db: Db, schema: string, consumer: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await db.query<{ partition: number; position: number }>(
    `SELECT partition, position FROM ${schema}.consumer_starts WHERE consumer = $1`,
    [consumer],
  );
  return new Map(rows.map(({ partition, position }) => [partition, position]));
}

/** The same for a source without partitions; a consumer from the beginning starts at 0. */
export async function startOf(
  db: Db,
  schema: string,
  { consumer, from }: { readonly consumer: string; readonly from: 'beginning' | 'now' },
  head: () => Promise<number>,
): Promise<number> {
  if (from === 'beginning') return 0;
  const starts = await startsOf(db, schema, consumer, async () => [{ partition: 0, offset: await head() }]);
  return starts.get(0) ?? 0;
}
