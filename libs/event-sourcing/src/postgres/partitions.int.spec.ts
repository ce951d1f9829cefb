import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventRegistry } from '../event-types.js';
import { appendInside } from '../testing/append-inside.js';
import { counted, counterEvents, counterStream, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { partitionSize } from './migrations.js';
import { makePartitions } from './partitions.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { streamsStatement } from './stream-reads.js';

let database: TestDatabase;
let store: PostgresEventStore;

beforeAll(async () => {
  database = await testDatabase('es');
  store = new PostgresEventStore({
    pool: database.pool,
    schema: 'es',
    registry: new EventRegistry([counterEvents]),
    secret: 's',
  });
  await store.start();
});

afterAll(async () => {
  await store.stop();
  await database.drop();
});

const partitionsOf = (plan: string): string[] => [...new Set(plan.match(/events_p\d+/g))];

describe('the partitions of the events', () => {
  it('are made ahead, once, also while an append is open', async () => {
    expect(await makePartitions(database.pool, 'es')).toBe(0);
    await database.pool.query(`SELECT setval('es.global_position_seq', $1)`, [partitionSize]);
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await appendInside(client, 'es', counterStream(), { type: 'Counted', data: { by: 1 } }, 0);
    const made = await Promise.all([makePartitions(database.pool, 'es'), makePartitions(database.pool, 'es')]);
    await client.query('ROLLBACK');
    client.release();
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(1);
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'es.events'::regclass ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'es.events_default',
      'es.events_p0',
      'es.events_p1',
      'es.events_p2',
      'es.events_p3',
    ]);
  });

  it('that are missing show: events that stand in none are counted', async () => {
    expect(await store.unpartitioned()).toBe(0);
    await database.pool.query(`SELECT setval('es.global_position_seq', $1)`, [40 * partitionSize]);
    await store.append(plainUnit(counterStream(), 0, counted()));
    expect(await store.unpartitioned()).toBe(1);
    await database.pool.query('DELETE FROM es.events_default');
    await database.pool.query(`SELECT setval('es.global_position_seq', $1)`, [partitionSize]);
  });

  it('wait for another time where somebody reads everything, and hold nobody up', async () => {
    await database.pool.query(`SELECT setval('es.global_position_seq', $1)`, [2 * partitionSize]);
    const reader = await database.pool.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM es.events');
    expect(await makePartitions(database.pool, 'es')).toBe(0);
    expect(await store.append(plainUnit(counterStream(), 0, counted()))).toMatchObject({ status: 'ok' });
    await reader.query('ROLLBACK');
    reader.release();
    expect(await makePartitions(database.pool, 'es')).toBe(1);
  });

  it('hold a stream that crosses their border, which is read in order from where it begins', async () => {
    const stream = counterStream();
    await database.pool.query(`SELECT setval('es.global_position_seq', $1)`, [3 * partitionSize - 3]);
    for (let version = 0; version < 5; version += 1) await store.append(plainUnit(stream, version, counted(version)));
    const events = await store.readStream(stream);
    expect(events.map(({ position }) => position)).toEqual([-2, -1, 0, 1, 2].map((n) => 3 * partitionSize + n));
    expect((await store.read(3 * partitionSize - 3, 10)).events).toEqual(events);
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ANALYZE ${streamsStatement('es')}`, [
      [stream],
      [0],
      [Number.MAX_SAFE_INTEGER],
    ]);
    const read = rows.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('never executed'));
    expect(partitionsOf(read.join('\n'))[0]).toBe('events_p2');
  });
});
