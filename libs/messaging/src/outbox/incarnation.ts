import { transaction } from '@ecou/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { mapperName } from './mapper.js';

/*
 * An outbox that was set back, because its database was restored from a backup, would give new messages the sequences of messages that
 * are out already. It begins an incarnation instead, whose sequences come after all that were ever given: after the seconds since 1970,
 * times a million.
 */
const step = 1_000_000;
/** Less than the base of any incarnation, more than the sequences of an outbox that was never set back. */
const least = 1_000_000_000 * step;

/** True for the first message of a key after its outbox was set back: whatever came last before it, nothing is missing. */
export const beginsIncarnation = (last: number | null, sequence: number): boolean =>
  sequence > least && sequence % step === 1 && (last ?? 0) < sequence;

const nextBase = `greatest(coalesce(max(base), 0) + ${step}, floor(extract(epoch FROM clock_timestamp()))::bigint * ${step})`;

/**
 * The statement that begins an incarnation in a database that was just restored, before anything is written to it: what becomes of the
 * events that it holds has the sequences that it had.
 */
export const afterRestore = (schema: string): string =>
  `INSERT INTO ${schema}.outbox_incarnations (base, position)
   SELECT ${nextBase}, (SELECT coalesce(max(global_position), 0) FROM ${schema}.events) FROM ${schema}.outbox_incarnations`;

/** Messages that stand in the outbox, and are not known to be published. */
export interface Unsent {
  /** The offset of the last message that is known to be published. */
  readonly after: number;
  /** Ids of messages that are out all the same: those of them that stand behind it keep their sequences. */
  readonly out: readonly string[];
}

/**
 * Begins an incarnation. All events that there are must be mapped: what they became keeps its sequences, except for what is not out yet,
 * where that is known.
 */
export async function beginIncarnation(pool: Pool, schema: string, unsent?: Unsent): Promise<void> {
  await transaction(pool, async (client) => {
    // The mapper locks its checkpoint before it writes.
    await client.query(`SELECT FROM ${schema}.checkpoints WHERE consumer = $1 FOR UPDATE`, [mapperName]);
    const { rows } = await client.query<{ base: number }>(
      `INSERT INTO ${schema}.outbox_incarnations (base, position)
       SELECT ${nextBase}, coalesce((SELECT position FROM ${schema}.checkpoints WHERE consumer = $1), 0)
       FROM ${schema}.outbox_incarnations RETURNING base`,
      [mapperName],
    );
    if (unsent) await renumber(client, schema, rows[0]?.base ?? 0, unsent);
  });
}

async function renumber(client: PoolClient, schema: string, base: number, { after, out }: Unsent): Promise<void> {
  await client.query(
    `UPDATE ${schema}.outbox o SET sequence = $1::bigint + n.place
     FROM (SELECT "offset", row_number() OVER (PARTITION BY topic, key ORDER BY "offset") AS place
           FROM ${schema}.outbox WHERE "offset" > $2 AND id <> ALL ($3::uuid[])) n
     WHERE o."offset" = n."offset"`,
    [base, after, out],
  );
  await client.query(
    `UPDATE ${schema}.outbox_counters c SET last = n.last
     FROM (SELECT topic, key, max(sequence) AS last FROM ${schema}.outbox WHERE "offset" > $2 AND sequence > $1
           GROUP BY topic, key) n
     WHERE (c.topic, c.key) = (n.topic, n.key)`,
    [base, after],
  );
}
