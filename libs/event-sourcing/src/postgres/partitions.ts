import type pg from 'pg';
import { partitionIndexes, partitionSize } from './migrations.js';
import { transaction } from './pool.js';

const ahead = 2;

/** The lock cannot be had now, or the default partition holds what the new one would. */
const notNow = new Set(['55P03', '23514']);

/**
 * Makes partitions of the events before they are needed: as a plain table with its check and indexes, attached under a short lock
 * timeout, since `CREATE TABLE ... PARTITION OF` would wait behind every open append. One that cannot be had now
 * (somebody reads everything) is made another time. Answers how many it made.
 */
export async function makePartitions(pool: pg.Pool, schema: string, size = partitionSize): Promise<number> {
  const { rows } = await pool.query<{ head: number }>(`SELECT last_value AS head FROM ${schema}.global_position_seq`);
  const current = Math.floor((rows[0]?.head ?? 0) / size);
  let made = 0;
  for (let index = 1; index <= current + ahead; index += 1) {
    const name = `events_p${index}`;
    const exists = await pool.query(`SELECT FROM pg_class WHERE oid = to_regclass($1)`, [`${schema}.${name}`]);
    if (exists.rowCount) continue;
    if (await makePartition(pool, schema, { name, from: index * size, to: (index + 1) * size })) made += 1;
  }
  return made;
}

interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

async function makePartition(pool: pg.Pool, schema: string, { name, from, to }: Range): Promise<boolean> {
  return transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`partitions/${schema}`]);
    const there = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass($1)`, [`${schema}.${name}`]);
    if (there.rowCount) return false;
    await client.query(`SET LOCAL lock_timeout = '200ms'`);
    await client.query(`CREATE TABLE ${schema}.${name} (LIKE ${schema}.events INCLUDING DEFAULTS,
      CHECK (global_position >= ${from} AND global_position < ${to}))`);
    await client.query(`ALTER TABLE ${schema}.${name} ADD PRIMARY KEY (global_position)`);
    for (const statement of partitionIndexes(schema, name)) await client.query(statement);
    await client.query(
      `ALTER TABLE ${schema}.events ATTACH PARTITION ${schema}.${name} FOR VALUES FROM (${from}) TO (${to})`,
    );
    return true;
  }).catch((error: unknown) => {
    if (notNow.has((error as { code?: string }).code ?? '')) return false;
    throw error;
  });
}
