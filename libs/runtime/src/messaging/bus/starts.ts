import type { Db } from '../lines.js';

/**
 * Where a consumer that takes only what comes after it began: the first call of all fixes it, for good. One from the beginning
 * starts at 0.
 */
export async function startOf(
  db: Db,
  schema: string,
  { consumer, from }: { readonly consumer: string; readonly from: 'beginning' | 'now' },
  head: () => Promise<number>,
): Promise<number> {
  if (from === 'beginning') return 0;
  const find = () =>
    db.query<{ position: number }>(`SELECT position FROM ${schema}.consumer_starts WHERE consumer = $1`, [consumer]);
  const [known] = (await find()).rows;
  if (known) return known.position;
  await db.query(
    `INSERT INTO ${schema}.consumer_starts (consumer, position) VALUES ($1, $2) ON CONFLICT (consumer) DO NOTHING`,
    [consumer, await head()],
  );
  return (await find()).rows[0]?.position ?? 0;
}
