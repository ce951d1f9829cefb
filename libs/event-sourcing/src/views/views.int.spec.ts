import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventRegistry, type EventTypes } from '../event-types.js';
import { eventStoreMigrations } from '../postgres/migrations.js';
import { PostgresEventStore } from '../postgres/postgres-event-store.js';
import { counted, counterEvents, counterStream, plainUnit } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { replayed } from '../testing/replayed.js';
import { startViews } from '../testing/start-views.js';
import { totals, type TotalRow } from '../testing/totals.js';
import { until } from '../testing/until.js';
import type { FoldHashes } from './fold.js';
import { relationOf, tableDdl, tableHash, type View } from './view.js';
import { ViewTable } from './view-table.js';
import type { Views } from './views.js';

let database: TestDatabase;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await testDatabase('es');
});

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await database.drop();
});

interface ProcessOptions {
  readonly events?: readonly EventTypes[];
  readonly keepUnusedMs?: number;
  /** Reads of events wait for it. */
  readonly held?: Promise<unknown>;
  readonly others?: readonly View[];
}

/** One process: its store, its leases, its views. */
async function newProcess(
  view: View,
  { events = [counterEvents], keepUnusedMs, held, others = [] }: ProcessOptions = {},
) {
  const { pool } = database;
  const store = new PostgresEventStore({
    pool,
    schema: 'es',
    registry: new EventRegistry(events),
    secret: 's',
    pollMs: 50,
  });
  const read: PostgresEventStore['read'] = async (after, limit, types) => {
    await held;
    return store.read(after, limit, types);
  };
  const seen = { read, onAppended: (wake: () => void) => store.onAppended(wake), horizon: () => store.horizon() };
  const kept = keepUnusedMs === undefined ? {} : { keepUnusedMs };
  return startViews(store, { pool, views: [view, ...others], store: seen, ...kept }, cleanUp);
}

const rows = async (relation = 'totals'): Promise<TotalRow[]> => {
  const found = await database.pool.query<{ row: TotalRow }>(
    `SELECT jsonb_build_object('id', id, 'total', total, 'events', events, 'lastAt', last_at, 'name', name) AS row FROM es.${relation} ORDER BY id`,
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
    expect(await views.waitFor('totals', position, 60_000)).toBe(true);
    expect(await rows()).toEqual(await expected(store, totals(1)));
    expect((await rows()).length).toBeGreaterThan(2);
    expect(await views.waitFor('totals', position + 1, 50)).toBe(false);
    expect(await views.status()).toMatchObject([
      { name: 'totals', liveVersion: 1, state: 'live', position, leading: true },
    ]);
  });

  it('is waited for no longer, though the clock of the process steps back', async () => {
    const { views } = await newProcess(totals(1));
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const waiting = views.waitFor('totals', 1, 200);
    clock.mockReturnValue(Date.now() - 3_600_000);
    expect(await waiting).toBe(false);
    clock.mockRestore();
  });

  it('is rebuilt beside the one that is read, while writes and reads go on, and is never seen half made', async () => {
    const { store, views } = await newProcess(totals(1));
    const streams = Array.from({ length: 20 }, () => counterStream());
    const fixed = counterStream();
    await store.append(plainUnit(fixed, 0, counted(42)));
    await views.waitFor('totals', await appendSome(store, streams, 400), 60_000);
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
    expect(await views.waitFor('totals', await writer, 60_000)).toBe(true);
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
  });

  it('goes on while others are rebuilt, whose indexes take long', async () => {
    const { store, views } = await newProcess(totals(1), {
      others: ['a', 'b'].map((name) => ({ ...totals(1), name })),
    });
    const blocker = await database.pool.connect();
    cleanUp.push(() => {
      blocker.release(true);
      return Promise.resolve();
    });
    await blocker.query('SELECT pg_advisory_lock(1)');
    await blocker.query(`CREATE FUNCTION es.wait() RETURNS event_trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(1); END $$`);
    await blocker.query(
      `CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION es.wait()`,
    );
    const first = await appendSome(store, [counterStream()], 5);
    for (const name of ['a', 'b']) await views.rebuild(name);
    const isWaiting = async () => {
      const { rowCount } = await blocker.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
      return rowCount !== 0;
    };
    await until(isWaiting);
    await until(async () => {
      const positions = (await views.status()).map(({ buildingPosition }) => buildingPosition);
      return positions.filter((position) => position === first).length === 2;
    });
    const position = await appendSome(store, [counterStream()], 5);
    expect(await views.waitFor('totals', position, 60_000)).toBe(true);
    await blocker.query('SELECT pg_advisory_unlock(1)');
    const areBuilt = async () => (await views.status()).every(({ buildingPosition }) => buildingPosition === null);
    await until(areBuilt);
  });

  it('that is rebuilt holds up neither readers nor writes while somebody reads it for long', async () => {
    const { store, views } = await newProcess(totals(1));
    const stream = counterStream();
    const first = (await store.append(plainUnit(stream, 0, counted(1)))) as { position: number };
    await views.waitFor('totals', first.position, 60_000);
    const analyst = await database.pool.connect();
    await analyst.query('BEGIN');
    await analyst.query('SELECT count(*) FROM es.totals');
    const live = async () =>
      (await database.pool.query<{ n: number }>(`SELECT generation AS n FROM es.views WHERE state = 'live'`)).rows[0]
        ?.n;
    await views.rebuild('totals');
    await sleep(1_500);
    const second = (await store.append(plainUnit(stream, 1, counted(1)))) as { position: number };
    expect(await views.waitFor('totals', second.position, 60_000)).toBe(true);
    const began = Date.now();
    expect(await rows()).toMatchObject([{ total: 2 }]);
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await live()).toBe(1);
    await analyst.query('ROLLBACK');
    analyst.release();
    while ((await live()) !== 2) await sleep(10);
    expect(await rows()).toEqual(await expected(store, totals(1)));
  });

  it('writes nothing while nothing happens', async () => {
    const { store, views } = await newProcess(totals(1));
    const { position } = (await store.append(plainUnit(counterStream(), 0, counted(1)))) as { position: number };
    await views.waitFor('totals', position, 60_000);
    await sleep(300);
    const row = async () =>
      (await database.pool.query<{ at: string }>(`SELECT xmin::text || ctid::text AS at FROM es.views`)).rows[0]?.at;
    const before = await row();
    await sleep(1_500);
    expect(await row()).toBe(before);
  });

  describe('in two versions', () => {
    const older = totals(1);
    const newer = totals(2, 10);
    const streams = Array.from({ length: 5 }, () => counterStream());
    const relations = async () => {
      const found = await database.pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'es'::regnamespace AND relkind IN ('r', 'v') AND relname LIKE 'totals%' ORDER BY 1`,
      );
      return found.rows.map(({ name }) => name);
    };
    const isLive = ({ views }: { views: Views }) =>
      until(async () => (await views.status())[0]?.state === 'live', 'a live view');
    /** The name of the view shows the newest version, a moment after its switch. */
    const showsNewer = () =>
      until(
        () =>
          database.pool.query('SELECT extra FROM es.totals').then(
            () => true,
            () => false,
          ),
        'the newer version',
      );

    it('is kept by each build for itself, and the name of the view shows the newest', async () => {
      const old = await newProcess(older);
      await old.views.waitFor('totals', await appendSome(old.store, streams, 100), 60_000);
      const young = await newProcess(newer);
      await isLive(young);
      await showsNewer();
      const position = await appendSome(young.store, streams, 50);
      for (const [{ views }, view] of [
        [young, newer],
        [old, older],
      ] as const) {
        expect(await views.waitFor('totals', position, 60_000)).toBe(true);
        expect(await rows(relationOf(view))).toEqual(await expected(young.store, view));
        expect((await views.status())[0]).toMatchObject({ liveVersion: view.version, state: 'live' });
      }
      expect(await rows()).toEqual(await expected(young.store, newer));
      // The older build has nothing to do with the table of the newer one, also where it builds its own anew.
      await old.views.rebuild('totals');
      await until(async () => (await relations()).includes('totals_v1_2'), 'a rebuild');
      await until(async () => !(await relations()).includes('totals_v1_1'), 'the end of the old table');
      expect(await relations()).toEqual(['totals', 'totals_v1', 'totals_v1_2', 'totals_v2', 'totals_v2_1']);
      expect(await rows('totals_v1')).toEqual(await expected(old.store, older));
      expect(await rows()).toEqual(await expected(old.store, newer));
    });

    it('cannot be read before it has caught up, and shows nothing older than the other version', async () => {
      const old = await newProcess(older);
      const first = await appendSome(old.store, streams, 30);
      await old.views.waitFor('totals', first, 60_000);
      let letGo: (value?: unknown) => void = () => undefined;
      const held = new Promise((resolve) => (letGo = resolve));
      const young = await newProcess(newer, { held });
      expect((await young.views.status())[0]).toMatchObject({ version: 2, liveVersion: 1, state: 'building' });
      await expect(young.views.readable(['totals'], 100)).rejects.toMatchObject({ code: 'VIEW_BUILDING' });
      expect(await relations()).not.toContain('totals_v2');
      await old.views.readable(['totals'], 100);
      letGo();
      await isLive(young);
      await young.views.readable(['totals'], 60_000);
      // Nobody keeps the older version up: it is not read any more.
      await old.stop();
      const last = await appendSome(young.store, streams, 10);
      await young.views.waitFor('totals', last, 60_000);
      let goOn: (value?: unknown) => void = () => undefined;
      const again = await newProcess(older, { held: new Promise((resolve) => (goOn = resolve)) });
      await expect(again.views.readable(['totals'], 100)).rejects.toMatchObject({ code: 'VIEW_BEHIND' });
      goOn();
      await again.views.readable(['totals'], 60_000);
      expect(await rows('totals_v1')).toEqual(await expected(again.store, older));
    });

    it('loses the one that no process keeps up any more, and builds it anew for one that comes back', async () => {
      const old = await newProcess(older);
      await old.views.waitFor('totals', await appendSome(old.store, streams, 30), 60_000);
      const young = await newProcess(newer, { keepUnusedMs: 2_500 });
      await isLive(young);
      await showsNewer();
      // One that is used is kept, however long that is.
      await sleep(4_000);
      expect(await relations()).toContain('totals_v1_1');
      await old.stop();
      await until(async () => (await relations()).length === 3, 'the end of the older version');
      expect(await relations()).toEqual(['totals', 'totals_v2', 'totals_v2_1']);
      const again = await newProcess(older);
      await isLive(again);
      expect(await rows('totals_v1')).toEqual(await expected(again.store, older));
      await young.stop();
      // The same for a newer one after a return for good; the name then shows what is left.
      await again.stop();
      const last = await newProcess(older, { keepUnusedMs: 500 });
      await until(async () => (await relations()).length === 3, 'the end of the newer version');
      expect(await relations()).toEqual(['totals', 'totals_v1', 'totals_v1_1']);
      expect(await rows()).toEqual(await expected(last.store, older));
    });

    it('is built by whoever needs it, also where its table was dropped under it', async () => {
      const { store, views } = await newProcess(older);
      await views.waitFor('totals', await appendSome(store, streams, 30), 60_000);
      await database.pool.query(`DELETE FROM es.views; DROP VIEW es.totals, es.totals_v1; DROP TABLE es.totals_v1_1`);
      await appendSome(store, streams, 5);
      await until(async () => (await views.status())[0]?.state === 'live', 'a live view');
      await views.readable(['totals'], 60_000);
      expect(await rows(relationOf(older))).toEqual(await expected(store, older));
    });
  });

  it('that is new to a store with events is not read before it has caught up', async () => {
    const writer = await newProcess({ ...totals(1), name: 'others' });
    const position = await appendSome(
      writer.store,
      Array.from({ length: 5 }, () => counterStream()),
      30,
    );
    let letGo: (value?: unknown) => void = () => undefined;
    const { store, views } = await newProcess(totals(1), { held: new Promise((resolve) => (letGo = resolve)) });
    expect((await views.status())[0]).toMatchObject({ liveVersion: null, state: 'building' });
    await expect(views.readable(['totals'], 100)).rejects.toMatchObject({ code: 'VIEW_BUILDING' });
    letGo();
    expect(await views.waitFor('totals', position, 60_000)).toBe(true);
    await views.readable(['totals'], 100);
    expect(await rows(relationOf(totals(1)))).toEqual(await expected(store, totals(1)));
  });

  it('that lost its last moments when the server crashed finds them in the events again', async () => {
    const { store, views } = await newProcess(totals(1));
    const stream = counterStream();
    await store.append(plainUnit(stream, 0, counted(1)));
    const { position } = (await store.append(plainUnit(stream, 1, counted(10)))) as { position: number };
    await views.waitFor('totals', position, 60_000);
    // As after a crash: the table stands where it stood before the second event, and its leader does not know.
    await database.pool.query(
      `WITH back AS (UPDATE es.views SET position = $1 WHERE name = 'totals' RETURNING 1)
       UPDATE es.totals_v1_1 SET total = 1, events = 1 WHERE EXISTS (SELECT FROM back)`,
      [position - 1],
    );
    const last = (await store.append(plainUnit(stream, 2, counted(100)))) as { position: number };
    while ((await rows())[0]?.total !== 111) await sleep(10);
    expect(await views.waitFor('totals', last.position, 60_000)).toBe(true);
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
      await old.views.waitFor('totals', await appendSome(old.store, streams, 100), 60_000);
      const young = await newProcess(folded(10));
      // The process that leads goes on with its own fold, and leaves what the other wants to build to the other.
      await old.views.waitFor('totals', await appendSome(old.store, streams, 20), 60_000);
      await sleep(1_500);
      expect(await live()).toMatchObject({ generation: 1 });
      expect(await rows()).toEqual(await expected(old.store, folded(1)));
      await old.stop();
      while ((await live()).generation !== 2) await sleep(10);
      const position = await appendSome(young.store, streams, 20);
      expect(await young.views.waitFor('totals', position, 60_000)).toBe(true);
      expect(await rows()).toEqual(await expected(young.store, folded(10)));
      expect((await live()).folds).toEqual({ 'Counted.v1': 'by-10' });
      await young.stop();
      const again = await newProcess(folded(10));
      await again.views.waitFor('totals', await appendSome(again.store, streams, 5), 60_000);
      expect((await again.views.status())[0]).toMatchObject({ state: 'live', buildingPosition: null });
      expect(await live()).toMatchObject({ generation: 2 });
    });

    it('is not understood from the rows of the other: a fold that cannot go on with them builds its own', async () => {
      const old = await newProcess(folded(1));
      const position = await appendSome(old.store, streams, 50);
      await old.views.waitFor('totals', position, 60_000);
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
      expect(await views.waitFor('totals', await appendSome(store, streams, 20), 60_000)).toBe(true);
      expect(await rows()).toEqual(await expected(store, young));
      expect(await database.pool.query(`SELECT FROM es.views`)).toMatchObject({ rowCount: 1 });
    });

    it('is not rebuilt for an event that is new, nor for one that an older build does not know', async () => {
      for (const more of [{}, { 'Renamed.v1': 'x' }, {}]) {
        const { store, views, stop } = await newProcess(folded(1, more));
        await views.waitFor('totals', await appendSome(store, streams, 5), 60_000);
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
        expect(await views.waitFor('totals', await appendSome(store, streams, 20), 60_000)).toBe(true);
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
    expect(await other.views.waitFor('totals', position, 60_000)).toBe(true);
    expect(await rows()).toEqual(await expected(other.store, totals(1)));
    expect((await other.views.status())[0]?.leading).toBe(true);
  });

  it('stops before an event that this build does not know, says so, and hands over to one that knows it', async () => {
    const fewer: EventTypes = { category: 'counter', types: { Counted: counterEvents.types.Counted } };
    const older = await newProcess(totals(1), { events: [fewer] });
    const writer = new PostgresEventStore({
      pool: database.pool,
      schema: 'es',
      registry: new EventRegistry([counterEvents]),
      secret: 's',
    });
    const stream = counterStream();
    await writer.append(plainUnit(stream, 0, counted(1)));
    await older.views.waitFor('totals', 1, 60_000);
    await writer.append(plainUnit(stream, 1, renamed('new')));
    const { position } = (await writer.append(plainUnit(stream, 2, counted(2)))) as { position: number };
    while ((await older.views.status())[0]?.state !== 'faulted') await sleep(10);
    expect((await older.views.status())[0]).toMatchObject({ unknownEvent: 'Renamed' });
    expect((await rows())[0]?.total).toBe(1);
    const younger = await newProcess(totals(1));
    expect(await younger.views.waitFor('totals', position, 60_000)).toBe(true);
    expect(await rows()).toMatchObject([{ total: 3, name: 'new' }]);
  });

  it('takes nothing from a leader whose epoch is over', async () => {
    const { store, views } = await newProcess(totals(1));
    const { position } = (await store.append(plainUnit(counterStream(), 0, counted(5)))) as { position: number };
    await views.waitFor('totals', position, 60_000);
    const before = await rows();
    const table = new ViewTable(database.pool, 'es', totals(1), 1);
    const { events } = await store.read(0, 10);
    expect(await table.apply(events, { from: 0, to: position + 100, epoch: 0 })).toBe(false);
    expect(await rows()).toEqual(before);
  });
});
