import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { until } from '../testing/until.js';
import { Fenced, Leases, moveCheckpoint, type Lease } from './leases.js';
import { createPool, transaction } from './pool.js';

let database: TestDatabase;
const leases: Leases[] = [];
const pools: ReturnType<typeof createPool>[] = [];

beforeEach(async () => {
  database = await testDatabase('es');
});

afterEach(async () => {
  await Promise.all(leases.splice(0).map((each) => each.stop()));
  await Promise.all(pools.splice(0).map((each) => each.end()));
  await database.drop();
});

function newProcess(owner: string, ttlMs = 60_000): Leases {
  const pool = createPool(database.url, { max: 2, applicationName: owner });
  pools.push(pool);
  const made = new Leases({ pool, schema: 'es', owner, ttlMs });
  leases.push(made);
  return made;
}

/** A consumer that keeps what it was given and leads until it is told to end. */
function consumer(process: Leases) {
  const held: Lease[] = [];
  const leadership = process.lead('c', async (lease, signal) => {
    held.push(lease);
    if (!signal.aborted) await once(signal, 'abort');
  });
  return { held, leadership };
}

const move = (lease: Lease, position: number) =>
  transaction(database.pool, (client) => moveCheckpoint(client, 'es', lease, position));

const position = async () => {
  const { rows } = await database.pool.query<{ position: number }>(
    `SELECT position FROM es.checkpoints WHERE consumer = 'c'`,
  );
  return rows[0]?.position;
};

describe('a lease', () => {
  it('is held by one process; when it is given back, another goes on from the checkpoint', async () => {
    const one = consumer(newProcess('one'));
    await until(() => one.leadership.leading);
    const other = consumer(newProcess('other'));
    await sleep(300);
    expect(other.leadership.leading).toBe(false);
    const [lease] = one.held as [Lease];
    expect(lease).toEqual({ consumer: 'c', epoch: 1, position: 0, ttlMs: 60_000 });
    await move(lease, 7);
    await one.leadership.stop();
    await until(() => other.leadership.leading);
    expect(other.held).toEqual([{ consumer: 'c', epoch: 2, position: 7, ttlMs: 60_000 }]);
  });

  /** Ends sessions by the names of their connections. */
  const endSessions = (like: string) =>
    database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1`,
      [like],
    );

  it('is free at once when the last database session of its holder ends', async () => {
    // As a process that was killed leaves it.
    await database.pool.query(
      `INSERT INTO es.checkpoints (consumer, epoch, owner, session, mark, lease_until)
       VALUES ('c', 1, 'gone', '0/0', '#00000000', now() + interval '1 hour')`,
    );
    const other = consumer(newProcess('other'));
    await until(() => other.leadership.leading);
    expect(other.held[0]?.epoch).toBe(2);
  });

  it('stays with a process that has lost one of its sessions', async () => {
    const one = newProcess('one', 2_000);
    const first = consumer(one);
    await until(() => first.leadership.leading);
    const other = consumer(newProcess('other', 2_000));
    const [pool] = pools;
    await pool?.query('SELECT 1');
    for (let round = 0; round < 3; round += 1) {
      await endSessions('one%session');
      await sleep(700);
      await pool?.query('SELECT 1');
    }
    expect([first.held.length, other.held.length]).toEqual([1, 0]);
  });

  it('is renewed by the work that is done under it', async () => {
    const one = consumer(newProcess('one', 600));
    await until(() => one.leadership.leading);
    const [lease] = one.held as [Lease];
    const other = consumer(newProcess('other', 600));
    // A transaction over the row that lasts longer than the lease.
    await transaction(database.pool, async (client) => {
      await moveCheckpoint(client, 'es', lease, 3);
      await client.query('SELECT pg_sleep(1)');
      await moveCheckpoint(client, 'es', lease, 4);
    });
    await sleep(200);
    expect([one.held.length, other.held.length, await position()]).toEqual([1, 0, 4]);
  });

  it('is renewed although the clock of its process steps back', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now - 3_600_000);
    const one = consumer(newProcess('one', 800));
    await until(() => one.leadership.leading);
    clock.mockImplementation(() => now - 7_200_000);
    const other = consumer(newProcess('other', 800));
    await sleep(2_500);
    clock.mockRestore();
    expect([one.held.length, other.held.length]).toEqual([1, 0]);
  });

  it('stays with its holder while the disk is slow, also while that takes and gives back others', async () => {
    const one = newProcess('one', 2_000);
    const first = consumer(one);
    await until(() => first.leadership.leading);
    const other = consumer(newProcess('other', 2_000));
    // As a disk does that takes half the time of a lease: whoever wants to know that a commit is on it waits.
    await database.pool.query(`
      CREATE FUNCTION es.wait_for_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('synchronous_commit') <> 'off' AND current_setting('es.waited', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
          PERFORM set_config('es.waited', pg_current_xact_id()::text, true), pg_sleep(1);
        END IF;
        RETURN NULL;
      END $$`);
    await database.pool.query(`CREATE CONSTRAINT TRIGGER slow_disk AFTER INSERT OR UPDATE ON es.checkpoints
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION es.wait_for_disk()`);
    let runs = 0;
    for (const name of ['w', 'x', 'y', 'z'])
      one.lead(name, async () => {
        runs += 1;
        await sleep(100);
      });
    await until(() => runs > 4);
    await sleep(2_000);
    expect([first.held.length, first.leadership.leading, other.held.length]).toEqual([1, true, 0]);
  });

  it('that was taken over moves nothing: the transaction of the older holder is refused', async () => {
    const one = consumer(newProcess('one'));
    await until(() => one.leadership.leading);
    const [old] = one.held as [Lease];
    // As after a freeze: its time is over before it can renew.
    await database.pool.query(`UPDATE es.checkpoints SET lease_until = now() - interval '1 second'`);
    const other = consumer(newProcess('other'));
    await until(() => other.leadership.leading);
    const [young] = other.held as [Lease];
    await move(young, 5);
    await expect(move(old, 9)).rejects.toThrow(Fenced);
    expect(await position()).toBe(5);
  });

  it('ends the run of a holder that finds it taken', async () => {
    const one = consumer(newProcess('one', 400));
    await until(() => one.leadership.leading);
    await database.pool.query(`UPDATE es.checkpoints SET epoch = epoch + 1, lease_until = now() + interval '1 hour'`);
    await until(() => !one.leadership.leading);
    expect(one.held).toHaveLength(1);
  });

  it('of a holder that is frozen inside a transaction is not waited for', async () => {
    await database.pool.query(
      `INSERT INTO es.checkpoints (consumer, epoch, lease_until) VALUES ('c', 1, now() - interval '1 second')`,
    );
    const frozen = await database.pool.connect();
    await frozen.query('BEGIN');
    await frozen.query(`SELECT FROM es.checkpoints WHERE consumer = 'c' FOR UPDATE`);
    const other = newProcess('other', 400);
    const waiting = consumer(other);
    let led = 0;
    other.lead('another', async (_, signal) => {
      led += 1;
      if (!signal.aborted) await once(signal, 'abort');
    });
    await until(() => led === 1);
    // The lock is still held, and the other lease is renewed meanwhile.
    await sleep(1_000);
    expect([led, waiting.held.length]).toEqual([1, 0]);
    await frozen.query('ROLLBACK');
    frozen.release();
    await until(() => waiting.held.length === 1);
  });

  it('is renewed for as long as its holder lives', async () => {
    const one = consumer(newProcess('one', 1_000));
    await until(() => one.leadership.leading);
    const other = consumer(newProcess('other', 1_000));
    await sleep(3_000);
    expect([one.held.length, other.held.length]).toEqual([1, 0]);
  });

  it('that was taken while its process stopped is given back, and nothing is run', async () => {
    for (let round = 0; round < 10; round += 1) {
      const process = newProcess(`round ${round}`);
      let runs = 0;
      process.lead('c', async (_, signal) => {
        runs += 1;
        if (!signal.aborted) await once(signal, 'abort');
        runs -= 1;
      });
      await sleep(round);
      await process.stop();
      expect(runs).toBe(0);
      const { rows } = await database.pool.query('SELECT FROM es.checkpoints WHERE lease_until IS NOT NULL');
      expect(rows).toEqual([]);
    }
  });

  it('runs a consumer again that failed, and tells why it did', async () => {
    let runs = 0;
    const leadership = newProcess('one').lead('c', async (_, signal) => {
      runs += 1;
      if (runs < 3) throw new Error(`run ${runs}`);
      await once(signal, 'abort');
    });
    await until(() => leadership.failure !== undefined);
    expect(leadership.failure?.message).toMatch(/^run [12]$/);
    await until(() => runs === 3);
    expect(leadership.leading).toBe(true);
    await until(() => leadership.failure === undefined);
    expect(runs).toBe(3);
  });
});
