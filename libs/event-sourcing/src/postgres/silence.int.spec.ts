import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { EventRegistry } from '../event-types.js';
import { counted, counterEvents, counterStream, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { wireTo, type Wire } from '../testing/wire.js';
import { createPool, isOutage } from './pool.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { Session } from './session.js';

let database: TestDatabase;
let wire: Wire;
let pool: ReturnType<typeof createPool>;
let store: PostgresEventStore;

beforeAll(async () => {
  database = await testDatabase('es');
  wire = await wireTo(database.url);
  pool = createPool(wire.url);
  const registry = new EventRegistry([counterEvents]);
  store = new PostgresEventStore({ pool, schema: 'es', registry, secret: 'a secret of the deployment, long enough' });
  await store.start();
});

afterAll(async () => {
  await store.stop();
  await wire.close();
  await pool.end();
  await database.drop();
});

it('a server asks the network whether its client is still there, on every connection', async () => {
  const session = Session.beside(pool);
  const asked = `SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp\\_keepalives\\_%' ORDER BY name`;
  const settings = [
    { name: 'tcp_keepalives_count', setting: '3' },
    { name: 'tcp_keepalives_idle', setting: '10' },
    { name: 'tcp_keepalives_interval', setting: '5' },
  ];
  expect([(await pool.query(asked)).rows, await session.query(asked)]).toEqual([settings, settings]);
  await session.stop();
});

const isAway = (error: unknown) => error instanceof Unavailable || isOutage(error);

it('writes and reads go on within 10 s of the return of a network that had gone silent, and nothing is lost or doubled', async () => {
  // Every connection of the pool is open, and will not be answered any more.
  await Promise.all(Array.from({ length: 8 }, () => pool.query('SELECT pg_sleep(0.1)')));
  const unacknowledged = plainUnit(counterStream(), 0, counted());
  wire.lose('answers');
  const lost = store.append(unacknowledged).catch((error: unknown) => error);
  await sleep(500);
  wire.lose();
  const units = Array.from({ length: 40 }, () => plainUnit(counterStream(), 0, counted()));
  const settled = units.map(async (unit, index) => {
    await sleep(index * 50);
    return store.append(unit).catch((error: unknown) => error);
  });
  const reading = Promise.all(
    units.map(({ writes: [write] }) => store.readStream(write?.stream ?? '').catch((error: unknown) => error)),
  );
  await sleep(3_000);
  wire.mend();

  const returned = Date.now();
  const stream = counterStream();
  const write = async (): Promise<unknown> => store.append(plainUnit(stream, 0, counted())).catch(write);
  const read = async (): Promise<unknown> => store.readStream(stream).catch(read);
  await Promise.all([write(), read()]);
  expect(Date.now() - returned).toBeLessThan(10_000);

  expect(isAway(await lost)).toBe(true);
  expect(await store.append(unacknowledged)).toMatchObject({ status: 'duplicate' });
  for (const outcome of await reading) expect(Array.isArray(outcome) || isAway(outcome)).toBe(true);
  const outcomes = await Promise.all(settled);
  for (const [index, outcome] of outcomes.entries()) {
    if (isAway(outcome)) await store.append(units[index] ?? unacknowledged);
    else expect(outcome).toMatchObject({ status: 'ok' });
    expect(await store.readStream(units[index]?.writes[0]?.stream ?? '')).toHaveLength(1);
  }
});
