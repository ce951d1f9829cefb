import { randomUUID } from 'node:crypto';
import { dataSchemaOf, sourceOf } from '@ecou/contracts';
import { Fenced, transaction } from '@ecou/event-sourcing';
import type { TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messagingDatabase } from '../testing/database.js';
import { Outbox, textOf, type Draft } from './outbox.js';

const topic = 'ecou.orders';
const type = 'ecou.orders.ordered.v1';

describe('the outbox', () => {
  let database: TestDatabase;
  let outbox: Outbox;
  const lease = { consumer: 'mapper', epoch: 3, position: 0, ttlMs: 1_000 };

  const fields = (key: string, position: number, data: object): Draft => ({
    ...{ id: randomUUID(), topic, type, key, subject: key, source: sourceOf('orders'), position },
    data: JSON.stringify(data),
    ...{ time: new Date().toISOString(), dataSchema: dataSchemaOf(type) },
    ...{ correlationId: randomUUID(), causationId: randomUUID() },
  });

  const draft = (key: string, position: number): string => textOf(fields(key, position, {}));

  /** Offset, key and sequence of each message. */
  const written = async () => (await outbox.read(0, 100)).map(({ offset, key, sequence }) => [offset, key, sequence]);

  const checkpoint = async () => {
    const { rows } = await database.pool.query<{ position: number; until: string | null }>(
      `SELECT position, lease_until AS until FROM orders.checkpoints WHERE consumer = 'mapper'`,
    );
    return rows[0];
  };

  beforeAll(async () => {
    database = await messagingDatabase('orders');
    outbox = new Outbox(database.pool, 'orders');
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.pool.query('TRUNCATE orders.outbox, orders.outbox_counters, orders.outbox_incarnations');
    await database.pool.query('TRUNCATE orders.checkpoints');
    await database.pool.query(`INSERT INTO orders.checkpoints (consumer, epoch) VALUES ('mapper', 3)`);
  });

  it('gives offsets without holes, and each key sequences of its own, from one writing to the next', async () => {
    const data = { item: 'a "book" \\ with {braces}', many: [1, { two: null }] };
    const first = fields('a', 1, data);
    await outbox.write({ lease, position: 3 }, [textOf(first), draft('b', 2), draft('a', 3)]);
    await outbox.write({ lease, position: 5 }, [draft('b', 4), draft('b', 5), draft('c', 5)]);
    expect(await written()).toEqual([
      [1, 'a', 1],
      [2, 'b', 1],
      [3, 'a', 2],
      [4, 'b', 2],
      [5, 'b', 3],
      [6, 'c', 1],
    ]);
    const { position: _, ...message } = first;
    expect((await outbox.read(0, 1))[0]).toEqual({ ...message, data, offset: 1, sequence: 1 });
    expect(await outbox.head()).toBe(6);
  });

  it('moves the checkpoint with the messages, never back, and renews the lease', async () => {
    await outbox.write({ lease, position: 7 }, [draft('a', 7)]);
    await outbox.write({ lease, position: 5 }, []);
    const { position, until } = (await checkpoint())!;
    expect(position).toBe(7);
    expect(until).not.toBeNull();
  });

  it('waits for the disk where more is in its transaction, also without messages', async () => {
    await transaction(database.pool, async (client) => {
      await outbox.write({ lease, position: 7 }, [], client);
      expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }]);
    });
  });

  it('refuses whoever has lost the lease, and keeps nothing of it', async () => {
    const old = { ...lease, epoch: 2 };
    await expect(outbox.write({ lease: old, position: 9 }, [draft('a', 9)])).rejects.toThrow(Fenced);
    await expect(outbox.write({ lease: old, position: 9 }, [])).rejects.toThrow(Fenced);
    expect(await written()).toEqual([]);
    expect(await checkpoint()).toEqual({ position: 0, until: null });
  });

  it('goes on after the base of an incarnation with what was recorded in it, also where one writing holds both', async () => {
    await outbox.write({ lease, position: 2 }, [draft('a', 1), draft('b', 2)]);
    await database.pool.query('INSERT INTO orders.outbox_incarnations (base, position) VALUES (500, 2), (1000, 4)');
    await outbox.write({ lease, position: 6 }, [
      draft('a', 3),
      draft('a', 4),
      draft('c', 4),
      draft('a', 5),
      draft('a', 6),
    ]);
    await outbox.write({ lease, position: 8 }, [draft('a', 7), draft('b', 8)]);
    expect((await written()).slice(2)).toEqual([
      [3, 'a', 2],
      [4, 'a', 3],
      [5, 'c', 1],
      [6, 'a', 1001],
      [7, 'a', 1002],
      [8, 'a', 1003],
      [9, 'b', 1001],
    ]);
  });

  it('knows the incarnation that began while it waited for the checkpoint', async () => {
    let writing: Promise<void> = Promise.resolve();
    await transaction(database.pool, async (client) => {
      await client.query(`SELECT FROM orders.checkpoints WHERE consumer = 'mapper' FOR UPDATE`);
      writing = outbox.write({ lease, position: 1 }, [draft('a', 1)]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await client.query('INSERT INTO orders.outbox_incarnations (base, position) VALUES (1000, 0)');
    });
    await writing;
    expect(await written()).toEqual([[1, 'a', 1001]]);
  });
});
