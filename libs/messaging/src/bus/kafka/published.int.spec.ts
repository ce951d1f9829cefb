import type { TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Outbox } from '../../outbox/outbox.js';
import { recordingLogger } from '../../testing/bus-process.js';
import { messagingDatabase } from '../../testing/database.js';
import type { Cluster, Head } from './cluster.js';
import { Published } from './published.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await messagingDatabase('orders');
});

afterAll(() => database.drop());

it('a topic that the brokers lost is sent again also where the process ends before it has begun to', async () => {
  const { pool } = database;
  const topic = 'ecou.orders';
  await pool.query(`INSERT INTO orders.checkpoints (consumer, position) VALUES ('publisher', 40)`);
  await pool.query(`INSERT INTO orders.published_heads VALUES ($1, 0, 41)`, [topic]);
  const logger = recordingLogger();
  const compare = (heads: readonly Head[], after: number) => {
    const cluster = { ensure: () => Promise.resolve(false), heads: () => Promise.resolve(heads) };
    const published = new Published({
      ...{ cluster: cluster as unknown as Cluster, pool, schema: 'orders', outbox: new Outbox(pool, 'orders'), logger },
    });
    return published.compare([topic], after, new AbortController().signal);
  };
  expect(await compare([{ partition: 0, offset: 0 }], 40)).toBe(0);
  const { rows } = await pool.query(`SELECT position FROM orders.checkpoints WHERE consumer = 'publisher'`);
  expect(rows).toEqual([{ position: 0 }]);
  // The next process finds nothing amiss with the topic, and begins where the checkpoint stands.
  expect(await compare([{ partition: 0, offset: 0 }], 0)).toBe(0);
  expect(logger.said.map(({ level }) => level)).toEqual(['error']);
});
