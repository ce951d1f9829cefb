import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { busSuite } from '../../testing/bus-suite.js';
import { Child } from '../../testing/child.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';
import { Collected, contextName, eventually, BusProcess, upTo } from '../../testing/bus-process.js';
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
    await eventually(() => child.said('started') !== undefined, 20_000);
    for (const round of upTo(4)) {
      await other.write([key]);
      if (round < 3) await eventually(() => child.messages.some(({ committed }) => committed === round), 20_000);
    }
    other.publishing();
    other.consume({ consumer: 'witness', topic }, collected.take);
    await eventually(() => collected.seen(key).at(-1) === 4, 30_000);
    const before = collected.count;
    child.signal('SIGCONT');
    await eventually(() => child.said('refused') !== undefined, 20_000);
    await other.write([key]);
    await eventually(() => collected.seen(key).at(-1) === 5);
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
    await eventually(async () => (await shipping.packed(id)).length === 1, 20_000);
    await eventually(ready);

    await broker.kill('SIGKILL');
    await orders.order(id, 'lamp');
    await eventually(async () => (await orders.engine.state()).relay.trouble !== null, 30_000);
    await eventually(async () => !(await shipping.engine.state()).ready, 30_000);
    expect((await orders.engine.state()).troubles).toEqual([expect.stringMatching(/^The publisher: /)]);
    expect((await orders.engine.numbers()).outboxLag).toBe(2);
    expect((await shipping.engine.state()).troubles).toEqual(['pack-what-was-ordered does not poll ecou.orders.']);
    expect((await shipping.engine.numbers()).polling).toMatchObject([{ value: 0 }]);

    await broker.restart();
    await orders.order(id, 'chair');
    await eventually(async () => (await shipping.packed(id)).length === 3, 45_000);
    expect(await shipping.packed(id)).toEqual(['book', 'lamp', 'chair']);
    await eventually(ready, 20_000);
    expect((await orders.engine.numbers()).outboxLag).toBe(0);
    await eventually(async () => (await shipping.engine.numbers()).consumerLag[0]?.lag === 0);
  }, 150_000);
});
