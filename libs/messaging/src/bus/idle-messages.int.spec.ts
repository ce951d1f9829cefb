import { randomUUID } from 'node:crypto';
import { until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusProcess } from '../testing/bus-process.js';
import { messagingDatabase } from '../testing/database.js';
import type { Received } from './received.js';

const topic = 'ecou.orders';

describe('messages that a consumer does not ask for', () => {
  let database: TestDatabase;
  let writer: BusProcess;
  const readers: BusProcess[] = [];
  let consumer: string;
  /** The keys of each batch that was taken. */
  let taken: string[][];

  const read = (from: 'beginning' | 'now'): BusProcess => {
    const reader = new BusProcess({ url: database.url, brokers: [] }, 'shipping');
    readers.push(reader);
    const handle = (messages: readonly Received[]) => {
      taken.push(messages.map(({ key }) => key));
      return Promise.resolve();
    };
    reader.bus.subscribe({ consumer, topic, from, types: new Set(['ecou.orders.thing-happened.v1']), handle });
    return reader;
  };
  const other = (keys: readonly string[]) => writer.write(keys, {}, 'other-happened');

  /** Waits until the consumer has its place. */
  const placed = () =>
    until(async () => {
      const { rowCount } = await database.pool.query('SELECT FROM shipping.consumer_starts WHERE consumer = $1', [
        `bus:${consumer}:${topic}`,
      ]);
      return rowCount === 1;
    });

  const position = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ position: number }>(
      'SELECT position FROM shipping.checkpoints WHERE consumer = $1',
      [`bus:${consumer}:${topic}`],
    );
    return rows[0]?.position ?? 0;
  };

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

  it('do not come, and nobody reads them again', async () => {
    read('now');
    await placed();
    await other(['1', '2']);
    await writer.write(['3']);
    await other(['4', '5']);
    await until(() => taken.length > 0);
    await until(async () => (await position()) === (await writer.outbox.head()), 'the place to be kept');
    expect(taken).toEqual([['3']]);
    await readers.pop()?.stop();
    await writer.write(['6']);
    read('now');
    await until(() => taken.length > 1);
    expect(taken).toEqual([['3'], ['6']]);
  });

  it('are passed by one that is far behind, few of which are for it', async () => {
    const many = (from: number) => Array.from({ length: 15_000 }, (_, index) => `${from + index}`);
    await writer.write(['first']);
    await other(many(0));
    await other(many(15_000));
    await writer.write(['middle']);
    await other(many(30_000));
    read('beginning');
    await until(() => taken.flat().includes('middle'));
    await until(async () => (await position()) === (await writer.outbox.head()), 'the place to be kept');
    await writer.write(['last']);
    await until(() => taken.flat().includes('last'));
    expect(taken.flat().slice(-3)).toEqual(['first', 'middle', 'last']);
  });

  it('are passed in the archive, too', async () => {
    await database.pool.query('DELETE FROM orders.outbox');
    await writer.write(['archived']);
    await other(['a', 'b']);
    await writer.write(['archived, too']);
    await database.pool.query(
      `WITH gone AS (DELETE FROM orders.outbox RETURNING *)
       INSERT INTO orders.outbox_archive (first, last, newest, topics, messages)
       SELECT min("offset"), max("offset"), now(), array_agg(DISTINCT topic), jsonb_agg(to_jsonb(gone) ORDER BY "offset") FROM gone`,
    );
    read('beginning');
    await writer.write(['standing']);
    await until(() => taken.flat().includes('standing'));
    expect(taken.flat()).toEqual(['archived', 'archived, too', 'standing']);
  });
});
