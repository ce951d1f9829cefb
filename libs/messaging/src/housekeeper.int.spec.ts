import { randomUUID } from 'node:crypto';
import { Leases } from '@ecou/event-sourcing';
import { type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Housekeeper, type Retention } from './housekeeper.js';
import { recordingLogger } from './testing/bus-process.js';
import { Outbox } from './outbox/outbox.js';
import { messagingDatabase } from './testing/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await messagingDatabase('orders');
});

afterAll(() => database.drop());

const query = async (sql: string, ...values: unknown[]) => (await database.pool.query(sql, values)).rows;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

const housekeeper = (retention: Retention, onKafka = true) => {
  const leases = new Leases({ pool: database.pool, schema: 'orders', owner: randomUUID(), ttlMs: 1_500 });
  const logger = recordingLogger();
  const keeper = new Housekeeper({ pool: database.pool, schema: 'orders', leases, logger, retention, onKafka });
  return { leases, logger, keeper };
};

async function fill(): Promise<void> {
  await query(
    'TRUNCATE orders.inbox, orders.rejections, orders.timers, orders.parked, orders.outbox, orders.outbox_archive, orders.checkpoints',
  );
  const [old, set, parked, young] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  for (const [id, days] of [
    [old, 40],
    [set, 40],
    [parked, 40],
    [young, 5],
  ] as const)
    await query(`INSERT INTO orders.inbox VALUES ('fires', 'timers', $1, 1)`, `${id}/${daysAgo(days)}`);
  await query(`INSERT INTO orders.timers VALUES ($1, 'ready', 'x', now(), '{}')`, set);
  await query(
    `INSERT INTO orders.parked (consumer, source, key, sequence, state, message)
     SELECT consumer, source, key, 1, 'parked', '{}' FROM orders.inbox WHERE key LIKE $1`,
    `${parked}/%`,
  );
  await query(`INSERT INTO orders.inbox VALUES ('packs', 'ecou.orders', 'a', 7)`);
  for (const days of [40, 5])
    await query(
      `INSERT INTO orders.rejections VALUES ('packs', 'ecou.orders', 'a', $1, 'NO', 'No.', $2)`,
      days,
      daysAgo(days),
    );
  for (const [offset, days] of [
    [1, 50],
    [2, 40],
    [3, 5],
    [4, 40],
    [5, 5],
  ] as const)
    await query(
      `INSERT INTO orders.outbox VALUES ($1, gen_random_uuid(), 'ecou.orders', 't', 'k', $1, $1, $2, '{}')`,
      offset,
      JSON.stringify({ time: daysAgo(days) }),
    );
  await query(`INSERT INTO orders.checkpoints (consumer, position) VALUES ('publisher', 4)`);
}

const left = async () => ({
  inbox: (await query('SELECT FROM orders.inbox')).length,
  rejections: (await query('SELECT FROM orders.rejections')).length,
  outbox: (await query('SELECT "offset" FROM orders.outbox ORDER BY 1')).map(({ offset }) => Number(offset)),
});

describe('the housekeeper', () => {
  it('keeps everything where no rule says otherwise', async () => {
    await fill();
    const { keeper } = housekeeper({});
    expect(await keeper.keepHouse()).toBe(false);
    expect(await left()).toEqual({ inbox: 5, rejections: 2, outbox: [1, 2, 3, 4, 5] });
  });

  it('removes what is older than a rule says, and what somebody may still need never', async () => {
    await fill();
    const { keeper } = housekeeper({ firingsDays: 30, rejectionsDays: 30, outboxDays: 30 });
    await keeper.keepHouse();
    expect(await left()).toEqual({ inbox: 4, rejections: 1, outbox: [3, 4, 5] });
    await fill();
    await query('UPDATE orders.checkpoints SET position = 1');
    await keeper.keepHouse();
    expect((await left()).outbox).toEqual([2, 3, 4, 5]);
  });

  it('leaves the outbox whole where it is the only place of its messages', async () => {
    await fill();
    await housekeeper({ outboxDays: 1 }, false).keeper.keepHouse();
    expect((await left()).outbox).toEqual([1, 2, 3, 4, 5]);
  });

  describe('archives the outbox', () => {
    const outbox = () => new Outbox(database.pool, 'orders');

    /** Messages of two topics, the older ones of which are as old as that; every third is of the second topic, and none of the last. */
    async function fillOutbox(count: number, old: number, days = 40): Promise<void> {
      await query('TRUNCATE orders.outbox, orders.outbox_archive, orders.outbox_counters, orders.checkpoints');
      await query(
        `INSERT INTO orders.outbox
         SELECT n, gen_random_uuid(), CASE WHEN n % 3 = 0 AND n < 900 THEN 'ecou.orders.internal' ELSE 'ecou.orders' END, 'Ordered',
           'key ' || n % 7, 9007199254740000 + n, n, jsonb_build_object('time', CASE WHEN n <= $2 THEN $3 ELSE $4 END, 'actor', 'staff:ș'),
           jsonb_build_object('n', n, 'text', E'a "quoted" \\n line', 'amount', 1.50)
         FROM generate_series(1, $1::int) n`,
        ...[count, old, daysAgo(days), daysAgo(1)],
      );
      await query(`INSERT INTO orders.outbox_counters VALUES ('', '', $1)`, count);
      await query(`INSERT INTO orders.checkpoints (consumer, position) VALUES ('publisher', $1)`, count);
    }

    /** All that a reader gets, page by page. */
    async function readAll(limit: number, topic?: string, after = 0) {
      const all = [];
      for (let page = await outbox().read(after, limit, topic); page.length > 0;) {
        all.push(...page);
        page = await outbox().read(page.at(-1)!.offset, limit, topic);
      }
      return all;
    }

    const readings = async () => ({
      all: await readAll(130),
      one: await readAll(200, 'ecou.orders'),
      other: await readAll(1_000, 'ecou.orders.internal', 33),
    });

    const archiveAll = async (retention: Retention, onKafka = false) => {
      const { keeper } = housekeeper(retention, onKafka);
      while (await keeper.keepHouse());
    };

    const archived = async () =>
      (await query('SELECT first, last FROM orders.outbox_archive ORDER BY last')).map(({ first, last }) => [
        Number(first),
        Number(last),
      ]);

    it('in whole rows of what is old, and readers get the same as before, in order', async () => {
      await fillOutbox(2_300, 2_100);
      const before = await readings();
      expect([before.all, before.one, before.other].map(({ length }) => length)).toEqual([2_300, 2_001, 288]);
      await archiveAll({ archiveDays: 30 });
      expect(await archived()).toEqual([
        [1, 500],
        [501, 1_000],
        [1_001, 1_500],
        [1_501, 2_000],
      ]);
      expect((await left()).outbox).toEqual(before.all.slice(2_000).map(({ offset }) => offset));
      expect(await readings()).toEqual(before);
      expect(await outbox().head()).toBe(2_300);
      expect(await outbox().count(900, 'ecou.orders')).toBe(1_400);
      expect(await outbox().count(2_100, 'ecou.orders')).toBe(200);
      const [oldest, newest] = [before.all[0]!.id, before.all.at(-1)!.id];
      expect(await outbox().known([oldest, newest, randomUUID()])).toEqual(new Set([oldest, newest]));
    });

    it('and a reader of a quiet topic unpacks nothing of others', async () => {
      await fillOutbox(2_300, 2_100);
      const before = await readAll(100, 'ecou.orders.internal');
      await archiveAll({ archiveDays: 30 });
      // Whoever unpacked these would fail.
      await query(`UPDATE orders.outbox_archive SET messages = '"none"' WHERE first > 1000`);
      expect(await readAll(100, 'ecou.orders.internal')).toEqual(before);
      expect(await outbox().read(899, 100, 'ecou.orders.internal')).toEqual([]);
    });

    it('not where one of them is young, nor where it was not published to Kafka', async () => {
      await fillOutbox(1_000, 499);
      await archiveAll({ archiveDays: 30 });
      expect(await archived()).toEqual([]);
      await fillOutbox(1_000, 1_000);
      await query('UPDATE orders.checkpoints SET position = 999');
      await archiveAll({ archiveDays: 30 }, true);
      expect(await archived()).toEqual([[1, 500]]);
    });

    it('and removes from the archive what a rule says is not kept, with Kafka only', async () => {
      await fillOutbox(1_000, 1_000);
      await archiveAll({ archiveDays: 30 });
      await archiveAll({ archiveDays: 30, outboxDays: 35 });
      expect((await archived()).length).toBe(2);
      await archiveAll({ outboxDays: 50 }, true);
      expect((await archived()).length).toBe(2);
      await query('UPDATE orders.checkpoints SET position = 700');
      await archiveAll({ outboxDays: 35 }, true);
      expect(await archived()).toEqual([[501, 1_000]]); // not published yet
      await query('UPDATE orders.checkpoints SET position = 1000');
      await archiveAll({ outboxDays: 35 }, true);
      expect(await archived()).toEqual([]);
    });
  });

  it('says that it failed, and is well again', async () => {
    await fill();
    await query('ALTER TABLE orders.rejections RENAME TO elsewhere');
    const { keeper, leases, logger } = housekeeper({ rejectionsDays: 30 });
    const leadership = keeper.start();
    await until(() => keeper.failed);
    expect(logger.said[0]?.text).toBe('What is kept too long could not be removed.');
    await query('ALTER TABLE orders.elsewhere RENAME TO rejections');
    await until(() => !keeper.failed);
    expect((await left()).rejections).toBe(1);
    await leadership.stop();
    await leases.stop();
  });
});
