import { randomUUID } from 'node:crypto';
import { testDatabase, until } from '@ecou/event-sourcing/testing';
import { expect, it } from '@jest/globals';
import { Waker } from '../../resilience/loop.js';
import { BusProcess, contextName } from '../../testing/bus-process.js';
import { migrateMessaging } from '../../testing/database.js';
import type { Cluster } from './cluster.js';
import { KafkaPublisher } from './kafka-publisher.js';

/** Brokers that take no time; `begun` hears of each transaction. */
const quickCluster = (begun: () => void): Cluster => {
  const done = () => Promise.resolve();
  const none = () => Promise.resolve([]);
  const transaction = () => {
    begun();
    return Promise.resolve({ sendBatch: none, commit: done });
  };
  const producer = () => ({ connect: done, disconnect: done, transaction });
  return { ensure: () => Promise.resolve(false), doubt: done, heads: none, kafka: { producer } } as unknown as Cluster;
};

it('transactions that take all there is begin 20 ms apart', async () => {
  const database = await testDatabase();
  const context = contextName();
  await migrateMessaging(database.pool, context);
  const writer = new BusProcess({ url: database.url, brokers: [] }, context);
  const { pool, outbox, leases, logger } = writer;
  const waker = new Waker();
  const begun: number[] = [];
  const cluster = quickCluster(() => begun.push(performance.now()));
  const publisher = new KafkaPublisher({ cluster, pool, schema: context, leases, outbox, waker, logger });
  await until(async () => (await publisher.status()).leading);

  try {
    while (begun.length < 5) {
      await writer.write([randomUUID()]);
      waker.wake();
    }
    const gaps = begun.slice(1).map((at, index) => at - begun[index]!);
    expect(Math.min(...gaps)).toBeGreaterThan(19);
  } finally {
    await publisher.stop();
    await writer.stop();
    await database.drop();
  }
});
