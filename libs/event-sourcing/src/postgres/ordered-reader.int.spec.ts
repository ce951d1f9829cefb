import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { RecordedEvent } from '../event.js';
import { EventRegistry } from '../event-types.js';
import { follow } from '../follow.js';
import { appendInside } from '../testing/append-inside.js';
import { counted, counterEvents, counterStream, metadata, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { until } from '../testing/until.js';
import { OrderedReader } from './ordered-reader.js';
import { createPool } from './pool.js';
import { PostgresEventStore } from './postgres-event-store.js';

const registry = new EventRegistry([counterEvents]);
const secret = 'a secret of the deployment, long enough';
const writers = 8;
const runMs = 6_000;

let database: TestDatabase;
const stores: PostgresEventStore[] = [];
const pools: pg.Pool[] = [];

async function newStore(applicationName: string): Promise<PostgresEventStore> {
  const pool = createPool(database.url, { max: 6, applicationName });
  const store = new PostgresEventStore({ pool, schema: 'es', registry, secret, pollMs: 50 });
  await store.start();
  pools.push(pool);
  stores.push(store);
  return store;
}

beforeAll(async () => {
  database = await testDatabase('es');
});

afterAll(async () => {
  await Promise.all(stores.map((store) => store.stop()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

/** Every event that stands there, of some types, by the primary key. */
const standing = async (types: readonly string[] = registry.names): Promise<number[]> => {
  const { rows } = await database.pool.query<{ global_position: number }>(
    'SELECT global_position FROM es.events WHERE type = ANY ($1) ORDER BY 1',
    [types],
  );
  return rows.map(({ global_position: position }) => position);
};

/** Appends in a transaction of its own that stays open for a moment, and now and then rolls back. */
async function slowAppend(pool: pg.Pool, stream: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const renamed = { type: 'Renamed', data: { name: 'a', language: 'ro' } };
    await appendInside(client, 'es', stream, randomInt(2) === 0 ? renamed : { type: 'Counted', data: { by: 1 } });
    await sleep(randomInt(12));
    await client.query(randomInt(3) === 0 ? 'ROLLBACK' : 'COMMIT');
    client.release();
  } catch (error) {
    client.release(error as Error);
  }
}

/** Writes through the store and past it; a backend that was killed under it is no reason to stop. */
async function write(store: PostgresEventStore, pool: pg.Pool, until: number): Promise<Map<string, number>> {
  const acknowledged = new Map<string, number>();
  const streams = Array.from({ length: 5 }, () => counterStream());
  while (Date.now() < until) {
    const stream = streams[randomInt(streams.length)] ?? '';
    if (randomInt(3) === 0) await slowAppend(pool, counterStream());
    else {
      const event = counted(1);
      await store.append(plainUnit(stream, 'any', event)).then(
        (result) => acknowledged.set(event.id, result.status === 'conflict' ? 0 : 1),
        () => undefined,
      );
    }
  }
  return acknowledged;
}

/** A reader as most would write it: it takes all that is greater than the checkpoint. */
async function readNaively(signal: AbortSignal): Promise<number[]> {
  const seen: number[] = [];
  let checkpoint = 0;
  for (let last = false; ;) {
    const { rows } = await database.pool.query<{ global_position: number }>(
      'SELECT global_position FROM es.events WHERE global_position > $1 ORDER BY 1 LIMIT 500',
      [checkpoint],
    );
    seen.push(...rows.map(({ global_position: position }) => position));
    checkpoint = seen.at(-1) ?? 0;
    if (rows.length === 0 && last) return seen;
    last = signal.aborted;
  }
}

async function readInOrder(store: PostgresEventStore, seen: RecordedEvent[], signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await follow(store, {
        after: seen.at(-1)?.position ?? 0,
        signal,
        handle: ({ events }) => {
          seen.push(...events);
          return Promise.resolve();
        },
      });
      return;
    } catch {
      // Its backend was killed: it reads on from where it stands.
    }
  }
}

/** Readers that never share a run: each reads on from the last one's place, as those that are behind do. */
async function readBehind(pool: pg.Pool, types: readonly string[], signal: AbortSignal): Promise<number[]> {
  const seen: number[] = [];
  for (let after = 0, last = false; ;) {
    const store = new PostgresEventStore({ pool, schema: 'es', registry, secret });
    const { events, position } = await store.read(after, 20, types);
    expect(events.every(({ type }) => types.includes(type))).toBe(true);
    seen.push(...events.map((event) => event.position));
    if (position === after && last) return seen;
    last = signal.aborted;
    after = position;
  }
}

function expectStreamsInOrder(events: readonly RecordedEvent[]): void {
  const versions = new Map<string, number>();
  for (const { stream, version } of events) {
    expect(version).toBe((versions.get(stream) ?? 0) + 1);
    versions.set(stream, version);
  }
}

async function killBackends(until: number): Promise<number> {
  let killed = 0;
  while (Date.now() < until) {
    await sleep(150);
    const { rows } = await database.pool.query<{ killed: boolean }>(
      `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'writer%' AND state <> 'idle' ORDER BY random() LIMIT 1`,
    );
    killed += rows.length;
  }
  return killed;
}

describe('the global order under 8 writers, rollbacks and killed backends', () => {
  it('loses nothing and keeps the order of every stream, where a naive reader loses events', async () => {
    const done = new AbortController();
    const seen = { one: [] as RecordedEvent[], other: [] as RecordedEvent[] };
    const [one, other] = [await newStore('reader 1'), await newStore('reader 2')];
    const reading = [readInOrder(one, seen.one, done.signal), readInOrder(other, seen.other, done.signal)];
    const naive = readNaively(done.signal);
    const behind = [
      readBehind(database.pool, ['Renamed'], done.signal),
      readBehind(database.pool, ['Counted', 'Renamed'], done.signal),
    ];
    // They stand before anything is killed.
    const ready: [PostgresEventStore, pg.Pool][] = [];
    for (let index = 0; index < writers; index += 1)
      ready.push([await newStore(`writer ${index}`), pools.at(-1) as pg.Pool]);
    const until = Date.now() + runMs;
    const writing = ready.map(([store, pool]) => write(store, pool, until));
    const [killed, ...acknowledged] = await Promise.all([killBackends(until), ...writing]);
    const horizon = await one.horizon();
    const expected = await standing();
    for (const events of [seen.one, seen.other])
      while ((events.at(-1)?.position ?? 0) < (expected.at(-1) ?? 0)) await sleep(10);
    done.abort();
    await Promise.all(reading);

    const [renamed = [], all] = await Promise.all(behind);
    expect(renamed).toEqual(await standing(['Renamed']));
    expect(renamed.length).toBeGreaterThan(0);
    expect(all).toEqual(expected);

    const lost = expected.length - new Set(await naive).size;
    const holes = (expected.at(-1) ?? 0) - expected.length;
    // The run was as hard as it says: positions were burnt, backends killed, and whoever reads naively pays for it.
    expect({ holes: holes > 0, killed: killed > 0, lost: lost > 0 }).toEqual({ holes: true, killed: true, lost: true });
    expect(horizon).toBe(expected.at(-1));
    for (const events of [seen.one, seen.other]) {
      expect(events.map(({ position }) => position)).toEqual(expected);
      expectStreamsInOrder(events);
    }
    const ids = new Set(seen.one.map(({ id }) => id));
    const missing = acknowledged.flatMap((each) => [...each.keys()]).filter((id) => !ids.has(id));
    expect(missing).toEqual([]);
  });

  it('reads again for whoever asks while it reads: what was written since then is not missed', async () => {
    const store = await newStore('reads');
    const pool = createPool(database.url, { max: 2 });
    pools.push(pool);
    let answered = 0;
    let held: Promise<void> = Promise.resolve();
    const slow = new Proxy(pool, {
      get: (target, name, self) =>
        name === 'query'
          ? async (query: pg.QueryConfig, values?: unknown[]) => {
              const result = await target.query(query, values);
              answered += 1;
              await held;
              return result;
            }
          : (Reflect.get(target, name, self) as unknown),
    });
    const reader = new OrderedReader(slow, 'es', registry);
    await store.append(plainUnit(counterStream(), 'any', counted(1)));
    let head = 0;
    for (let batch = await reader.read(head, 500); batch.position > head; batch = await reader.read(head, 500))
      head = batch.position;
    let go: () => void = () => undefined;
    held = new Promise((resolve) => (go = resolve));
    const asked = answered;
    const early = reader.read(head, 10);
    await until(() => answered > asked);
    const event = counted(1);
    await store.append(plainUnit(counterStream(), 'any', event));
    const late = [reader.read(head, 10), reader.read(head, 10)];
    go();
    expect((await early).events).toEqual([]);
    expect((await Promise.all(late)).map(({ events }) => events.map(({ id }) => id))).toEqual([[event.id], [event.id]]);
  });

  it('waits for no stranger: a long transaction that appends nothing holds nobody up', async () => {
    const store = await newStore('reader 3');
    const stranger = await database.pool.connect();
    await stranger.query('BEGIN');
    await stranger.query('SELECT count(*) FROM es.events, pg_current_xact_id()');
    const burnt = await database.pool.connect();
    await burnt.query('BEGIN');
    await burnt.query(`SELECT nextval('es.global_position_seq')`);
    await burnt.query('ROLLBACK');
    burnt.release();
    const appended = await store.append(plainUnit(counterStream(), 0, counted()));
    const began = Date.now();
    expect(await store.horizon()).toBe((appended as { position: number }).position);
    const after = (appended as { position: number }).position - 2;
    expect((await store.read(after, 10)).events).toHaveLength(1);
    expect(Date.now() - began).toBeLessThan(1_000);
    await stranger.query('ROLLBACK');
    stranger.release();
  });

  it('waits for an append that may still fill the hole, and then hands both on in order', async () => {
    const store = await newStore('reader 4');
    const before = await store.horizon();
    const slow = await database.pool.connect();
    await slow.query('BEGIN');
    const hidden = counterStream();
    await appendInside(slow, 'es', hidden, { type: 'Counted', data: { by: 1 } });
    const seen = counterStream();
    await store.append(plainUnit(seen, 0, counted()));
    let answered = false;
    const reading = store.read(before, 10).finally(() => {
      answered = true;
    });
    await sleep(200);
    expect(answered).toBe(false);
    await slow.query('COMMIT');
    slow.release();
    expect((await reading).events.map(({ stream }) => stream)).toEqual([hidden, seen]);
  });
});

describe('a storm of colliding units', () => {
  it('ends without a deadlock, with every claim held once and a register without gap or double', async () => {
    const streams = Array.from({ length: 6 }, () => counterStream());
    const names = ['ana', 'ion', 'maria', 'vlad'];
    const storms = await Promise.all(Array.from({ length: 6 }, (_, index) => newStore(`storm ${index}`)));
    const results = await Promise.all(
      storms.flatMap((store) =>
        Array.from({ length: 60 }, async () => {
          const [a, b, c] = [...streams].sort(() => randomInt(3) - 1) as [string, string, string];
          const own = counterStream();
          const value = names[randomInt(names.length)] ?? '';
          const unit = {
            metadata,
            writes: [
              {
                stream: own,
                expected: 0,
                events: [{ id: randomUUID(), type: 'Counted', data: { by: 1, number: 'to be drawn' } }],
              },
              { stream: a, expected: 'any' as const, events: [counted()] },
              { stream: b, expected: 'any' as const, events: [counted()] },
            ],
            checks: [{ stream: c, expected: randomInt(2) === 0 ? 0 : -1 }],
            claims: randomInt(3) === 0 ? [{ scope: 'storm', value, stream: own }] : [],
            numbers: [{ register: 'storm', stream: own, field: 'number', prefix: '', digits: 6 }],
          };
          const { checks, ...free } = unit;
          const result = await store.append(randomInt(4) === 0 ? { ...free, checks } : free);
          return { result, own, claimed: unit.claims.length > 0 };
        }),
      ),
    );
    const accepted = results.filter(({ result }) => result.status === 'ok');
    const refused = results.filter(({ result }) => result.status === 'conflict');
    expect(accepted.length + refused.length).toBe(360);
    expect(accepted.length).toBeGreaterThan(100);
    expect(refused.length).toBeGreaterThan(20);

    const numbers = accepted.map(({ result }) => Number((result as { number: string }).number)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: accepted.length }, (_, index) => index + 1));
    const { rows: claims } = await database.pool.query<{ stream_id: string }>(
      `SELECT stream_id FROM es.claims WHERE scope = 'storm'`,
    );
    expect(claims.length).toBeLessThanOrEqual(names.length);
    const holders = accepted.filter(({ claimed }) => claimed).map(({ own }) => own);
    expect(claims.map(({ stream_id: stream }) => stream).sort()).toEqual(holders.sort());
    const [store] = storms;
    for (const { own } of refused) expect(await store?.readStream(own)).toEqual([]);
    for (const stream of streams) {
      const versions = (await store?.readStream(stream))?.map(({ version }) => version);
      expect(versions).toEqual(Array.from({ length: versions?.length ?? 0 }, (_, index) => index + 1));
    }
  });
});
