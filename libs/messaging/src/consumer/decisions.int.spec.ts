import { randomUUID } from 'node:crypto';
import { type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContextProcess } from '../testing/context-process.js';
import { messagingDatabase } from '../testing/database.js';
import { mistakes, ordersContext, shippingContext } from '../testing/orders-and-shipping.js';
import type { Held } from './held-messages.js';

const [consumer, source] = ['pack-what-was-ordered', 'ecou.orders'];
const word = { actor: 'key:1', reason: 'It was sent by mistake.' };

describe('what operators decide', () => {
  let database: TestDatabase;
  let orders: ContextProcess;
  let shipping: ContextProcess;

  beforeAll(async () => {
    database = await messagingDatabase('orders', 'shipping');
    orders = await new ContextProcess(database.url, ordersContext).start();
    const retries = { notYet: { attempts: 1, firstMs: 1, mostMs: 1 }, poison: { attempts: 1, firstMs: 1, mostMs: 1 } };
    shipping = await new ContextProcess(database.url, shippingContext, { retries }).start();
  });

  beforeEach(() => {
    mistakes.unmappable = true;
  });

  afterAll(async () => {
    await Promise.all([orders.stop(), shipping.stop()]);
    await database.drop();
  });

  const queue = (key: string) => shipping.engine.heldMessages.ofKey({ consumer, source, key }, 100);
  const packed = (id: string, ...items: string[]) =>
    until(async () => JSON.stringify(await shipping.packed(id)) === JSON.stringify(items), `${items.join()} packed`);
  const inbox = async (key: string) => (await shipping.store.inbox(consumer, source, [key])).get(key);
  const parked = (key: string): Promise<Held> =>
    until(async () => {
      const [first] = await queue(key);
      return first?.state === 'parked' && first;
    }, 'a parked message');

  /** Each item is two messages: one that the consumer asks for, and one that it does not. */
  const order = async (id: string, ...items: string[]): Promise<void> => {
    for (const item of items) await orders.order(id, item);
  };

  /** Puts a message on the bus that no mapper wrote. */
  const forge = async (key: string, sequence: number): Promise<void> => {
    await orders.pool.query(
      `WITH counted AS (UPDATE orders.outbox_counters SET last = last + 1 WHERE topic = '' AND key = '' RETURNING last)
       INSERT INTO orders.outbox ("offset", id, topic, type, key, sequence, position, envelope, data)
       SELECT counted.last, gen_random_uuid(), topic, type, key, $2, position, envelope, '{"item": "forged"}'
       FROM counted, orders.outbox WHERE key = $1 AND sequence = 1`,
      [key, sequence],
    );
  };

  it('discards a message that is poison, and those behind it follow', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    await order(id, 'book', 'broken', 'lamp');
    await order(other, 'broken');
    const [first] = [await parked(id), await parked(other)];
    await until(async () => (await queue(id)).length === 2);
    const before = Date.now();
    expect(Date.parse((await shipping.engine.heldMessages.oldestBehind(first))!)).toBeLessThanOrEqual(before);
    const decision = await shipping.engine.discard(first.id, word);
    await packed(id, 'book', 'lamp');
    await until(async () => (await queue(id)).length === 0);
    expect(await inbox(id)).toBe(5);
    expect(decision).toMatchObject({
      ...{ decision: 'discarded', heldId: first.id, consumer, source, key: id, sequence: 3, passed: true },
      ...{ reason: word.reason, decidedBy: word.actor, decidedAt: '2024-03-01T10:00:00.000Z' },
      ...{ errorCode: 'Error', error: 'The packer dropped "…".', message: { data: { item: 'broken' } } },
    });
    const [newest] = await shipping.engine.decisions.list({ limit: 5 });
    expect(newest).toEqual(decision);
    expect((await parked(other)).state).toBe('parked');
  });

  it('never moves a key past what may still come: a forged sequence is discarded, and what was to come is taken', async () => {
    const id = randomUUID();
    await order(id, 'book');
    await packed(id, 'book');
    await forge(id, 500);
    const forged = await parked(id);
    expect(forged).toMatchObject({ errorCode: 'SEQUENCE_JUMP', overtaken: false });
    const accept = () => shipping.engine.decisions.acceptGap(forged.id, word);
    await expect(accept()).rejects.toMatchObject({
      code: 'GAP_NOT_SHOWN',
      message: expect.stringContaining('up to 2'),
    });
    await order(id, 'lamp');
    await packed(id, 'book', 'lamp');
    await until(async () => (await queue(id)).length === 1);
    expect(await parked(id)).toMatchObject({ id: forged.id, overtaken: true });
    await expect(accept()).rejects.toMatchObject({
      code: 'GAP_NOT_SHOWN',
      message: expect.stringContaining('came after'),
    });
    expect(await shipping.engine.discard(forged.id, word)).toMatchObject({ sequence: 500, passed: false });
    await order(id, 'chair');
    await packed(id, 'book', 'lamp', 'chair');
    await until(async () => (await inbox(id)) === 5);
    expect(await queue(id)).toEqual([]);
  });

  it('lets a key go on without what its source lost', async () => {
    const id = randomUUID();
    await order(id, 'book');
    await packed(id, 'book');
    await orders.pool.query('UPDATE orders.outbox_counters SET last = last + 1 WHERE key = $1', [id]);
    await order(id, 'lamp');
    const first = await parked(id);
    const decision = await shipping.engine.decisions.acceptGap(first.id, word);
    expect(decision).toMatchObject({ decision: 'gap-accepted', sequence: 4, reason: word.reason });
    await packed(id, 'book', 'lamp');
    await until(async () => (await inbox(id)) === 4);
  });

  it('is refused where there is nothing to decide', async () => {
    const id = randomUUID();
    await order(id, 'broken', 'lamp');
    const first = await parked(id);
    const [, second] = await until(async () => {
      const all = await queue(id);
      return all.length === 2 && all;
    });
    const { engine } = shipping;
    await expect(engine.discard(second!.id, word)).rejects.toMatchObject({ code: 'NOT_FIRST_OF_KEY' });
    await expect(engine.discard(randomUUID(), word)).rejects.toMatchObject({ code: 'PARKED_UNKNOWN' });
    await expect(engine.decisions.acceptGap(first.id, word)).rejects.toMatchObject({ code: 'NO_GAP' });
    await engine.discard(first.id, word);
    await expect(engine.discard(first.id, word)).rejects.toMatchObject({ code: 'PARKED_UNKNOWN' });
    await packed(id, 'lamp');
  });

  it('discards an event that cannot be mapped: it is told to nobody, and those behind it are', async () => {
    const id = randomUUID();
    await order(id, 'unmappable', 'lamp');
    const [first] = await until(async () => {
      const held = await orders.engine.heldMessages.list({ consumer: 'mapper', limit: 10 });
      return held.length === 2 && held;
    });
    expect(await orders.engine.discard(first!.id, word)).toMatchObject({ consumer: 'mapper', passed: false });
    await packed(id, 'lamp');
    await until(async () => (await orders.engine.heldMessages.list({ limit: 10 })).length === 0);
  });
});
