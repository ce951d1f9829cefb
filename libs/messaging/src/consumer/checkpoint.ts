import { Fenced, lazily, type Lease, type Leadership } from '@ecou/event-sourcing';
import type { Pool } from 'pg';

/**
 * Moves the checkpoint of a consumer that knows by its inbox what it has seen: one round trip that does not wait for the disk, since a
 * move that a crash undoes only brings messages again. Throws `Fenced`.
 */
export async function moveLazily(pool: Pool, schema: string, lease: Lease, position: number): Promise<void> {
  const { rowCount } = await pool.query({
    name: `move-lazily/${schema}`,
    text: `UPDATE ${schema}.checkpoints c SET position = $3, updated_at = now()
           FROM (${lazily}) fast WHERE c.consumer = $1 AND c.epoch = $2`,
    values: [lease.consumer, lease.epoch, position],
  });
  if (rowCount !== 1) throw new Fenced(lease.consumer);
}

/** Throws `Fenced` where the lease is somebody else's by now. */
export async function stillHolds(pool: Pool, schema: string, { consumer, epoch }: Lease): Promise<void> {
  const { rowCount } = await pool.query(`SELECT FROM ${schema}.checkpoints WHERE consumer = $1 AND epoch = $2`, [
    consumer,
    epoch,
  ]);
  if (rowCount !== 1) throw new Fenced(consumer);
}

/** Which of these, by the names of their checkpoints, this process failed to lead, and nobody else leads instead. */
export async function leaderless<L extends readonly [string, Leadership]>(
  pool: Pool,
  schema: string,
  leaderships: readonly L[],
): Promise<readonly L[]> {
  const failed = leaderships.filter(([, { failure, leading }]) => failure !== undefined && !leading);
  if (failed.length === 0) return [];
  const { rows } = await pool.query<{ consumer: string }>(
    `SELECT consumer FROM ${schema}.checkpoints WHERE consumer = ANY($1::text[]) AND lease_until > clock_timestamp()`,
    [failed.map(([name]) => name)],
  );
  const led = new Set(rows.map(({ consumer }) => consumer));
  return failed.filter(([name]) => !led.has(name));
}
