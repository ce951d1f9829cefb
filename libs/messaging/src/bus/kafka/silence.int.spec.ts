import { randomUUID } from 'node:crypto';
import { type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ContextProcess } from '../../testing/context-process.js';
import { messagingDatabase } from '../../testing/database.js';
import { ordersContext, shippingContext } from '../../testing/orders-and-shipping.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';

let broker: OwnBroker;
let database: TestDatabase;
const processes: ContextProcess[] = [];

beforeAll(async () => {
  broker = await startOwnBroker();
  database = await messagingDatabase('orders', 'shipping');
});

afterAll(async () => {
  await broker.kill('SIGCONT');
  await Promise.all(processes.map((each) => each.stop()));
  await database.drop();
  await broker.stop();
});

async function start(context: typeof ordersContext): Promise<ContextProcess> {
  const started = await new ContextProcess(database.url, context, { brokers: [broker.brokers] }).start();
  processes.push(started);
  return started;
}

it('a broker that is silent is waited for no longer than each call may take; all goes on by itself when it answers', async () => {
  const [orders, shipping] = [await start(ordersContext), await start(shippingContext)];
  const id = randomUUID();
  await orders.order(id, 'book');
  await until(async () => (await shipping.packed(id)).length === 1, 'the first order', 60_000);

  await broker.kill('SIGSTOP');
  await orders.order(id, 'lamp');
  const began = performance.now();
  await until(async () => (await orders.engine.state()).relay.trouble !== null, 'trouble of the relay', 60_000);
  await until(async () => !(await shipping.engine.state()).ready, 'shipping to be unready', 60_000);
  expect(performance.now() - began).toBeLessThan(45_000);
  // Whoever begins, or ends, meanwhile does not wait for it either.
  const late = await new ContextProcess(database.url, shippingContext, { brokers: [broker.brokers] }).start();
  const ending = performance.now();
  await late.stop();
  expect(performance.now() - ending).toBeLessThan(30_000);

  await broker.kill('SIGCONT');
  await orders.order(id, 'chair');
  await until(async () => (await shipping.packed(id)).length === 3, 'what was ordered meanwhile', 60_000);
  expect(await shipping.packed(id)).toEqual(['book', 'lamp', 'chair']);
  await until(async () => (await orders.engine.state()).ready, 'orders to be ready', 60_000);
  await until(async () => (await shipping.engine.state()).ready, 'shipping to be ready', 60_000);
});
