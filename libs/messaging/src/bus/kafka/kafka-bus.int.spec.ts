import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { busSuite } from '../../testing/bus-suite.js';
import { Child } from '../../testing/child.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';
import { Collected, contextName, BusProcess, upTo } from '../../testing/bus-process.js';
import { messagingDatabase, migrateMessaging } from '../../testing/database.js';
import { ContextProcess } from '../../testing/context-process.js';
import { ordersContext, shippingContext } from '../../testing/orders-and-shipping.js';

let broker: OwnBroker;

beforeAll(async () => {
  broker = await startOwnBroker();
}, 120_000);

afterAll(async () => {
  await broker.stop();
}, 30_000);

busSuite('Kafka', async () => {
  const database = await testDatabase();
  return {
    url: database.url,
    brokers: [broker.brokers],
    crash: async () => {
      await broker.kill('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 500));
      await broker.restart();
    },
    end: () => database.drop(),
  };
});

describe('the publisher', () => {
  let database: TestDatabase;
  let other: BusProcess;
  let child: Child;
  const context = contextName();
  const topic = `ecou.${context}`;

  beforeAll(async () => {
    database = await testDatabase();
    await migrateMessaging(database.pool, context);
  });

  afterAll(() => database.drop());

  afterEach(async () => {
    await child.end();
    await other.stop();
  });

  it('cannot do harm when it is frozen inside a transaction and woken after another took over', async () => {
    const servers = { url: database.url, brokers: [broker.brokers] };
    other = new BusProcess(servers, context);
    const collected = new Collected();
    const [key] = [randomUUID()];
    child = new Child('frozen-publisher.ts', [database.url, context, broker.brokers]);
    await until(() => child.said('started') !== undefined);
    for (const round of upTo(4)) {
      await other.write([key]);
      if (round < 3) await until(() => child.messages.some(({ committed }) => committed === round));
    }
    other.publishing();
    other.consume({ consumer: 'witness', topic }, collected.take);
    await until(() => collected.seen(key).at(-1) === 4, 'the last message of the rounds', 30_000);
    const before = collected.count;
    child.signal('SIGCONT');
    await until(() => child.said('refused') !== undefined);
    await other.write([key]);
    await until(() => collected.seen(key).at(-1) === 5);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(collected.count).toBe(before + 1);
    expect(collected.seen(key)).toEqual(upTo(5));
    expect(child.messages.filter(({ committed }) => committed !== undefined)).toHaveLength(2);
  }, 90_000);
});

describe('two contexts over Kafka', () => {
  let database: TestDatabase;
  let orders: ContextProcess;
  let shipping: ContextProcess;

  beforeAll(async () => {
    database = await messagingDatabase('orders', 'shipping');
    const options = { brokers: [broker.brokers] };
    orders = await new ContextProcess(database.url, ordersContext, options).start();
    shipping = await new ContextProcess(database.url, shippingContext, options).start();
  });

  afterAll(async () => {
    await Promise.all([orders.stop(), shipping.stop()]);
    await database.drop();
  }, 30_000);

  it('say what does not work while the broker is away, and go on by themselves when it is back', async () => {
    const ready = async () =>
      [(await orders.engine.state()).ready, (await shipping.engine.state()).ready].every(Boolean);
    const id = randomUUID();
    await orders.order(id, 'book');
    await until(async () => (await shipping.packed(id)).length === 1);
    await until(ready);

    await broker.kill('SIGKILL');
    await orders.order(id, 'lamp');
    await until(async () => (await orders.engine.state()).relay.trouble !== null, 'trouble of the relay', 30_000);
    await until(async () => !(await shipping.engine.state()).ready, 'shipping to be unready', 30_000);
    expect((await orders.engine.state()).troubles).toEqual([expect.stringMatching(/^The publisher: /)]);
    expect((await orders.engine.numbers()).outboxLag).toBe(2);
    expect((await shipping.engine.state()).troubles).toEqual(['pack-what-was-ordered does not poll ecou.orders.']);
    expect((await shipping.engine.numbers()).polling).toMatchObject([{ value: 0 }]);

    await broker.restart();
    await orders.order(id, 'chair');
    await until(
      async () => (await shipping.packed(id)).length === 3,
      'what was ordered while the broker was away',
      45_000,
    );
    expect(await shipping.packed(id)).toEqual(['book', 'lamp', 'chair']);
    await until(ready);
    expect((await orders.engine.numbers()).outboxLag).toBe(0);
    await until(async () => (await shipping.engine.numbers()).consumerLag[0]?.lag === 0);
  }, 150_000);
});
