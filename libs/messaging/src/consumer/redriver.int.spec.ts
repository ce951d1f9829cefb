import { randomUUID } from 'node:crypto';
import { Leases, type Leadership } from '@ecou/event-sourcing';
import { TestClock, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { recordingLogger } from '../testing/bus-process.js';
import { messagingDatabase } from '../testing/database.js';
import { HeldMessages, type Delivery, type Verdict } from './held-messages.js';
import { KeyedConsumer, type Handler } from './keyed-consumer.js';
import { startRedriver, type Redrivable } from './redriver.js';

const source = 'ecou.orders';
const parked: Verdict = { state: 'parked', attempts: 5, retryAt: null, errorCode: 'Error', error: 'It broke.' };
const retries = { notYet: { attempts: 2, firstMs: 1, mostMs: 1 }, poison: { attempts: 2, firstMs: 1, mostMs: 1 } };

interface Explained {
  readonly 'QUERY PLAN': readonly [
    { readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number } },
  ];
}

describe('the redriver', () => {
  let database: TestDatabase;
  let heldMessages: HeldMessages;
  let leases: Leases;
  let leadership: Leadership | undefined;
  const clock = new TestClock();
  const logger = recordingLogger();

  beforeAll(async () => {
    database = await messagingDatabase('shipping');
    const { pool } = database;
    heldMessages = new HeldMessages(pool, 'shipping');
    leases = new Leases({ pool, schema: 'shipping', owner: randomUUID(), ttlMs: 1_500 });
  });

  afterEach(() => leadership?.stop());

  afterAll(async () => {
    await leases.stop();
    await database.drop();
  });

  const start = (...consumers: Redrivable[]) => {
    leadership = startRedriver({ leases, heldMessages, clock, logger, consumers });
  };
  const keyed = (handler: Handler<object>) => new KeyedConsumer(handler, { heldMessages, clock, logger, retries });
  const deliveries = (key: string, ...sequences: number[]): Delivery[] =>
    sequences.map((sequence) => ({ source, key, sequence, message: {} }));
  const all = (consumer: string) => heldMessages.list({ consumer, limit: 200 });

  it('counts what it cannot read again, and parks it; the keys beside it go on', async () => {
    const [consumer, bad, good] = [randomUUID(), randomUUID(), randomUUID()];
    const handled: string[] = [];
    const handler: Handler<object> = {
      consumer,
      refresh: (message) =>
        (message as { bad?: boolean }).bad
          ? Promise.reject(new Error('Nobody knows its type.'))
          : Promise.resolve(message),
      handle: ({ key }) => Promise.resolve(void handled.push(key)),
    };
    await heldMessages.hold(consumer, [{ source, key: bad, sequence: 1, message: { bad: true } }]);
    await heldMessages.hold(consumer, deliveries(good, 1, 2));
    start(keyed(handler));
    await until(async () => {
      clock.advance(10);
      return (await all(consumer)).length === 1 && (await all(consumer))[0]?.state === 'parked';
    });
    expect(handled).toEqual([good, good]);
    expect(await all(consumer)).toMatchObject([{ key: bad, attempts: 2, error: 'Nobody knows its type.' }]);
  });

  it('leaves those over which it stumbles itself, however many, and goes on with the others', async () => {
    const consumer = randomUUID();
    const redriven: string[] = [];
    for (let bad = 0; bad < 120; bad += 1) await heldMessages.hold(consumer, deliveries(`bad ${bad}`, 1));
    await heldMessages.hold(consumer, deliveries('good', 1));
    start({
      consumer,
      follows: () => true,
      redrive: async ({ id, key }) => {
        if (key.startsWith('bad')) throw new Error('It stumbled.');
        await heldMessages.drop([id]);
        redriven.push(key);
      },
    });
    await until(() => redriven.length === 1);
    expect((await all(consumer)).map(({ state }) => state)).toEqual(Array.from({ length: 120 }, () => 'waiting'));
  });

  it('finds what came to a key just as the message before it was dropped', async () => {
    const consumer = randomUUID();
    for (let round = 0; round < 50; round += 1) {
      const key = randomUUID();
      await heldMessages.hold(consumer, deliveries(key, 1));
      const [first] = await heldMessages.due([consumer], clock.now(), 10);
      await Promise.all([
        heldMessages.drop([first!.id]),
        heldMessages.hold(consumer, deliveries(key, 2, 3)),
        heldMessages.due([consumer], clock.now(), 10),
      ]);
      for (const sequence of [2, 3]) {
        const due = await heldMessages.due([consumer], clock.now(), 10);
        expect(due).toMatchObject([{ key, sequence }]);
        await heldMessages.drop([due[0]!.id]);
      }
    }
  });

  it('finds what builds without `due_at` have released', async () => {
    const [consumer, key] = [randomUUID(), randomUUID()];
    await heldMessages.hold(consumer, deliveries(key, 1), parked);
    await database.pool.query(`UPDATE shipping.parked SET state = 'waiting' WHERE consumer = $1`, [consumer]);
    expect(await heldMessages.due([consumer], clock.now(), 10)).toEqual([]);
    await heldMessages.lookAgain();
    expect(await heldMessages.due([consumer], clock.now(), 10)).toMatchObject([{ key }]);
  });

  it('does not work more for what is parked: 100,000 keys and what waits behind them', async () => {
    const consumer = randomUUID();
    /** Pages that PostgreSQL looks at for one question. */
    const pages = async (): Promise<number> => {
      const asked: { text: string; values: readonly unknown[] }[] = [];
      const { pool } = database;
      const query = (text: string, values: readonly unknown[]) => {
        asked.push({ text, values });
        return pool.query(text, [...values]);
      };
      const watched = new HeldMessages(Object.assign(Object.create(pool) as typeof pool, { query }), 'shipping');
      expect(await watched.due([consumer, randomUUID()], clock.now(), 100)).toEqual([]);
      expect(asked).toHaveLength(1);
      const { rows } = await pool.query<Explained>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${asked[0]!.text}`, [
        ...asked[0]!.values,
      ]);
      const plan = rows[0]!['QUERY PLAN'][0].Plan;
      return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    };
    const fill = (from: number, to: number) =>
      database.pool.query(
        `INSERT INTO shipping.parked (consumer, source, key, sequence, state, message, due_at)
         SELECT $1, 'ecou.orders', 'key ' || k, s, CASE s WHEN 1 THEN 'parked' ELSE 'waiting' END, '{}', NULL
         FROM generate_series($2::int, $3::int) k, generate_series(1, 2) s`,
        [consumer, from, to],
      );
    await fill(1, 100);
    const few = await pages();
    for (let from = 101; from <= 100_000; from += 10_000) await fill(from, Math.min(from + 9_999, 100_000));
    expect(await pages()).toBeLessThanOrEqual(few + 10);
    const [first] = await heldMessages.ofKey({ consumer, source, key: 'key 7' }, 1);
    await heldMessages.release(first!.id, false);
    expect(await heldMessages.due([consumer], clock.now(), 100)).toMatchObject([{ key: 'key 7', sequence: 1 }]);
    await heldMessages.drop([first!.id]);
    expect(await heldMessages.due([consumer], clock.now(), 100)).toMatchObject([{ key: 'key 7', sequence: 2 }]);
  });
});
