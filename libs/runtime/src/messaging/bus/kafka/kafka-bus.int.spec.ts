import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { busSuite } from '../../testing/bus-suite.js';
import { Child } from '../../testing/child.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';
import { Collected, contextName, eventually, Station, upTo } from '../../testing/station.js';
import { migrateMessaging } from '../../testing/database.js';

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
  const context = contextName();
  const topic = `ecou.${context}`;

  beforeAll(async () => {
    database = await testDatabase();
    await migrateMessaging(database.pool, context);
  });

  afterAll(() => database.drop());

  it('cannot do harm when it is frozen inside a transaction and woken after another took over', async () => {
    const ground = { url: database.url, brokers: [broker.brokers] };
    const other = new Station(ground, context);
    const collected = new Collected();
    const [key] = [randomUUID()];
    const child = new Child('frozen-publisher.ts', [database.url, context, broker.brokers]);
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
    await child.end();
    await other.stop();
  }, 90_000);
});
