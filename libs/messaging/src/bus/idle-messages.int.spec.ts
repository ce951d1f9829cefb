import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusProcess } from '../testing/bus-process.js';
import { messagingDatabase } from '../testing/database.js';
import type { Received } from './received.js';

const topic = 'ecou.orders';

describe('messages that do not concern a consumer', () => {
  let database: TestDatabase;
  let writer: BusProcess;
  const readers: BusProcess[] = [];
  let consumer: string;
  /** The keys of each batch that was taken. */
  let taken: string[][];
  const [idle, wanted] = ['idle', 'wanted'];

  const read = (): BusProcess => {
    const reader = new BusProcess({ url: database.url, brokers: [] }, 'shipping');
    readers.push(reader);
    const handle = (messages: readonly Received[]) => {
      taken.push(messages.map(({ key }) => key));
      return Promise.resolve();
    };
    const concerns = ({ key }: Received) => key.startsWith(wanted);
    reader.bus.subscribe({ consumer, topic, from: 'now', concerns, handle });
    return reader;
  };

  /** Waits until the consumer has its place. */
  const placed = () =>
    until(async () => {
      const { rowCount } = await database.pool.query('SELECT FROM shipping.consumer_starts WHERE consumer = $1', [
        `bus:${consumer}:${topic}`,
      ]);
      return rowCount === 1;
    });

  beforeAll(async () => {
    database = await messagingDatabase('orders', 'shipping');
    writer = new BusProcess({ url: database.url, brokers: [] }, 'orders');
  });

  afterAll(async () => {
    await writer.stop();
    await database.drop();
  });

  beforeEach(() => {
    [consumer, taken] = [randomUUID(), []];
  });

  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.stop())));

  it('are taken with the next one that does, in their order', async () => {
    read();
    await placed();
    await sleep(1_100); // its first look, with nothing in hand
    for (const index of [1, 2, 3]) {
      await writer.write([`${idle} ${index}`]);
      await sleep(20);
    }
    expect(taken).toEqual([]);
    await writer.write([`${wanted} 4`, `${idle} 5`]);
    await until(() => taken.length > 0);
    expect(taken).toEqual([[`${idle} 1`, `${idle} 2`, `${idle} 3`, `${wanted} 4`, `${idle} 5`]]);
  });

  it('are taken after a moment where none comes', async () => {
    read();
    await placed();
    await writer.write([`${idle} 1`, `${idle} 2`]);
    await until(() => taken.length > 0, 'them to be taken');
    expect(taken).toEqual([[`${idle} 1`, `${idle} 2`]]);
  });

  it('come to the next process where the one before stopped with them in hand', async () => {
    read();
    await placed();
    await sleep(1_100);
    await writer.write([`${idle} 1`]);
    await sleep(100);
    await readers.pop()?.stop();
    expect(taken).toEqual([]);
    read();
    await until(() => taken.length > 0, 'them to be taken');
    expect(taken).toEqual([[`${idle} 1`]]);
  });
});
