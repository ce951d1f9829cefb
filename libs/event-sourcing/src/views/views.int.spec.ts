import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../event.js';
import { EventRegistry, type EventTypes } from '../event-types.js';
import { Leases } from '../postgres/leases.js';
import { eventStoreMigrations } from '../postgres/migrations.js';
import { PostgresEventStore } from '../postgres/postgres-event-store.js';
import { counted, counterEvents, counterStream, plainUnit, type CounterEvent } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { replayed } from '../testing/replayed.js';
import type { FoldHashes } from './fold.js';
import { defineView, tableDdl, tableHash, type View } from './view.js';
import { ViewTable } from './view-table.js';
import { Views } from './views.js';

type Recorded<T extends CounterEvent['type']> = RecordedEvent<Extract<CounterEvent, { type: T }>>;

interface TotalRow {
  id: string;
  total: number;
  events: number;
  lastAt: string;
  name: string | null;
}

const totals = (version: number, weight = 1): View<TotalRow> =>
  defineView<TotalRow>({
    name: 'totals',
    version,
    key: 'id',
    columns: {
      id: 'text',
      total: 'bigint NOT NULL',
      events: 'int NOT NULL',
      lastAt: 'timestamptz NOT NULL',
      name: 'text',
      ...(version > 1 ? { extra: `text GENERATED ALWAYS AS (coalesce(name, '?')) STORED` } : {}),
    },
    indexes: ['(total)'],
    on: {
      Counted: {
        evolve: (row, { data, stream, recordedAt }: Recorded<'Counted'>) => ({
          id: stream.slice(-36),
          total: (row?.total ?? 0) + data.by * weight,
          events: (row?.events ?? 0) + 1,
          lastAt: recordedAt,
          name: row?.name ?? null,
        }),
      },
      Renamed: {
        evolve: (row, { data }: Recorded<'Renamed'>) =>
          data.name === 'gone' ? null : row && { ...row, name: data.name },
      },
    },
  });

let database: TestDatabase;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await testDatabase('es');
});

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await database.drop();
});

/** One process: its store, its leases, its views. */
async function newProcess(view: View, events: readonly EventTypes[] = [counterEvents]) {
  const { pool } = database;
  const store = new PostgresEventStore({
    pool,
    schema: 'es',
    registry: new EventRegistry(events),
    secret: 's',
    pollMs: 50,
  });
  const leases = new Leases({ pool, schema: 'es', owner: randomUUID(), ttlMs: 1_000 });
  const views = new Views({ pool, schema: 'es', store, leases, views: [view] });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await views.stop();
    await leases.stop();
    await store.stop();
  };
  cleanUp.push(stop);
  await store.start();
  await views.start();
  return { store, views, stop };
}

const rows = async (): Promise<TotalRow[]> => {
  const found = await database.pool.query<{ row: TotalRow }>(
    `SELECT jsonb_build_object('id', id, 'total', total, 'events', events, 'lastAt', last_at, 'name', name) AS row FROM es.totals ORDER BY id`,
  );
  return found.rows.map(({ row }) => ({ ...row, lastAt: new Date(row.lastAt).toISOString() }));
};

const byId = (one: TotalRow, other: TotalRow) => (one.id < other.id ? -1 : 1);
const expected = async (store: PostgresEventStore, view: View<TotalRow>) => (await replayed(store, view)).sort(byId);

const renamed = (name: string) => ({ id: randomUUID(), type: 'Renamed', data: { name, language: 'ro' } });

async function appendSome(store: PostgresEventStore, streams: readonly string[], times: number): Promise<number> {
  let position = 0;
  for (let index = 0; index < times; index += 1) {
    const stream = streams[randomInt(streams.length)] ?? '';
    const event = randomInt(5) === 0 ? renamed(['a', 'ț', 'gone'][randomInt(3)] ?? '') : counted(randomInt(9));
    const result = await store.append(plainUnit(stream, 'any', event));
    if (result.status !== 'conflict') ({ position } = result);
  }
  return position;
}

describe('a view', () => {
  it('follows what is appended, and equals its replay from nothing', async () => {
    const { store, views } = await newProcess(totals(1));
    const position = await appendSome(
      store,
      Array.from({ length: 7 }, () => counterStream()),
      200,
    );
    expect(await views.waitFor('totals', position, 5_000)).toBe(true);
    expect(await rows()).toEqual(await expected(store, totals(1)));
    expect((await rows()).length).toBeGreaterThan(2);
    expect(await views.waitFor('totals', position + 1, 50)).toBe(false);
    expect(await views.status()).toMatchObject([
      { name: 'totals', liveVersion: 1, state: 'live', position, leading: true },
    ]);
  });

  it('is rebuilt beside the one that is read, while writes and reads go on, and is never seen half made', async () => {
    const { store, views } = await newProcess(totals(1));
    const streams = Array.from({ length: 20 }, () => counterStream());
    const fixed = counterStream();
    await store.append(plainUnit(fixed, 0, counted(42)));
    await views.waitFor('totals', await appendSome(store, streams, 400), 5_000);
    const enough = new AbortController();
    const writer = (async () => {
      let position = 0;
      while (!enough.signal.aborted) position = await appendSome(store, streams, 10);
      return position;
    })();
    const reads: (TotalRow | undefined)[] = [];
    const reader = (async () => {
      while (!enough.signal.aborted) {
        reads.push((await rows()).find(({ id }) => fixed.endsWith(id)));
        await sleep(2);
      }
    })();
    const generations = async () => {
      const found = await database.pool.query<{ generation: number }>(
        `SELECT generation FROM es.views WHERE state = 'live'`,
      );
      return found.rows[0]?.generation;
    };
    for (const generation of [2, 3]) {
      await views.rebuild('totals');
      while ((await generations()) !== generation) await sleep(10);
    }
    await sleep(100);
    enough.abort();
    await reader;
    expect(await views.waitFor('totals', await writer, 5_000)).toBe(true);
    expect(reads.length).toBeGreaterThan(10);
    expect(reads.filter((row) => row?.total !== 42)).toEqual([]);
    expect(await rows()).toEqual(await expected(store, totals(1)));
    const tables = await database.pool.query(
      `SELECT FROM pg_tables WHERE schemaname = 'es' AND tablename LIKE 'totals\\_%'`,
    );
    expect(tables.rowCount).toBe(1);
    const indexes = await database.pool.query(
      `SELECT FROM pg_indexes WHERE schemaname = 'es' AND tablename = 'totals_v1_3' AND indexdef LIKE '%(total)'`,
    );
    expect(indexes.rowCount).toBe(1);
  }, 30_000);

  it('that is rebuilt holds up neither readers nor writes while somebody reads it for long', async () => {
    const { store, views } = await newProcess(totals(1));
    const stream = counterStream();
    const first = (await store.append(plainUnit(stream, 0, counted(1)))) as { position: number };
    await views.waitFor('totals', first.position, 5_000);
    const analyst = await database.pool.connect();
    await analyst.query('BEGIN');
    await analyst.query('SELECT count(*) FROM es.totals');
    const live = async () =>
      (await database.pool.query<{ n: number }>(`SELECT generation AS n FROM es.views WHERE state = 'live'`)).rows[0]
        ?.n;
    await views.rebuild('totals');
    await sleep(1_500);
    const second = (await store.append(plainUnit(stream, 1, counted(1)))) as { position: number };
    expect(await views.waitFor('totals', second.position, 3_000)).toBe(true);
    const began = Date.now();
    expect(await rows()).toMatchObject([{ total: 2 }]);
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await live()).toBe(1);
    await analyst.query('ROLLBACK');
    analyst.release();
    while ((await live()) !== 2) await sleep(10);
    expect(await rows()).toEqual(await expected(store, totals(1)));
  }, 20_000);

  it('writes nothing while nothing happens', async () => {
    const { store, views } = await newProcess(totals(1));
    const { position } = (await store.append(plainUnit(counterStream(), 0, counted(1)))) as { position: number };
    await views.waitFor('totals', position, 5_000);
    await sleep(300);
    const row = async () =>
      (await database.pool.query<{ at: string }>(`SELECT xmin::text || ctid::text AS at FROM es.views`)).rows[0]?.at;
    const before = await row();
    await sleep(1_500);
    expect(await row()).toBe(before);
  });

  it('of a new version is built while the old one goes on, and takes its place', async () => {
    const old = await newProcess(totals(1));
    const streams = Array.from({ length: 5 }, () => counterStream());
    await old.views.waitFor('totals', await appendSome(old.store, streams, 100), 5_000);
    const young = await newProcess(totals(2, 10));
    while ((await young.views.status())[0]?.liveVersion !== 2) await sleep(10);
    const position = await appendSome(young.store, streams, 50);
    expect(await young.views.waitFor('totals', position, 5_000)).toBe(true);
    expect(await rows()).toEqual(await expected(young.store, totals(2, 10)));
    expect(await database.pool.query('SELECT extra FROM es.totals LIMIT 1')).toMatchObject({ rowCount: 1 });
    // A process of the older build starts again: it leaves the newer table alone.
    await old.stop();
    const older = await newProcess(totals(1));
    await sleep(200);
    expect((await young.views.status())[0]).toMatchObject({ liveVersion: 2, state: 'live' });
    await expect(older.views.rebuild('totals')).rejects.toThrow('newer version');
    // Nor does a build of its that was begun before take the place of the newer one.
    await database.pool.query(
      `INSERT INTO es.views (name, version, generation, definition_hash, state) VALUES ('totals', 1, 7, '', 'building')`,
    );
    await database.pool.query(
      'CREATE TABLE es.totals_v1_7 AS SELECT id, total, events, last_at, name FROM es.totals LIMIT 0',
    );
    await sleep(1_500);
    expect((await young.views.status())[0]).toMatchObject({ liveVersion: 2, state: 'live' });
    expect(await database.pool.query('SELECT extra FROM es.totals LIMIT 1')).toMatchObject({ rowCount: 1 });
    const tables = await database.pool.query(
      `SELECT FROM pg_tables WHERE schemaname = 'es' AND tablename LIKE 'totals\\_%'`,
    );
    expect(tables.rowCount).toBe(1);
  });

  it('that lost its last moments when the server crashed finds them in the events again', async () => {
    const { store, views } = await newProcess(totals(1));
    const stream = counterStream();
    await store.append(plainUnit(stream, 0, counted(1)));
    const { position } = (await store.append(plainUnit(stream, 1, counted(10)))) as { position: number };
    await views.waitFor('totals', position, 5_000);
    // As after a crash: the table stands where it stood before the second event, and its leader does not know.
    await database.pool.query(
      `WITH back AS (UPDATE es.views SET position = $1 WHERE name = 'totals' RETURNING 1)
       UPDATE es.totals_v1_1 SET total = 1, events = 1 WHERE EXISTS (SELECT FROM back)`,
      [position - 1],
    );
    const last = (await store.append(plainUnit(stream, 2, counted(100)))) as { position: number };
    while ((await rows())[0]?.total !== 111) await sleep(10);
    expect(await views.waitFor('totals', last.position, 5_000)).toBe(true);
    expect(await rows()).toEqual(await expected(store, totals(1)));
  });

  it('whose columns were changed without a new version stops the start', async () => {
    const { stop } = await newProcess(totals(1));
    await stop();
    const changed = { ...totals(1), indexes: ['(events)'] };
    await expect(newProcess(changed)).rejects.toThrow('without a new version');
  });

  describe('whose fold was changed without a new version', () => {
    const live = async () =>
      (
        await database.pool.query<{ generation: number; folds: FoldHashes | null }>(
          `SELECT generation, folds FROM es.views WHERE state = 'live'`,
        )
      ).rows[0]!;
    const folded = (weight: number, more: FoldHashes = {}): View<TotalRow> => ({
      ...totals(1, weight),
      fold: { version: 1, table: '', events: { 'Counted.v1': `by-${weight}`, ...more } },
    });
    const streams = Array.from({ length: 5 }, () => counterStream());

    it('is rebuilt at the start, beside the rows that are read', async () => {
      const old = await newProcess(folded(1));
      await old.views.waitFor('totals', await appendSome(old.store, streams, 100), 5_000);
      const young = await newProcess(folded(10));
      // The process that leads goes on with its own fold, and leaves what the other wants to build to the other.
      await old.views.waitFor('totals', await appendSome(old.store, streams, 20), 5_000);
      await sleep(1_500);
      expect(await live()).toMatchObject({ generation: 1 });
      expect(await rows()).toEqual(await expected(old.store, folded(1)));
      await old.stop();
      while ((await live()).generation !== 2) await sleep(10);
      const position = await appendSome(young.store, streams, 20);
      expect(await young.views.waitFor('totals', position, 5_000)).toBe(true);
      expect(await rows()).toEqual(await expected(young.store, folded(10)));
      expect((await live()).folds).toEqual({ 'Counted.v1': 'by-10' });
      await young.stop();
      const again = await newProcess(folded(10));
      await again.views.waitFor('totals', await appendSome(again.store, streams, 5), 5_000);
      expect((await again.views.status())[0]).toMatchObject({ state: 'live', buildingPosition: null });
      expect(await live()).toMatchObject({ generation: 2 });
    }, 30_000);

    it('is not understood from the rows of the other: a fold that cannot go on with them builds its own', async () => {
      const old = await newProcess(folded(1));
      const position = await appendSome(old.store, streams, 50);
      await old.views.waitFor('totals', position, 5_000);
      await old.stop();
      const young: View<TotalRow> = {
        ...folded(10),
        evolve: (row, event, key) => {
          if (row && row.total % 10 !== 0) throw new Error('This row is not understood.');
          return folded(10).evolve(row, event, key);
        },
      };
      const { store, views } = await newProcess(young);
      while ((await live()).generation !== 2) await sleep(10);
      expect(await views.waitFor('totals', await appendSome(store, streams, 20), 5_000)).toBe(true);
      expect(await rows()).toEqual(await expected(store, young));
      expect(await database.pool.query(`SELECT FROM es.views`)).toMatchObject({ rowCount: 1 });
    }, 30_000);

    it('is not rebuilt for an event that is new, nor for one that an older build does not know', async () => {
      for (const more of [{}, { 'Renamed.v1': 'x' }, {}]) {
        const { store, views, stop } = await newProcess(folded(1, more));
        await views.waitFor('totals', await appendSome(store, streams, 5), 5_000);
        expect((await views.status())[0]).toMatchObject({ state: 'live', buildingPosition: null });
        await stop();
      }
      expect(await live()).toEqual({ generation: 1, folds: { 'Counted.v1': 'by-1', 'Renamed.v1': 'x' } });
    });

    it('starts live where an older build made it, which knew no folds, and its fold is noted once', async () => {
      await database.pool.query('ALTER TABLE es.views DROP COLUMN folds');
      await database.pool.query(
        `INSERT INTO es.views (name, version, generation, definition_hash, state) VALUES ('totals', 1, 1, $1, 'live')`,
        [tableHash(totals(1))],
      );
      await database.pool.query(tableDdl(totals(1), 'es', 'totals_v1_1'));
      await database.pool.query('CREATE VIEW es.totals AS SELECT * FROM es.totals_v1_1');
      const knowsFolds = eventStoreMigrations.find(({ name }) => name === 'EventStore0002')!;
      for (const statement of knowsFolds.up('es')) await database.pool.query(statement);
      expect(await live()).toEqual({ generation: 1, folds: null });
      for (const _start of [1, 2]) {
        const { store, views, stop } = await newProcess(folded(1));
        expect((await views.status())[0]).toMatchObject({ liveVersion: 1, state: 'live', buildingPosition: null });
        expect(await views.waitFor('totals', await appendSome(store, streams, 20), 5_000)).toBe(true);
        expect(await rows()).toEqual(await expected(store, folded(1)));
        await stop();
      }
      expect(await live()).toEqual({ generation: 1, folds: { 'Counted.v1': 'by-1' } });
      expect(await database.pool.query(`SELECT FROM es.views`)).toMatchObject({ rowCount: 1 });
    });
  });

  it('goes on in another process when its leader ends, without doing anything twice', async () => {
    const one = await newProcess(totals(1));
    const other = await newProcess(totals(1));
    const streams = Array.from({ length: 5 }, () => counterStream());
    for (let round = 0; round < 3; round += 1) await appendSome(one.store, streams, 30);
    await one.stop();
    const position = await appendSome(other.store, streams, 30);
    expect(await other.views.waitFor('totals', position, 5_000)).toBe(true);
    expect(await rows()).toEqual(await expected(other.store, totals(1)));
    expect((await other.views.status())[0]?.leading).toBe(true);
  });

  it('stops before an event that this build does not know, says so, and hands over to one that knows it', async () => {
    const fewer: EventTypes = { category: 'counter', types: { Counted: counterEvents.types.Counted } };
    const older = await newProcess(totals(1), [fewer]);
    const writer = new PostgresEventStore({
      pool: database.pool,
      schema: 'es',
      registry: new EventRegistry([counterEvents]),
      secret: 's',
    });
    const stream = counterStream();
    await writer.append(plainUnit(stream, 0, counted(1)));
    await older.views.waitFor('totals', 1, 5_000);
    await writer.append(plainUnit(stream, 1, renamed('new')));
    const { position } = (await writer.append(plainUnit(stream, 2, counted(2)))) as { position: number };
    while ((await older.views.status())[0]?.state !== 'faulted') await sleep(10);
    expect((await older.views.status())[0]?.error).toContain('Renamed');
    expect((await rows())[0]?.total).toBe(1);
    const younger = await newProcess(totals(1));
    expect(await younger.views.waitFor('totals', position, 10_000)).toBe(true);
    expect(await rows()).toMatchObject([{ total: 3, name: 'new' }]);
  }, 20_000);

  it('takes nothing from a leader whose epoch is over', async () => {
    const { store, views } = await newProcess(totals(1));
    const { position } = (await store.append(plainUnit(counterStream(), 0, counted(5)))) as { position: number };
    await views.waitFor('totals', position, 5_000);
    const before = await rows();
    const table = new ViewTable(database.pool, 'es', totals(1), 1);
    const { events } = await store.read(0, 10);
    expect(await table.apply(events, { from: 0, to: position + 100, epoch: 0 })).toBe(false);
    expect(await rows()).toEqual(before);
  });
});
