import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestProcess, wireTo, type Answer, type TestProcess, type Wire } from '../testing/index.js';
import { countersContext } from '../testing/toy/counter.js';
import { talliesContext } from '../testing/toy/tally.js';
import { until, withPool } from '@ecou/event-sourcing/testing';
import { stillAfterMs, stuckAfterMs } from '@ecou/messaging/testing';

const up = { state: 'up' };

describe('health', () => {
  let test: TestProcess;
  let wire: Wire;

  beforeAll(async () => {
    test = await startTestProcess([countersContext, talliesContext], {
      through: async (url) => (wire = await wireTo(url)).url,
      env: { LOG_LEVEL: 'silent' },
    });
  });

  afterAll(async () => {
    await test.stop();
    await wire.close();
  });

  const ready = (path = '/health/ready') => test.visitor.get(path);
  const answered = (status: number, ask: () => Promise<Answer>): Promise<Answer> =>
    until(async () => {
      const answer = await ask();
      return answer.status === status && answer;
    }, `an answer ${status}`);
  const readiness = (status: number): Promise<Answer> => answered(status, ready);
  const open = (name: string = randomUUID()) => test.api.post('/counters/v1/counters', { name });

  it('is ready, with each part of each context', async () => {
    const parts = { process: up, database: up, views: up, messaging: up };
    const contexts = { counters: { ready: true, parts }, tallies: { ready: true, parts } };
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true, contexts } });
    expect(await ready('/counters/health/ready')).toMatchObject({ status: 200, body: { ready: true, parts } });
    expect(await test.visitor.get('/health/live')).toMatchObject({ status: 200, body: { live: true } });
    expect(await test.visitor.get('/tallies/health/live')).toMatchObject({ status: 200, body: { live: true } });
  });

  it('shows a database that is away, stays alive, and is ready again when it is back', async () => {
    await open('before');
    wire.cut();
    const away = await ready();
    expect(away.status).toBe(503);
    expect(away.body).toMatchObject({
      ready: false,
      contexts: { counters: { parts: { database: { state: 'down' } } } },
    });
    expect((await test.visitor.get('/health/live')).status).toBe(200);
    const refused = await open();
    expect(refused).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await test.visitor.get('/counters/v1/counters')).status).toBe(503);
    expect((await test.api.get('/counters/metrics')).body).toMatch(/^ecou_up\{context="counters"\} 0$/m);
    wire.mend();
    await readiness(200);
    const { status, headers } = await open('after');
    expect(status).toBe(201);
    const position = { 'ecou-min-position': headers.get('ecou-position') ?? '' };
    const { body } = await test.visitor.get('/counters/v1/counters', { headers: position });
    expect((body.items as { name: string }[]).map(({ name }) => name)).toEqual(['after', 'before']);
    const marks = await until(async () => {
      const { items } = (await test.api.get('/tallies/v1/marks')).body;
      return (items as unknown[]).length === 2 && items;
    }, 'two marks');
    expect(marks).toMatchObject([{ name: 'after' }, { name: 'before' }]);
  });

  it('serves again within 10 s of the return of a database that had gone silent', async () => {
    wire.lose();
    const lost = open();
    await sleep(2_000);
    wire.mend();
    const returned = Date.now();
    const opened = await answered(201, () => open('returned'));
    const position = { 'ecou-min-position': opened.headers.get('ecou-position') ?? '' };
    const listed = await answered(200, () => test.visitor.get('/counters/v1/counters', { headers: position }));
    expect((listed.body.items as { name: string }[]).map(({ name }) => name)).toContain('returned');
    await readiness(200);
    expect(Date.now() - returned).toBeLessThan(10_000);
    const { status, headers } = await lost;
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('answers a command whose acknowledgement was lost as the first time, where it comes again with its key', async () => {
    const key = { headers: { 'idempotency-key': randomUUID() } };
    const openOnce = () => test.api.post('/counters/v1/counters', { name: 'once' }, key);
    let lost: Promise<Answer> | undefined;
    await withPool(test.databaseUrl, async (pool) => {
      const client = await pool.connect();
      await client.query('BEGIN');
      // The append waits for it until nobody hears of its end any more.
      await client.query('LOCK TABLE counters.events IN SHARE MODE');
      lost = openOnce();
      await until(async () => {
        const { rowCount } = await client.query('SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
          'counters.events',
        ]);
        return rowCount === 1;
      }, 'the append to wait');
      wire.lose('answers');
      await client.query('COMMIT');
      client.release();
    });
    wire.mend();
    expect((await lost)?.status).toBe(503);
    const again = await answered(201, openOnce);
    const third = await openOnce();
    expect([third.status, third.body.id]).toEqual([201, again.body.id]);
    await withPool(test.databaseUrl, async (pool) => {
      const { rows } = await pool.query(
        `SELECT count(*)::int AS count FROM counters.events WHERE data->>'name' = 'once'`,
      );
      expect(rows).toEqual([{ count: 1 }]);
    });
  });

  it('tells callers to come again while the disk of the database is full', async () => {
    const { pool } = test.context('counters');
    await pool.query(`CREATE FUNCTION counters.disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device'; END $$`);
    await pool.query(
      'CREATE TRIGGER disk_is_full BEFORE INSERT ON counters.events FOR EACH STATEMENT EXECUTE FUNCTION counters.disk_is_full()',
    );
    const refused = await open();
    expect(refused).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await test.visitor.get('/counters/v1/counters')).status).toBe(200);
    await pool.query('DROP FUNCTION counters.disk_is_full CASCADE');
    expect((await open()).status).toBe(201);
  });

  it('tells callers to come again while the database takes no writes', async () => {
    const set = (value: 'on' | 'off') =>
      withPool(test.databaseUrl, async (pool) => {
        await pool.query('SET default_transaction_read_only = off');
        const database = new URL(test.databaseUrl).pathname.slice(1);
        await pool.query(`ALTER DATABASE ${database} SET default_transaction_read_only = ${value}`);
        await pool.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      });
    await set('on');
    const refused = await answered(503, open);
    expect(refused.body).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(refused.headers.get('retry-after')).toBe('1');
    await set('off');
    await answered(201, open);
    await readiness(200);
  });

  it('shows a view that cannot go on, and where it stands', async () => {
    const { pool } = test.context('counters');
    await pool.query('ALTER TABLE counters.counters_v1_1 RENAME COLUMN name TO nome');
    try {
      await open();
      const parts = { process: up, database: up, messaging: up };
      const views = { state: 'down', troubles: ['counters cannot go on.'] };
      const expected = { ready: false, parts: { ...parts, views } };
      await until(async () => {
        const { status, body } = await ready('/counters/health/ready');
        return status === 503 && isDeepStrictEqual(body, expected);
      }, 'a view that cannot go on, and nothing else');
      expect((await test.api.get('/counters/ops/v1/views')).body.items).toMatchObject([
        { name: 'counters', state: 'faulted' },
      ]);
    } finally {
      await pool.query('ALTER TABLE counters.counters_v1_1 RENAME COLUMN nome TO name');
    }
    await readiness(200);
  });

  it.each([
    ['has messages and takes none of them for a minute', stillAfterMs, 'gets nowhere with'],
    ['no longer asks for messages', stuckAfterMs, 'does not poll'],
  ])('shows a consumer that %s', async (_what, ms, trouble) => {
    const blocker = await test.context('tallies').pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE tallies.inbox IN ACCESS EXCLUSIVE MODE');
    await open('blocked');
    await sleep(500);
    const later = performance.now() + ms + 10_000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => later);
    const silent = await ready('/tallies/health/ready');
    clock.mockRestore();
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(silent).toMatchObject({
      status: 503,
      body: {
        parts: {
          messaging: {
            state: 'down',
            troubles: expect.arrayContaining([`mark-counter ${trouble} ecou.counters.`]) as unknown,
          },
        },
      },
    });
    await readiness(200);
  });

  it('shows that it is stopping', async () => {
    const other = await startTestProcess([countersContext]);
    const slow = other.visitor.post('/counters/v1/counters/slow', { ms: 1_000 });
    await sleep(200);
    other.context('counters').stopping = true;
    expect(await other.visitor.get('/counters/health/ready')).toMatchObject({
      status: 503,
      body: { parts: { process: { state: 'down', troubles: ['It is stopping.'] } } },
    });
    await other.stop();
    expect(await slow).toMatchObject({ status: 200 });
  });
});

describe('views, for operators', () => {
  let test: TestProcess;

  beforeAll(async () => {
    test = await startTestProcess([countersContext]);
  });

  afterAll(() => test.stop());

  it('are listed with how far they are', async () => {
    await test.api.post('/counters/v1/counters', { name: 'listed' });
    await test.settle();
    const { body } = await test.api.get('/counters/ops/v1/views');
    expect(body).toEqual({
      head: 1,
      items: [
        {
          name: 'counters',
          version: 1,
          liveVersion: 1,
          state: 'live',
          position: 1,
          buildingPosition: null,
          leading: true,
        },
      ],
    });
  });

  it('are rebuilt, and answer meanwhile', async () => {
    const { pool } = test.context('counters');
    await pool.query(`UPDATE counters.counters SET name = 'spoilt'`);
    const names = async () => {
      const { body } = await test.visitor.get('/counters/v1/counters');
      return (body.items as { name: string }[]).map(({ name }) => name);
    };
    expect(await names()).toEqual(['spoilt']);
    expect((await test.api.post('/counters/ops/v1/views/counters/rebuild')).status).toBe(202);
    await until(async () => (await names())[0] === 'listed');
    expect(await names()).toEqual(['listed']);
  });

  it('that do not exist are not rebuilt', async () => {
    expect(await test.api.post('/counters/ops/v1/views/other/rebuild')).toMatchObject({
      status: 404,
      body: { code: 'VIEW_UNKNOWN' },
    });
  });
});
