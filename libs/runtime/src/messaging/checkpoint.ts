import { Fenced, type Lease } from '@ecou/event-sourcing';
import type { Pool } from 'pg';

/**
 * Moves the checkpoint of a consumer that knows by its inbox what it has seen: one round trip that does not wait for the disk, since a
 * move that a crash undoes only brings messages again. Throws `Fenced`.
 */
export async function moveLazily(pool: Pool, schema: string, lease: Lease, position: number): Promise<void> {
  const { rowCount } = await pool.query({
    name: `move-lazily/${schema}`,
    text: `UPDATE ${schema}.checkpoints c SET position = $3, updated_at = now()
           FROM (SELECT set_config('synchronous_commit', 'off', true)) lazily WHERE c.consumer = $1 AND c.epoch = $2`,
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
