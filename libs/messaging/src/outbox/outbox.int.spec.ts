import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendInside, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Child } from '../testing/child.js';
import { messagingDatabase } from '../testing/database.js';
import { ContextProcess } from '../testing/context-process.js';
import { ordersContext, orderStream, shippingContext } from '../testing/orders-and-shipping.js';
import { startOwnBroker, type OwnBroker } from '../testing/own-broker.js';
import type { RunOptions } from '../testing/run-context.js';
import { upTo } from '../testing/bus-process.js';

const writers = 8;
const runMs = 7_000;

describe('the outbox under 8 writers, rollbacks, killed backends, and leaders that are killed and frozen', () => {
  let database: TestDatabase;
  const services: ContextProcess[] = [];
  const children: Child[] = [];

  const service = (
    ...args: ConstructorParameters<typeof ContextProcess> extends [string, ...infer Rest] ? Rest : never
  ): ContextProcess => {
    const made = new ContextProcess(database.url, ...args);
    services.push(made);
    return made;
  };

  const child = async (options: Omit<RunOptions, 'url'>): Promise<Child> => {
    const started = new Child('run-context.ts', [JSON.stringify({ url: database.url, ...options })]);
    children.push(started);
    await until(() => started.said('started') !== undefined, 'the process to start', 60_000);
    return started;
  };

  beforeEach(async () => {
    database = await messagingDatabase('orders', 'shipping');
  });

  afterEach(async () => {
    await Promise.all([...children.splice(0).map((one) => one.end()), ...services.splice(0).map((one) => one.stop())]);
    await database.drop();
  });

  /** Orders in a transaction that stays open for a moment, and now and then is rolled back: positions come out of order, and with holes. */
  const orderSlowly = async (writer: ContextProcess, id: string, item: string): Promise<void> => {
    const client = await writer.pool.connect();
    try {
      await client.query('BEGIN');
      await appendInside(client, 'orders', orderStream(id), { type: 'Ordered', data: { item } });
      await sleep(randomInt(12));
      await client.query(randomInt(3) === 0 ? 'ROLLBACK' : 'COMMIT');
      client.release();
    } catch (error) {
      client.release(error as Error);
    }
  };

  /** Orders item after item at a few ordersContext; answers which. */
  const write = async (index: number, end: number): Promise<readonly string[]> => {
    const writer = service(ordersContext, { applicationName: `writer ${index}` });
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (let item = 1; Date.now() < end; item += 1) {
      const id = ids[randomInt(ids.length)] ?? '';
      await (randomInt(3) === 0 ? orderSlowly(writer, id, String(item)) : writer.order(id, String(item)));
      await sleep(randomInt(25));
    }
    return ids;
  };

  const killBackends = async (end: number): Promise<number> => {
    let killed = 0;
    while (Date.now() < end) {
      await sleep(150);
      const { rowCount } = await database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND (application_name LIKE 'writer%' OR application_name LIKE 'ecou context%')
           AND state <> 'idle' ORDER BY random() LIMIT 1`,
      );
      killed += rowCount ?? 0;
    }
    return killed;
  };

  /** Both contexts in processes of their own, again and again: the ones before are killed, or frozen until they are all woken. */
  const changeLeaders = async (end: number, brokers: readonly string[]): Promise<readonly Child[]> => {
    const frozen: Child[] = [];
    let current: Child[] = [];
    while (Date.now() < end) {
      const before = current;
      current = await Promise.all([child({ context: 'orders', brokers }), child({ context: 'shipping', brokers })]);
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

  /** The reader that most would write: whatever is greater than the checkpoint. */
  const readNaively = async (signal: AbortSignal): Promise<number> => {
    let [seen, checkpoint] = [0, 0];
    for (let last = false; ;) {
      const { rows } = await database.pool.query<{ position: number }>(
        'SELECT global_position AS position FROM orders.events WHERE global_position > $1 ORDER BY 1 LIMIT 500',
        [checkpoint],
      );
      seen += rows.length;
      checkpoint = rows.at(-1)?.position ?? checkpoint;
      if (rows.length === 0 && last) return seen;
      last = signal.aborted;
    }
  };

  const itemsOf = async (schema: string, type: string): Promise<Map<string, string[]>> => {
    const { rows } = await database.pool.query<{ id: string; items: string[] }>(
      `SELECT substring(stream_id from '-(.*)') AS id, array_agg(data->>'item' ORDER BY version) AS items
       FROM ${schema}.events WHERE type = $1 GROUP BY stream_id`,
      [type],
    );
    return new Map(rows.map(({ id, items }) => [id, items]));
  };

  const numberOf = async (sql: string): Promise<number> => {
    const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`);
    return Number(rows[0]?.count);
  };

  const torture = async (brokers: readonly string[], disturb: () => Promise<void>): Promise<void> => {
    const end = Date.now() + runMs;
    const done = new AbortController();
    const naive = readNaively(done.signal);
    const writing = Array.from({ length: writers }, (_, index) => write(index, end));
    const [frozen, killed] = await Promise.all([changeLeaders(end, brokers), killBackends(end), disturb(), ...writing]);
    done.abort();
    const ordered = await numberOf('orders.events');
    expect({ lost: ordered - (await naive) > 0, killed: killed > 5, ordered: ordered > 300 }).toEqual({
      ...{ lost: true, killed: true, ordered: true },
    });

    const [orders, shipping] = [service(ordersContext, { brokers }), service(shippingContext, { brokers })];
    await Promise.all([orders.start(), shipping.start()]);
    for (const one of frozen) one.signal('SIGCONT');
    await until(
      async () => (await numberOf(`shipping.events WHERE type = 'Packed'`)) >= ordered,
      'everything that was ordered to be packed',
      45_000,
    );
    await sleep(1_000); // whoever would do something twice has the time to

    expect(await itemsOf('shipping', 'Packed')).toEqual(await itemsOf('orders', 'Ordered'));
    expect(await numberOf('shipping.parked')).toBe(0);
    expect(await numberOf('orders.outbox')).toBe(2 * ordered);
    expect(await numberOf('(SELECT FROM orders.outbox GROUP BY position HAVING count(*) <> 2) wrong')).toBe(0);
    const { rows } = await database.pool.query<{ offset: number }>('SELECT "offset" FROM orders.outbox ORDER BY 1');
    expect(rows.map(({ offset }) => offset)).toEqual(upTo(2 * ordered));
    const gaps = `(SELECT FROM orders.outbox GROUP BY topic, key HAVING min(sequence) <> 1 OR max(sequence) <> count(*)) wrong`;
    expect(await numberOf(gaps)).toBe(0);
  };

  it('loses nothing, does nothing twice and keeps the order of every key, where a naive reader loses events', async () => {
    await torture([], () => Promise.resolve());
  });

  describe('over Kafka', () => {
    let broker: OwnBroker;

    beforeAll(async () => {
      broker = await startOwnBroker();
    });

    afterAll(() => broker.stop());

    it('does so too, while the broker is killed and started again', async () => {
      await torture([broker.brokers], async () => {
        await sleep(3_000);
        await broker.kill('SIGKILL');
        await sleep(500);
        await broker.restart();
      });
    });
  });
});
