import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventRegistry } from '../event-types.js';
import { UnknownEvent } from '../errors.js';
import { counted, counterEvents, counterStream, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { eventStoreSuite } from '../testing/event-store-suite.js';
import { createPool } from './pool.js';
import { PostgresEventStore } from './postgres-event-store.js';

let database: TestDatabase;
let store: PostgresEventStore;
const registry = new EventRegistry([counterEvents]);
const secret = 'a secret of the deployment, long enough';

beforeAll(async () => {
  database = await testDatabase('es');
  store = new PostgresEventStore({ pool: database.pool, schema: 'es', registry, secret });
  await store.start();
});

afterAll(async () => {
  await store.stop();
  await database.drop();
});

eventStoreSuite('PostgreSQL', () => store);

describe('PostgreSQL only', () => {
  it('reads what is asked for together in one statement, 128 streams at a time, and fails together', async () => {
    const pool = createPool(database.url);
    const statements = jest.spyOn(pool, 'query');
    const reading = new PostgresEventStore({ pool, schema: 'es', registry, secret });
    const streams = Array.from({ length: 130 }, counterStream);
    for (const stream of streams) await store.append(plainUnit(stream, 0, counted(1)));
    const read = await Promise.all([...streams, ...streams].map((stream) => reading.readStream(stream)));
    expect(read.map((events) => events[0]?.stream)).toEqual([...streams, ...streams]);
    expect(statements).toHaveBeenCalledTimes(2);
    await pool.end();
    const failed = await Promise.allSettled(streams.map((stream) => reading.readStream(stream)));
    expect(failed.every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('upcasts what an older build stored', async () => {
    const stream = counterStream();
    await store.append(
      plainUnit(stream, 0, { id: randomUUID(), type: 'Renamed', data: { name: 'a', language: 'en' } }),
    );
    await database.pool.query(`UPDATE es.events SET schema_version = 1, data = '{"name":"a"}' WHERE stream_id = $1`, [
      stream,
    ]);
    expect((await store.readStream(stream))[0]?.data).toEqual({ name: 'a', language: 'ro' });
  });

  it('does not skip an event that this build does not know', async () => {
    const older = await testDatabase('es');
    const writer = new PostgresEventStore({ pool: older.pool, schema: 'es', registry, secret });
    await writer.append(plainUnit(counterStream(), 0, counted()));
    await older.pool.query(`UPDATE es.events SET type = 'FromTheFuture'`);
    await expect(writer.read(0, 10)).rejects.toBeInstanceOf(UnknownEvent);
    await expect(writer.read(0, 10, ['Counted'])).rejects.toBeInstanceOf(UnknownEvent);
    const fresh = new PostgresEventStore({ pool: older.pool, schema: 'es', registry, secret });
    await expect(fresh.read(0, 10, ['Renamed'])).rejects.toBeInstanceOf(UnknownEvent);
    await older.drop();
  });

  it('hashes claims with the secret: another deployment finds nothing', async () => {
    const stream = counterStream();
    await store.append({
      ...plainUnit(stream, 0, counted()),
      claims: [{ scope: 's', value: 'ana@example.org', stream }],
    });
    const other = new PostgresEventStore({ pool: database.pool, schema: 'es', registry, secret: 'another secret' });
    expect(await other.findClaim('s', 'ana@example.org')).toBeNull();
    const { rows } = await database.pool.query<{ row: string }>(`SELECT c::text AS row FROM es.claims c`);
    expect(rows.some(({ row }) => row.includes('ana'))).toBe(false);
  });

  it('fails only the guilty one of a group', async () => {
    const bad = plainUnit(counterStream(), 0, {
      id: randomUUID(),
      type: 'Renamed',
      data: { name: 'a\u0000b', language: 'ro' },
    });
    const good = Array.from({ length: 5 }, () => plainUnit(counterStream(), 0, counted()));
    const results = await Promise.allSettled(
      [good[0], bad, ...good.slice(1)].map((unit) => store.append(unit as never)),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('refuses to start where commits are not durable', async () => {
    const pool = createPool(database.url, { settings: { synchronous_commit: 'off' } });
    const unsafe = new PostgresEventStore({ pool, schema: 'es', registry, secret });
    await expect(unsafe.start()).rejects.toThrow('synchronous_commit=off');
    await pool.end();
  });

  it('wakes readers in another process after a commit', async () => {
    const pool = createPool(database.url);
    const other = new PostgresEventStore({ pool, schema: 'es', registry, secret, pollMs: 60_000 });
    await other.start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const woken = new Promise<number>((resolve) => {
      const began = Date.now();
      other.onAppended(() => {
        resolve(Date.now() - began);
      });
    });
    await store.append(plainUnit(counterStream(), 0, counted()));
    expect(await woken).toBeLessThan(2_000);
    await other.stop();
    await pool.end();
  });
});
