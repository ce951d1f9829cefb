import { randomUUID } from 'node:crypto';
import { TestClock, until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Received } from '../bus/received.js';
import { ContextProcess, type ContextProcessOptions } from '../testing/context-process.js';
import { messagingDatabase } from '../testing/database.js';
import { orderedV1, ordersContext, shippingContext } from '../testing/orders-and-shipping.js';
import type { Intake } from './intake.js';

let database: TestDatabase;
let orders: ContextProcess;
const services: ContextProcess[] = [];
/** The number of messages that came into one transaction, each time. */
const together: number[] = [];
let isBroken = false;

const itemOf = ({ data }: Received): string => (data as { item: string }).item;

/** Notes what was ordered; nobody may order a stone while it is broken. */
const ledger: Intake = {
  name: 'ledger',
  topics: ['ecou.orders'],
  concerns: ({ type }) => type === orderedV1.type,
  take: async (messages, db) => {
    together.push(messages.length);
    for (const message of messages) {
      if (isBroken && itemOf(message) === 'stone') throw new Error('A stone is too heavy.');
      await db.query('INSERT INTO shipping.ledger (key, sequence, item) VALUES ($1, $2, $3)', [
        ...[message.key, message.sequence, itemOf(message)],
      ]);
    }
  },
};

async function start(options: ContextProcessOptions = {}): Promise<ContextProcess> {
  const definition = { ...shippingContext, policies: [] };
  const service = await new ContextProcess(database.url, definition, { ...options, intakes: [ledger] }).start();
  services.push(service);
  return service;
}

const stop = () => Promise.all(services.splice(0).map((service) => service.stop()));

/** The items of a key in the ledger, in the order in which they were noted. */
async function noted(key: string): Promise<string[]> {
  const { rows } = await orders.pool.query<{ item: string }>(
    'SELECT item FROM shipping.ledger WHERE key = $1 ORDER BY place',
    [key],
  );
  return rows.map(({ item }) => item);
}

beforeAll(async () => {
  database = await messagingDatabase('orders', 'shipping');
  await database.pool.query(
    `CREATE TABLE shipping.ledger (place bigserial PRIMARY KEY, key text, sequence bigint, item text)`,
  );
  orders = await new ContextProcess(database.url, ordersContext).start();
});
afterEach(stop);
afterAll(async () => {
  await orders.stop();
  await database.drop();
});

describe('an intake', () => {
  it('takes each message once, in order per key, many in one transaction', async () => {
    const ids = Array.from({ length: 60 }, () => randomUUID());
    for (const item of ['book', 'lamp', 'chair']) await Promise.all(ids.map((id) => orders.order(id, item)));
    await start();
    for (const id of ids) {
      await until(async () => (await noted(id)).length === 3);
      expect(await noted(id)).toEqual(['book', 'lamp', 'chair']);
    }
    expect(Math.max(...together)).toBeGreaterThan(20);
  });

  it('takes it once, though it is brought by two processes and again', async () => {
    const id = randomUUID();
    const [one] = [await start(), await start()];
    for (let round = 0; round < 10; round += 1) await orders.order(id, 'book');
    await until(async () => (await noted(id)).length === 10);
    await one.pool.query(`UPDATE shipping.checkpoints SET position = 0 WHERE consumer LIKE 'bus:%'`);
    await stop();
    await start();
    await orders.order(id, 'chair');
    await until(async () => (await noted(id)).includes('chair'));
    expect(await noted(id)).toHaveLength(11);
  });

  it('goes on without the one that cannot be taken, whose key waits for an operator', async () => {
    isBroken = true;
    const [heavy, ...others] = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all([heavy, ...others].map((id) => orders.order(id!, id === heavy ? 'stone' : 'book')));
    await orders.order(heavy!, 'lamp');
    const clock = new TestClock();
    const service = await start({ clock });
    for (const id of others) await until(async () => (await noted(id)).length === 1);
    const parked = () => service.engine.heldMessages.list({ state: 'parked', limit: 10 });
    await until(async () => {
      clock.advance(1_000);
      return (await parked()).length === 1;
    });
    const [first] = await parked();
    expect(first).toMatchObject({ consumer: 'ledger', key: heavy, error: 'A stone is too heavy.' });
    expect(await noted(heavy!)).toEqual([]);
    isBroken = false;
    await service.engine.heldMessages.release(first!.id, false);
    await until(async () => (await noted(heavy!)).length === 2);
    expect(await noted(heavy!)).toEqual(['stone', 'lamp']);
  });

  it('parks what comes behind a message that is missing', async () => {
    const id = randomUUID();
    const service = await start();
    await orders.order(id, 'book');
    await until(async () => (await noted(id)).length === 1);
    await orders.pool.query(`UPDATE orders.outbox_counters SET last = last + 1 WHERE key = $1`, [id]);
    await orders.order(id, 'lamp');
    await until(async () =>
      (await service.engine.heldMessages.list({ state: 'parked', limit: 10 })).some(({ key }) => key === id),
    );
    expect(await noted(id)).toEqual(['book']);
  });
});
