import { randomInt, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EventRegistry } from '../event-types.js';
import { Leases } from '../postgres/leases.js';
import { siblingPool } from '../postgres/pool.js';
import { PostgresEventStore } from '../postgres/postgres-event-store.js';
import { counted, counterEvents, counterStream, metadata } from '../testing/counter.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { replayed } from '../testing/replayed.js';
import { startViews } from '../testing/start-views.js';
import { totals, type TotalRow } from '../testing/totals.js';
import { until } from '../testing/until.js';
import { Builds } from './builds.js';
import { TableBuild } from './table-build.js';
import { bareTableDdl, indexDdl, tableDdl, type View } from './view.js';
import { ViewRegistry } from './view-registry.js';
import { ViewTable } from './view-table.js';
import { Views, type ViewsOptions } from './views.js';

let database: TestDatabase;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await testDatabase('es');
});

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  jest.restoreAllMocks();
  await database.drop();
});

const newStore = () =>
  new PostgresEventStore({
    pool: database.pool,
    schema: 'es',
    registry: new EventRegistry([counterEvents]),
    secret: 's',
    pollMs: 50,
  });

/** The views of a process, with the options that a spec wants otherwise. */
const newProcess = (
  views: readonly View[],
  { store = newStore(), ...options }: Partial<ViewsOptions> & { store?: PostgresEventStore } = {},
) => startViews(store, { pool: database.pool, views, ...options }, cleanUp);

const streams = Array.from({ length: 200 }, () => counterStream());

/** Appends events to many streams, some of which end the row; answers the last position. */
async function appendMany(count: number): Promise<number> {
  const store = newStore();
  const each = 25;
  let last = 0;
  for (let done = 0; done < count; done += streams.length * each) {
    const eventsOf = () =>
      Array.from({ length: each }, () => {
        if (randomInt(9) > 0) return counted(randomInt(9));
        return {
          id: randomUUID(),
          type: 'Renamed',
          data: { name: ['a', 'ț\t\\', 'gone'][randomInt(3)], language: 'ro' },
        };
      });
    const result = await store.append({
      metadata,
      writes: streams.map((stream) => ({ stream, expected: 'any' as const, events: eventsOf() })),
    });
    if (result.status === 'ok') last = result.position;
  }
  return last;
}

const rowsOf = async (relation: string): Promise<object[]> => {
  const { rows } = await database.pool.query<{ row: object }>(
    `SELECT to_jsonb(t) AS row FROM es.${relation} t ORDER BY id`,
  );
  return rows.map(({ row }) => row);
};

const expected = async (view: View<TotalRow>) =>
  (await replayed(newStore(), view))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ lastAt, ...row }) => ({ ...row, at: Date.parse(lastAt) }));

const rows = async (relation: string) =>
  ((await rowsOf(relation)) as { last_at: string }[]).map((row) => ({ ...row, at: Date.parse(row.last_at) }));

interface Table {
  readonly generation: number;
  readonly state: string;
  readonly position: number;
}

const tables = async (name = 'totals'): Promise<Table[]> => {
  const found = await database.pool.query<Table>(
    'SELECT generation, state, position FROM es.views WHERE name = $1 ORDER BY generation',
    [name],
  );
  return found.rows;
};

const isLive = (views: Views) => until(async () => (await views.status()).every(({ state }) => state === 'live'));

/** Keys, constraints, columns and indexes of a table, with its own name taken out of their texts. */
async function shapeOf(table: string): Promise<unknown> {
  const { rows: shape } = await database.pool.query<{ part: string }>(
    `SELECT replace(part, $1, 'table') AS part FROM (
       SELECT pg_get_indexdef(indexrelid) AS part FROM pg_index WHERE indrelid = ('es.' || $1)::regclass
       UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ('es.' || $1)::regclass
       UNION ALL SELECT concat_ws(' ', attnum, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated, attcollation)
         FROM pg_attribute WHERE attrelid = ('es.' || $1)::regclass AND attnum > 0 AND NOT attisdropped) parts ORDER BY part`,
    [table],
  );
  return shape.map(({ part }) => part);
}

const statisticsOf = async (table: string): Promise<number> => {
  const found = await database.pool.query<{ reltuples: number }>(
    `SELECT c.reltuples FROM pg_class c WHERE oid = ('es.' || $1)::regclass`,
    [table],
  );
  return found.rows[0]?.reltuples ?? NaN;
};

describe('a build', () => {
  it('makes the rows, key, indexes and statistics of a table', async () => {
    const { views } = await newProcess([totals(2)]);
    await views.waitFor('totals', await appendMany(5_000), 60_000);
    await views.rebuild('totals');
    await until(async () => (await tables()).every(({ generation, state }) => generation === 2 && state === 'live'));
    const made = await rows('totals_v2_2');
    expect(made).toMatchObject(await expected(totals(2)));
    expect(await statisticsOf('totals_v2_2')).toBe(made.length);
    const [vacuumed] = (
      await database.pool.query(`SELECT relallvisible = relpages AS whole FROM pg_class WHERE relname = 'totals_v2_2'`)
    ).rows;
    expect(vacuumed).toEqual({ whole: true });
    // As one is made that was never built.
    await database.pool.query(tableDdl(totals(2), 'es', 'totals_v2_9'));
    for (const statement of indexDdl(totals(2), 'es', 'totals_v2_9')) await database.pool.query(statement);
    expect(await shapeOf('totals_v2_2')).toEqual(await shapeOf('totals_v2_9'));
  });

  it('whose rows do not fit into memory writes them, and brings back those that later events touch', async () => {
    await appendMany(10_000);
    const load = jest.spyOn(ViewTable.prototype, 'load');
    const { views } = await newProcess([totals(1)], { buildBytes: 1_000 });
    await isLive(views);
    expect(load.mock.calls.flatMap(([keys]) => keys).length).toBeGreaterThan(streams.length);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('of several views reads the events once', async () => {
    await appendMany(10_000);
    const store = newStore();
    const catchUp = jest.spyOn(Builds.prototype, 'catchUp');
    const others = ['a', 'b', 'c'].map((name) => ({ ...totals(1), name }));
    const read = store.read.bind(store);
    let handed = 0;
    jest.spyOn(store, 'read').mockImplementation(async (...args) => {
      await until(() => catchUp.mock.calls.length === others.length);
      const batch = await read(...args);
      handed += batch.events.length;
      return batch;
    });
    const { views } = await newProcess(others, { store });
    await isLive(views);
    // The first batch was asked for before the others were there, and may be read again for them.
    expect(handed).toBeGreaterThanOrEqual(10_000);
    expect(handed).toBeLessThanOrEqual(14_000);
    for (const { name } of others) expect(await rows(`${name}_v1`)).toMatchObject(await expected(totals(1)));
  });

  it('that begins while another reads misses nothing of the types that only it wants', async () => {
    const last = await appendMany(5_000);
    const letGo: (() => void)[] = [];
    const store = newStore();
    const builds = new Builds(
      {
        read: async (after, limit, types) => {
          await new Promise<void>((resolve) => letGo.push(resolve));
          return store.read(after, limit, types);
        },
      },
      1_000_000,
    );
    const catchUp = async (handles: readonly string[], generation: number) => {
      const view = { ...totals(1), handles };
      await database.pool.query(tableDdl(view, 'es', `totals_v1_${generation}`));
      await database.pool.query(
        `INSERT INTO es.views (name, version, generation, definition_hash, state, epoch) VALUES ('totals', 1, $1, '', 'building', 1)`,
        [generation],
      );
      const build = new TableBuild(
        new ViewTable(database.pool, 'es', view, generation),
        { position: 0 },
        { consumer: 'c', epoch: 1 },
      );
      return builds.catchUp(build, () => last, new AbortController().signal);
    };
    const one = catchUp(['Counted'], 1);
    await until(() => letGo.length === 1);
    const other = catchUp(['Counted', 'Renamed'], 2);
    await until(async () => (await tables()).length === 2);
    const reading = setInterval(() => letGo.splice(0).forEach((go) => go()), 1);
    await Promise.all([one, other]).finally(() => {
      clearInterval(reading);
    });
    expect(await rows('totals_v1_1')).toMatchObject(await expected({ ...totals(1), handles: ['Counted'] }));
    expect(await rows('totals_v1_2')).toMatchObject(await expected(totals(1)));
  });

  it('goes on from what was written where its process ended without a word', async () => {
    await appendMany(10_000);
    const store = newStore();
    const never = new Promise<never>(() => undefined);
    const dying = {
      read: (after: number, limit: number, types?: readonly string[]) =>
        after < 6_000 ? store.read(after, limit, types) : never,
      onAppended: () => () => undefined,
      horizon: () => store.horizon(),
    };
    const { pool } = database;
    const leases = new Leases({ pool, schema: 'es', owner: 'dying', ttlMs: 1_000 });
    const views = new Views({ pool, schema: 'es', store: dying, leases, views: [totals(1)], buildBytes: 1_000 });
    await views.start();
    const [half] = await until(async () => {
      const found = await tables();
      return (found[0]?.position ?? 0) > 0 && found;
    });
    expect(half).toMatchObject({ state: 'building' });
    expect(half?.position).toBeLessThan(10_000);
    expect((await rows('totals_v1_1')).length).toBeGreaterThan(0);
    // Its lease is not renewed any more, and what it reads is never answered.
    void leases.stop();
    const other = await newProcess([totals(1)], { buildBytes: 1_000 });
    await isLive(other.views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('whose connection is killed while it writes shows nothing of it, and begins again', async () => {
    await appendMany(5_000);
    const blocker = await database.pool.connect();
    cleanUp.push(() => {
      blocker.release(true);
      return Promise.resolve();
    });
    await blocker.query('SELECT pg_advisory_lock(1)');
    await blocker.query(`CREATE FUNCTION es.wait() RETURNS event_trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock(1); END $$`);
    await blocker.query(
      `CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION es.wait()`,
    );
    const { views } = await newProcess([totals(1)]);
    // The rows are copied, and the primary key is about to be made.
    const pid = await until(async () => {
      const waiting = await blocker.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted`,
      );
      return waiting.rows[0]?.pid;
    });
    await blocker.query('SELECT pg_terminate_backend($1)', [pid]);
    await until(async () => (await views.status())[0]?.error !== null);
    expect(await rows('totals_v1_1')).toEqual([]);
    expect(await tables()).toMatchObject([{ state: 'building', position: 0 }]);
    await blocker.query('DROP EVENT TRIGGER slow');
    await blocker.query('SELECT pg_advisory_unlock(1)');
    await isLive(views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('of which a write fails writes nothing of what comes after it', async () => {
    const last = await appendMany(5_000);
    const store = newStore();
    const builds = new Builds(
      { read: (after, _, types) => store.read(after, after === 0 ? 4_000 : 1_000, types) },
      10_000,
    );
    await new ViewRegistry(database.pool, 'es').declare([totals(1)]);
    const pool = siblingPool(database.pool, { max: 1 });
    cleanUp.push(() => pool.end());
    const table = new ViewTable(pool, 'es', totals(1), 1);
    const catchUp = () =>
      builds.catchUp(
        new TableBuild(table, { position: 0 }, { consumer: 'c', epoch: 0 }),
        () => last,
        new AbortController().signal,
      );
    // The first write fails when the last one, of all that is left, has been asked for.
    const detach = jest.spyOn(TableBuild.prototype, 'detach');
    const lost = async () => {
      await until(() => detach.mock.calls.length === 2);
      throw new Error('Connection terminated');
    };
    jest.spyOn(pool, 'connect').mockImplementationOnce(lost as () => void);
    await expect(catchUp()).rejects.toThrow('Connection terminated');
    expect(await rows('totals_v1_1')).toEqual([]);
    expect(await tables()).toMatchObject([{ state: 'building', position: 0 }]);
    await catchUp();
    expect(await rows('totals_v1_1')).toMatchObject(await expected(totals(1)));
  });

  it('writes nothing once its epoch is over', async () => {
    const last = await appendMany(5_000);
    const view = totals(1);
    await database.pool.query(tableDdl(view, 'es', 'totals_v1_1'));
    await database.pool.query(
      `INSERT INTO es.views (name, version, generation, definition_hash, state, epoch) VALUES ('totals', 1, 1, '', 'building', 2)`,
    );
    const build = new TableBuild(
      new ViewTable(database.pool, 'es', view, 1),
      { position: 0 },
      { consumer: 'c', epoch: 1 },
    );
    const catchingUp = new Builds(newStore(), 1_000).catchUp(build, () => last, new AbortController().signal);
    await expect(catchingUp).rejects.toThrow('taken over');
    expect(await rows('totals_v1_1')).toEqual([]);
    expect(await tables()).toMatchObject([{ position: 0 }]);
  });
});

describe('a table that is built and that somebody else holds', () => {
  const declare = () => new ViewRegistry(database.pool, 'es').declare([totals(1)]);

  async function connected(name: string) {
    const client = new pg.Client({ connectionString: database.url, application_name: name });
    client.on('error', () => undefined);
    await client.connect();
    cleanUp.push(() => client.end().catch(() => undefined));
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    return client;
  }

  /** A session in the middle of a COPY that gets no more rows, as that of a process that is frozen. */
  async function frozen(statement: string) {
    const client = await connected('ecou #00000000');
    await client.query(statement);
    client.query(copyFrom('COPY es.totals_v1_1 FROM STDIN')).on('error', () => undefined);
    await until(async () => {
      const waiting = await database.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%' AND wait_event = 'ClientRead'`,
      );
      return waiting.rowCount === 1;
    });
  }

  async function buildHalf() {
    await declare();
    const table = new ViewTable(database.pool, 'es', totals(1), 1);
    const build = new TableBuild(table, { position: 0 }, { consumer: 'c', epoch: 0 });
    const { events, position } = await newStore().read(0, 3_000, totals(1).handles);
    await build.take(events, position);
    await build.detach()();
    expect(await tables()).toMatchObject([{ state: 'building', position }]);
  }

  it('is built on where a process froze in its first write', async () => {
    await appendMany(5_000);
    await declare();
    await frozen(`DROP TABLE es.totals_v1_1; ${bareTableDdl(totals(1), 'es', 'totals_v1_1').table}`);
    const { views } = await newProcess([totals(1)]);
    await isLive(views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('is built on where a process froze in a later write', async () => {
    await appendMany(5_000);
    await buildHalf();
    await frozen('DELETE FROM es.totals_v1_1');
    await appendMany(5_000);
    const { views } = await newProcess([totals(1)]);
    await isLive(views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('is built without being made anew where a backup reads it', async () => {
    await appendMany(5_000);
    await declare();
    const backup = await connected('ecou backup');
    await backup.query('SELECT FROM es.totals_v1_1');
    const { views } = await newProcess([totals(1)]);
    await isLive(views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
    expect((await backup.query('SELECT FROM es.totals_v1_1')).rowCount).toBe(0);
  });

  it('is built on once a stranger who writes it has ended, who is not ended', async () => {
    await appendMany(5_000);
    await buildHalf();
    await appendMany(5_000);
    const stranger = await connected('psql');
    await stranger.query('DELETE FROM es.totals_v1_1');
    const { views } = await newProcess([totals(1)]);
    await until(async () => (await views.status())[0]?.error?.includes('lock timeout'));
    await stranger.query('ROLLBACK');
    await isLive(views);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });
});

describe('a live table that is far behind at the start', () => {
  it('is built anew while it is read as it stands', async () => {
    const old = await newProcess([totals(1)]);
    await old.views.waitFor('totals', await appendMany(5_000), 60_000);
    const before = await rows('totals_v1');
    await old.stop();
    const last = await appendMany(10_000);
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const store = newStore();
    const read = store.read.bind(store);
    jest.spyOn(store, 'read').mockImplementation(async (...args) => held.then(() => read(...args)));
    const { views } = await newProcess([totals(1)], { store, farBehind: 1_000 });
    await until(async () => (await tables()).length === 2);
    expect((await views.status())[0]).toMatchObject({ state: 'live', liveVersion: 1, buildingPosition: 0 });
    expect(await rows('totals_v1')).toEqual(before);
    letGo();
    expect(await views.waitFor('totals', last, 60_000)).toBe(true);
    expect(await tables()).toMatchObject([{ generation: 2, state: 'live' }]);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
    // It is kept up from then on.
    expect(await views.waitFor('totals', await appendMany(1), 60_000)).toBe(true);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });

  it('is caught up where it has more than it lacks, and gets new statistics', async () => {
    const old = await newProcess([totals(1)]);
    await old.views.waitFor('totals', await appendMany(10_000), 60_000);
    await old.stop();
    const last = await appendMany(5_000);
    expect(await statisticsOf('totals_v1_1')).toBe(-1);
    const { views } = await newProcess([totals(1)], { farBehind: 1_000 });
    expect(await views.waitFor('totals', last, 60_000)).toBe(true);
    await until(async () => (await statisticsOf('totals_v1_1')) > 0);
    expect(await tables()).toMatchObject([{ generation: 1, state: 'live' }]);
    expect(await rows('totals_v1')).toMatchObject(await expected(totals(1)));
  });
});
