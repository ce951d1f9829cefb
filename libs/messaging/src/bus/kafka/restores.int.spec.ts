import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigResourceTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import pg from 'pg';
import { Backups } from '../../testing/backup.js';
import { BusProcess, Collected, contextName, upTo } from '../../testing/bus-process.js';
import { ContextProcess } from '../../testing/context-process.js';
import { messagingDatabase, migrateMessaging } from '../../testing/database.js';
import { ordersContext, shippingContext } from '../../testing/orders-and-shipping.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';

let broker: OwnBroker;
let admin: Admin;

beforeAll(async () => {
  broker = await startOwnBroker();
  admin = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
});

afterAll(async () => {
  await admin.disconnect();
  await broker.stop();
});

const numbered = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => `item ${from + index}`);

/** Keeps the mapper of orders from writing, until the publisher waits for it. */
async function mapperHeld(url: string, server: pg.Pool): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query("SELECT FROM orders.outbox_counters WHERE (topic, key) = ('', '') FOR UPDATE");
  return async () => {
    await until(async () => {
      const { rowCount } = await server.query(
        "SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query ~ 'FROM orders.checkpoints .* position >='",
      );
      return (rowCount ?? 0) > 0;
    }, 'the publisher to wait for the mapper');
    await client.end();
  };
}

describe('databases that are restored beside Kafka', () => {
  let own: TestDatabase;
  let others: TestDatabase;
  let backups: Backups;
  const running: ContextProcess[] = [];

  const start = async (url: string, context: typeof ordersContext): Promise<ContextProcess> => {
    const started = await new ContextProcess(url, context, { brokers: [broker.brokers] }).start();
    running.push(started);
    return started;
  };

  /** Stops it, as is done before a backup is restored. */
  const stop = async (process: ContextProcess): Promise<void> => {
    running.splice(running.indexOf(process), 1);
    await process.stop();
  };

  const published = (orders: ContextProcess) =>
    until(async () => {
      const { mapperLag, outboxLag } = await orders.engine.numbers();
      return mapperLag === 0 && outboxLag === 0;
    });

  beforeEach(async () => {
    own = await messagingDatabase('orders', 'shipping');
    others = await testDatabase();
    backups = new Backups(others.url);
  });

  afterEach(async () => {
    for (const process of [...running]) await stop(process);
    await backups.drop();
    await Promise.all([own.drop(), others.drop()]);
  });

  it('a source that was set back gives no sequence again: what is new is handled, and nothing twice', async () => {
    const shipping = await start(own.url, shippingContext);
    const [known, late, fresh] = [randomUUID(), randomUUID(), randomUUID()];
    const first = await messagingDatabase('orders');
    let orders = await start(first.url, ordersContext);
    for (const item of numbered(5)) await orders.order(known, item);
    await published(orders);
    await stop(orders);
    // Stands in the backup, but has not become a message yet.
    const idle = new ContextProcess(first.url, ordersContext);
    await idle.store.start();
    await idle.order(known, 'not mapped yet');
    await idle.stop();
    await first.pool.end();
    const backup = await backups.copy(first.url);

    orders = await start(first.url, ordersContext);
    for (const item of numbered(4)) await orders.order(known, `lost ${item}`);
    await orders.order(late, 'lost');
    await until(async () => (await shipping.packed(late)).length === 1);
    await until(async () => (await shipping.packed(known)).length === 10);
    await stop(orders);

    const release = await mapperHeld(backup, own.pool);
    orders = await start(backup, ordersContext);
    for (const item of numbered(6)) await orders.order(known, `new ${item}`);
    await release();
    await orders.order(late, 'new');
    await orders.order(fresh, 'new');
    await until(async () => (await shipping.packed(fresh)).length === 1, 'what is ordered after the restore', 60_000);
    await until(async () => (await shipping.packed(late)).length === 2);
    await until(async () => (await shipping.packed(known)).length >= 16, 'all that was ordered', 60_000);
    expect(await shipping.packed(known)).toEqual([
      ...numbered(5),
      'not mapped yet',
      ...numbered(4).map((item) => `lost ${item}`),
      ...numbered(6).map((item) => `new ${item}`),
    ]);
    expect(await shipping.packed(late)).toEqual(['lost', 'new']);
    expect(await shipping.engine.heldMessages.count()).toEqual([]);
    expect(orders.logger.said.filter(({ text }) => text.startsWith('The database was set back'))).toHaveLength(1);
    await stop(orders);

    // Nothing more is found when it starts again.
    orders = await start(backup, ordersContext);
    await orders.order(fresh, 'newer');
    await until(async () => (await shipping.packed(fresh)).length === 2, 'what is ordered later', 60_000);
    expect(orders.logger.said.filter(({ text }) => text.startsWith('The database was set back'))).toHaveLength(0);
    await stop(orders);
    await stop(shipping);
    await first.drop().catch(() => undefined);
  });

  it('a consumer that was set back is brought all that it has lost, in order', async () => {
    const first = await messagingDatabase('shipping');
    const orders = await start(own.url, ordersContext);
    let shipping = await start(first.url, shippingContext);
    const ids = Array.from({ length: 3 }, () => randomUUID());
    const orderAll = async (items: readonly string[]) => {
      for (const item of items) for (const id of ids) await orders.order(id, item);
    };
    const packedAll = (process: ContextProcess, count: number) =>
      until(
        async () => (await Promise.all(ids.map((id) => process.packed(id)))).every(({ length }) => length >= count),
        `${count} of each to be packed`,
        60_000,
      );
    await orderAll(numbered(3));
    await packedAll(shipping, 3);
    await stop(shipping);
    await first.pool.end();
    const backup = await backups.copy(first.url);
    shipping = await start(first.url, shippingContext);
    await orderAll(numbered(10, 4));
    await packedAll(shipping, 13);
    await stop(shipping);

    shipping = await start(backup, shippingContext);
    await packedAll(shipping, 13);
    await orderAll(numbered(1, 14));
    await packedAll(shipping, 14);
    for (const id of ids) expect(await shipping.packed(id)).toEqual(numbered(14));
    expect(await shipping.engine.heldMessages.count()).toEqual([]);
    await stop(shipping);
    await first.drop().catch(() => undefined);
  });
});

describe('topics that are not as they were made', () => {
  let database: TestDatabase;
  const processes: BusProcess[] = [];
  let context: string;
  let topic: string;

  const process = (freshMs?: number): BusProcess => {
    const made = new BusProcess({ url: database.url, brokers: [broker.brokers] }, context, freshMs);
    processes.push(made);
    return made;
  };

  beforeEach(async () => {
    database = await testDatabase();
    context = contextName();
    topic = `ecou.${context}`;
    await migrateMessaging(database.pool, context);
  });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((one) => one.stop()));
    await database.drop();
  });

  it('a topic that the brokers lost is made again without a restart, and gets all that it held', async () => {
    const [busy, idle] = [process(), process(500)];
    busy.publishing();
    const [key] = [randomUUID()];
    const before = new Collected();
    idle.consume({ consumer: 'witness', topic }, before.take);
    for (const _ of upTo(3)) await busy.write([key]);
    await until(() => before.seen(key).length === 3);
    await admin.deleteTopics({ topics: [topic] });
    await busy.write([key]);
    await until(() => before.seen(key).at(-1) === 4, 'what was written after the topic was lost', 90_000);
    const after = new Collected();
    process().consume({ consumer: 'newcomer', topic }, after.take);
    await until(() => after.seen(key).at(-1) === 4, 'all that was ever written', 60_000);
    expect(after.seen(key)).toEqual(upTo(4));
    expect(before.seen(key)).toEqual(upTo(4));
  });

  it('a topic is looked at from time to time, also while nothing is published', async () => {
    const [key] = [randomUUID()];
    const publisher = process(500).publishing();
    await publisher.write([key]);
    await until(() => publisher.hasPublished());
    await admin.deleteTopics({ topics: [topic] });
    await until(async () => !(await admin.listTopics()).includes(topic));
    await until(async () => (await admin.listTopics()).includes(topic), 'the topic to be made again', 60_000);
    await until(async () => {
      const offsets = await admin.fetchTopicOffsets(topic).catch(() => []); // its leader is being chosen
      return offsets.some(({ high }) => Number(high) > 0);
    }, 'the message to be there again');
  });

  it('says once what differs: partitions, retention, clean-up', async () => {
    await admin.createTopics({
      topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
    });
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          ...{ type: ConfigResourceTypes.TOPIC, name: topic },
          configEntries: [
            { name: 'cleanup.policy', value: 'compact' },
            { name: 'retention.ms', value: '3600000' },
          ],
        },
      ],
    });
    const publisher = process(300).publishing();
    const said = () => publisher.logger.said.filter(({ fields }) => (fields as { topic?: string }).topic === topic);
    await until(() => said().length >= 3, 'three warnings', 60_000);
    await publisher.write([randomUUID()]);
    await until(() => publisher.hasPublished());
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // it is looked at again in between
    expect(said().map(({ level, fields }) => ({ level, fields }))).toEqual([
      { level: 'warn', fields: { topic, partitions: 2, wanted: 6 } },
      { level: 'warn', fields: { topic, setting: 'retention.ms', value: '3600000', wanted: '-1' } },
      { level: 'warn', fields: { topic, setting: 'cleanup.policy', value: 'compact', wanted: 'delete' } },
    ]);
  });
});
