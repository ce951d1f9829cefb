import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendInside, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Child } from './testing/child.js';
import { messagingDatabase } from './testing/database.js';
import { kitchen, Room, tables, tableStream } from './testing/kitchen.js';
import { startOwnBroker, type OwnBroker } from './testing/own-broker.js';
import type { RoomProcessOptions } from './testing/room-process.js';
import { eventually, upTo } from './testing/station.js';

const writers = 8;
const runMs = 7_000;

describe('the outbox under 8 writers, rollbacks, killed backends, and leaders that are killed and frozen', () => {
  let database: TestDatabase;
  const rooms: Room[] = [];
  const children: Child[] = [];

  const room = (...args: ConstructorParameters<typeof Room> extends [string, ...infer Rest] ? Rest : never): Room => {
    const made = new Room(database.url, ...args);
    rooms.push(made);
    return made;
  };

  const child = async (options: Omit<RoomProcessOptions, 'url'>): Promise<Child> => {
    const started = new Child('room-process.ts', [JSON.stringify({ url: database.url, ...options })]);
    children.push(started);
    await eventually(() => started.said('started') !== undefined, 30_000);
    return started;
  };

  beforeEach(async () => {
    database = await messagingDatabase('tables', 'kitchen');
  });

  afterEach(async () => {
    await Promise.all([...children.splice(0).map((one) => one.end()), ...rooms.splice(0).map((one) => one.stop())]);
    await database.drop();
  }, 30_000);

  /** Orders in a transaction that stays open for a moment, and now and then is rolled back: positions come out of order, and with holes. */
  const orderSlowly = async (writer: Room, id: string, dish: string): Promise<void> => {
    const client = await writer.pool.connect();
    try {
      await client.query('BEGIN');
      await appendInside(client, 'tables', tableStream(id), { type: 'Ordered', data: { dish } });
      await sleep(randomInt(12));
      await client.query(randomInt(3) === 0 ? 'ROLLBACK' : 'COMMIT');
      client.release();
    } catch (error) {
      client.release(error as Error);
    }
  };

  /** Orders dish after dish at a few tables; answers which. */
  const write = async (index: number, until: number): Promise<readonly string[]> => {
    const writer = room(tables, { applicationName: `writer ${index}` });
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (let dish = 1; Date.now() < until; dish += 1) {
      const id = ids[randomInt(ids.length)] ?? '';
      await (randomInt(3) === 0 ? orderSlowly(writer, id, String(dish)) : writer.order(id, String(dish)));
      await sleep(randomInt(25));
    }
    return ids;
  };

  const killBackends = async (until: number): Promise<number> => {
    let killed = 0;
    while (Date.now() < until) {
      await sleep(150);
      const { rowCount } = await database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND (application_name LIKE 'writer%' OR application_name LIKE 'ecou room%')
           AND state <> 'idle' ORDER BY random() LIMIT 1`,
      );
      killed += rowCount ?? 0;
    }
    return killed;
  };

  /** Both contexts in processes of their own, again and again: the ones before are killed, or frozen until they are all woken. */
  const changeLeaders = async (until: number, brokers: readonly string[]): Promise<readonly Child[]> => {
    const frozen: Child[] = [];
    let current: Child[] = [];
    while (Date.now() < until) {
      const before = current;
      current = await Promise.all([child({ context: 'tables', brokers }), child({ context: 'kitchen', brokers })]);
      for (const one of before) {
        const signal = randomInt(2) === 0 ? 'SIGKILL' : 'SIGSTOP';
        one.signal(signal);
        if (signal === 'SIGSTOP') frozen.push(one);
      }
      await sleep(700);
    }
    for (const one of current) one.signal('SIGKILL');
    return frozen;
  };

  /** What most would write: whatever is greater than the checkpoint. */
  const readNaively = async (signal: AbortSignal): Promise<number> => {
    let [seen, checkpoint] = [0, 0];
    for (let last = false; ;) {
      const { rows } = await database.pool.query<{ position: number }>(
        'SELECT global_position AS position FROM tables.events WHERE global_position > $1 ORDER BY 1 LIMIT 500',
        [checkpoint],
      );
      seen += rows.length;
      checkpoint = rows.at(-1)?.position ?? checkpoint;
      if (rows.length === 0 && last) return seen;
      last = signal.aborted;
    }
  };

  const dishesOf = async (schema: string, type: string): Promise<Map<string, string[]>> => {
    const { rows } = await database.pool.query<{ id: string; dishes: string[] }>(
      `SELECT substring(stream_id from '-(.*)') AS id, array_agg(data->>'dish' ORDER BY version) AS dishes
       FROM ${schema}.events WHERE type = $1 GROUP BY stream_id`,
      [type],
    );
    return new Map(rows.map(({ id, dishes }) => [id, dishes]));
  };

  const numberOf = async (sql: string): Promise<number> => {
    const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`);
    return Number(rows[0]?.count);
  };

  const torture = async (brokers: readonly string[], disturb: () => Promise<void>): Promise<void> => {
    const until = Date.now() + runMs;
    const done = new AbortController();
    const naive = readNaively(done.signal);
    const writing = Array.from({ length: writers }, (_, index) => write(index, until));
    const [frozen, killed] = await Promise.all([
      changeLeaders(until, brokers),
      killBackends(until),
      disturb(),
      ...writing,
    ]);
    done.abort();
    const ordered = await numberOf('tables.events');
    expect({ lost: ordered - (await naive) > 0, killed: killed > 5, ordered: ordered > 300 }).toEqual({
      ...{ lost: true, killed: true, ordered: true },
    });

    const [front, cooking] = [room(tables, { brokers }), room(kitchen, { brokers })];
    await Promise.all([front.start(), cooking.start()]);
    for (const one of frozen) one.signal('SIGCONT');
    await eventually(async () => (await numberOf(`kitchen.events WHERE type = 'Cooked'`)) >= ordered, 45_000);
    await sleep(1_000); // whoever would do something twice has the time to

    expect(await dishesOf('kitchen', 'Cooked')).toEqual(await dishesOf('tables', 'Ordered'));
    expect(await numberOf('kitchen.parked')).toBe(0);
    expect(await numberOf('tables.outbox')).toBe(2 * ordered);
    expect(await numberOf('(SELECT FROM tables.outbox GROUP BY position HAVING count(*) <> 2) wrong')).toBe(0);
    const { rows } = await database.pool.query<{ offset: number }>('SELECT "offset" FROM tables.outbox ORDER BY 1');
    expect(rows.map(({ offset }) => offset)).toEqual(upTo(2 * ordered));
    const gaps = `(SELECT FROM tables.outbox GROUP BY topic, key HAVING min(sequence) <> 1 OR max(sequence) <> count(*)) wrong`;
    expect(await numberOf(gaps)).toBe(0);
  };

  it('loses nothing, does nothing twice and keeps the order of every key, where a naive reader loses events', async () => {
    await torture([], () => Promise.resolve());
  }, 120_000);

  describe('over Kafka', () => {
    let broker: OwnBroker;

    beforeAll(async () => {
      broker = await startOwnBroker();
    }, 120_000);

    afterAll(() => broker.stop(), 30_000);

    it('does so too, while the broker is killed and started again', async () => {
      await torture([broker.brokers], async () => {
        await sleep(3_000);
        await broker.kill('SIGKILL');
        await sleep(500);
        await broker.restart();
      });
    }, 180_000);
  });
});
