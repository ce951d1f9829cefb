import { randomUUID } from 'node:crypto';
import { TestClock, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Child } from './testing/child.js';
import { ContextProcess, type ContextProcessOptions } from './testing/context-process.js';
import { messagingDatabase, migrateMessaging } from './testing/database.js';
import {
  courier,
  mistakes,
  orderedV1,
  ordersContext,
  orderStream,
  parcelStream,
  shippingContext,
} from './testing/orders-and-shipping.js';
import type { RunOptions } from './testing/run-context.js';

const years = 365 * 24 * 3600 * 1000;

describe('the engine', () => {
  let database: TestDatabase;
  let orders: ContextProcess;
  const services: ContextProcess[] = [];
  const children: Child[] = [];
  const others: TestDatabase[] = [];

  /** A process that is not started, to write with. */
  const idle = (options: ContextProcessOptions = {}, { url } = database): ContextProcess => {
    const service = new ContextProcess(url, shippingContext, options);
    services.push(service);
    return service;
  };

  const shipping = (options: ContextProcessOptions = {}, where = database): Promise<ContextProcess> =>
    idle(options, where).start();

  const child = async (options: Partial<RunOptions>): Promise<Child> => {
    const started = new Child('run-context.ts', [
      JSON.stringify({ url: database.url, context: 'shipping', ...options }),
    ]);
    children.push(started);
    await until(() => started.said('started') !== undefined);
    return started;
  };

  beforeAll(async () => {
    database = await messagingDatabase('orders', 'shipping');
    orders = await new ContextProcess(database.url, ordersContext).start();
  });

  beforeEach(() => {
    mistakes.unmappable = true;
  });

  afterEach(async () => {
    await Promise.all([
      ...services.splice(0).map((service) => service.stop()),
      ...children.splice(0).map((one) => one.end()),
    ]);
    await Promise.all(others.splice(0).map((one) => one.drop()));
  });

  afterAll(async () => {
    await orders.stop();
    await database.drop();
  });

  describe('a policy', () => {
    it('turns each message of a key into one command, in order', async () => {
      const service = await shipping();
      const ids = [randomUUID(), randomUUID()];
      for (const item of ['book', 'lamp', 'uncounted', 'chair']) for (const id of ids) await orders.order(id, item);
      for (const id of ids) {
        await until(async () => (await service.packed(id)).length === 4);
        expect(await service.packed(id)).toEqual(['book', 'lamp', 'uncounted', 'chair']);
      }
      const [event] = await service.store.readStream(parcelStream(ids[0]!));
      const [cause] = await orders.store.readStream(orderStream(ids[0]!));
      expect(event?.metadata).toMatchObject({
        actor: 'policy:pack-what-was-ordered',
        correlationId: cause?.metadata.correlationId,
      });
    });

    it('does it once, though the message is brought by two processes and again', async () => {
      const id = randomUUID();
      const [one, other] = [await shipping(), await shipping()];
      for (let round = 0; round < 10; round += 1) await orders.order(id, 'book');
      await until(async () => (await one.packed(id)).length === 10);
      await other.pool.query(`UPDATE shipping.checkpoints SET position = 0 WHERE consumer LIKE 'bus:%'`);
      await Promise.all(services.splice(0).map((service) => service.stop()));
      const again = await shipping();
      await orders.order(id, 'chair');
      await until(async () => (await again.packed(id)).includes('chair'));
      expect(await again.packed(id)).toHaveLength(11);
    });

    it('takes a rejection as final, keeps it on record, and goes on', async () => {
      const service = await shipping();
      const id = randomUUID();
      for (const item of ['fireworks', 'book']) await orders.order(id, item);
      await until(async () => (await service.packed(id)).length === 1);
      const { rows } = await service.pool.query('SELECT code, message FROM shipping.rejections WHERE key = $1', [id]);
      expect(rows).toEqual([{ code: 'NOT_SENT', message: 'This is not sent by post.' }]);
    });

    it('waits for what is not yet, keeps the order, and goes on when it is', async () => {
      const clock = new TestClock();
      const service = await shipping({
        clock,
        retries: { ...slow, notYet: { attempts: 50, firstMs: 1, mostMs: 1 } },
      });
      const [id, other] = [randomUUID(), randomUUID()];
      for (const item of ['reserved', 'book']) await orders.order(id, item);
      await orders.order(other, 'book');
      await until(async () => (await service.packed(other)).length === 1);
      expect(await service.packed(id)).toEqual([]);
      await service.append(parcelStream(id), 'Opened', {});
      clock.advance(60_000);
      await until(async () => (await service.packed(id)).length === 2);
      expect(await service.packed(id)).toEqual(['reserved', 'book']);
    });

    it('parks the key of what stays not yet, and redrives it in order at an operator’s word', async () => {
      const clock = new TestClock();
      const service = await shipping({ clock });
      const id = randomUUID();
      for (const item of ['reserved', 'book', 'chair']) await orders.order(id, item);
      const parked = () => service.engine.heldMessages.list({ state: 'parked', limit: 10 });
      await until(async () => {
        clock.advance(1_000);
        return (await parked()).length === 1;
      });
      const [first] = await parked();
      expect(first).toMatchObject({ key: id, errorCode: 'NOT_OPEN', attempts: 4, sequence: 1 });
      expect(await service.engine.heldMessages.behind(first!)).toBeGreaterThan(1);
      await service.append(parcelStream(id), 'Opened', {});
      await service.engine.heldMessages.release(first!.id, false);
      await until(async () => (await service.packed(id)).length === 3);
      expect(await service.packed(id)).toEqual(['reserved', 'book', 'chair']);
      await until(async () => (await service.engine.heldMessages.list({ limit: 10 })).length === 0);
    });

    it('parks the key of a poison message only, and never says what it quoted', async () => {
      const clock = new TestClock();
      const service = await shipping({ clock });
      const [id, other] = [randomUUID(), randomUUID()];
      for (const item of ['broken', 'book']) await orders.order(id, item);
      await orders.order(other, 'book');
      await until(async () => (await service.packed(other)).length === 1);
      await until(async () => {
        clock.advance(1_000);
        return (await service.engine.heldMessages.list({ state: 'parked', limit: 10 })).length === 1;
      });
      const [first] = await service.engine.heldMessages.list({ state: 'parked', limit: 10 });
      expect(first?.error).toBe('The packer dropped "…".');
      expect(JSON.stringify(service.logger.said)).not.toContain('secret name');
      mistakes.unmappable = false;
      await service.engine.heldMessages.release(first!.id, false);
      await until(async () => (await service.packed(id)).length === 2);
      expect(await service.packed(id)).toEqual(['broken', 'book']);
    });

    it('goes on after its database was away', async () => {
      const service = await shipping();
      const id = randomUUID();
      for (let round = 0; round < 30; round += 1) {
        await orders.order(id, 'book');
        if (round % 10 === 5)
          await database.pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          );
      }
      await until(async () => (await service.packed(id).catch(() => [])).length === 30);
      await until(async () => (await service.engine.state()).ready && (await orders.engine.state()).ready);
    });
  });

  describe('the mapper', () => {
    it.each(['unmappable', 'huge'])(
      'parks the key of an event that cannot become a message (%s), and only that',
      async (item) => {
        const [id, other] = [randomUUID(), randomUUID()];
        for (const each of ['book', item, 'chair']) await orders.order(id, each, 'Ana Pop');
        await orders.order(other, 'book');
        const sequences = async (key: string) => {
          const { rows } = await orders.pool.query(
            'SELECT sequence FROM orders.outbox WHERE key = $1 ORDER BY sequence',
            [key],
          );
          return rows.map(({ sequence }) => Number(sequence));
        };
        await until(async () => (await sequences(other)).length === 2);
        expect(await sequences(id)).toEqual([1, 2]);
        const parked = (await orders.engine.heldMessages.list({ limit: 10 })).filter(({ key }) => key === id);
        expect(parked.map(({ state }) => state)).toEqual(['parked', 'waiting']);
        expect(parked[0]?.message).toMatchObject({ data: { customer: { codec: 'plain', value: 'Ana Pop' } } });
        expect(JSON.stringify(orders.logger.said)).not.toContain('Ana');
        mistakes.unmappable = false;
        await orders.engine.heldMessages.release(parked[0]!.id, false);
        const mended = item === 'huge' ? 2 : 6;
        await until(async () => (await sequences(id)).length === mended);
        expect(await sequences(id)).toEqual(Array.from({ length: mended }, (_, index) => index + 1));
      },
    );

    it('maps a queue that is longer than one turn in order, up to what still cannot be mapped', async () => {
      const id = randomUUID();
      const items = Array.from({ length: 120 }, (_, index) => `item ${index}`);
      for (const item of ['unmappable', ...items, 'huge', 'chair']) await orders.order(id, item);
      const queue = async () => (await orders.engine.heldMessages.list({ limit: 200 })).filter(({ key }) => key === id);
      await until(async () => (await queue()).length === 123);
      const [first] = await queue();
      mistakes.unmappable = false;
      await orders.engine.heldMessages.release(first!.id, false);
      await until(async () => (await queue()).length === 2);
      expect((await queue()).map(({ state, errorCode }) => [state, errorCode !== null])).toEqual([
        ['parked', true],
        ['waiting', false],
      ]);
      const { rows } = await orders.pool.query(
        `SELECT array_agg(data->>'item' ORDER BY sequence) AS items FROM orders.outbox WHERE key = $1 AND type = $2`,
        [id, orderedV1.type],
      );
      expect(rows).toEqual([{ items: ['unmappable', ...items] }]);
    });

    it('holds what follows of a parked key in batches that were mapped while it was parked, and maps all others in order', async () => {
      const own = await messagingDatabase('orders');
      others.push(own);
      const [parked, other] = [randomUUID(), randomUUID()];
      const writer = new ContextProcess(own.url, ordersContext);
      await writer.store.start();
      const count = 1_400;
      for (let index = 0; index < count; index += 2) {
        const item = index === 100 ? 'unmappable' : `item ${index}`;
        await Promise.all([writer.order(parked, item), writer.order(other, `item ${index}`)]);
      }
      const mapping = await new ContextProcess(own.url, ordersContext).start();
      try {
        await until(async () => (await mapping.engine.numbers()).mapperLag === 0, 'all to be mapped', 60_000);
        const itemsOf = async (key: string) => {
          const { rows } = await own.pool.query<{ item: string }>(
            `SELECT data->>'item' AS item FROM orders.outbox WHERE key = $1 AND type = $2 ORDER BY "offset"`,
            [key, orderedV1.type],
          );
          return rows.map(({ item }) => item);
        };
        const all = Array.from({ length: count / 2 }, (_, index) => `item ${2 * index}`);
        expect(await itemsOf(other)).toEqual(all);
        expect(await itemsOf(parked)).toEqual(all.slice(0, 50));
        const held = await mapping.engine.heldMessages.list({ limit: 1_000 });
        expect(held.map(({ state }) => state)).toEqual(['parked', ...all.slice(51).map(() => 'waiting')]);
        mistakes.unmappable = false;
        await mapping.engine.heldMessages.release(held[0]!.id, false);
        await until(async () => (await itemsOf(parked)).length === all.length, 'the queue to be mapped', 60_000);
        expect(await itemsOf(parked)).toEqual(all.with(50, 'unmappable'));
        // Nothing is held any more: what comes now takes the short way again.
        await writer.order(parked, 'the last');
        await until(async () => (await itemsOf(parked)).length === all.length + 1);
      } finally {
        await mapping.stop();
        await writer.stop();
      }
    });
  });

  describe('timers', () => {
    it('run a simulated year', async () => {
      const clock = new TestClock();
      const service = await shipping({ clock, effects: [courier(() => Promise.resolve())] });
      const id = randomUUID();
      await orders.order(id, 'preorder');
      await until(async () => (await service.packed(id)).length === 1);
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await service.parcel(id)).toEqual(['Packed']);
      clock.advance(years);
      await until(async () => (await service.parcel(id)).length === 5);
      expect([...(await service.parcel(id))].sort()).toEqual([
        'CallStarted',
        'Called',
        'Dispatched',
        'Invoiced',
        'Packed',
      ]);
      expect((await service.engine.numbers()).timersOverdue).toBe(0);
    });

    it('fire once each, though their scheduler is killed, another is frozen and woken, and two more run', async () => {
      const time = '2030-01-01T00:00:00.000Z';
      const parcels = Array.from({ length: 300 }, () => randomUUID());
      const setting = idle();
      await setting.store.start();
      await Promise.all(parcels.map((id) => setting.setTimer(id, '2029-06-01T00:00:00.000Z')));
      const dispatched = async () => {
        const { rows } = await setting.pool.query(
          `SELECT stream_id, count(*)::int AS count FROM shipping.events WHERE type = 'Dispatched' AND stream_id = ANY($1) GROUP BY stream_id`,
          [parcels.map(parcelStream)],
        );
        return rows as { count: number }[];
      };
      const killed = await child({ time });
      await until(async () => (await dispatched()).length > 20);
      killed.signal('SIGKILL');
      const frozen = await child({ time });
      const before = (await dispatched()).length;
      await until(async () => (await dispatched()).length > before + 20);
      frozen.signal('SIGSTOP');
      const clock = new TestClock(time);
      await Promise.all([shipping({ clock }), shipping({ clock })]);
      // A process that was frozen inside a transaction keeps its lease until PostgreSQL ends that transaction, after 30 s.
      await until(async () => (await dispatched()).length === parcels.length, 'every parcel', 60_000);
      frozen.signal('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect((await dispatched()).every(({ count }) => count === 1)).toBe(true);
      const { rows } = await setting.pool.query('SELECT FROM shipping.timers');
      expect(rows).toHaveLength(0);
    });
  });

  describe('an effect', () => {
    it('stands in the stream before and after the call', async () => {
      const calls: string[] = [];
      const service = await shipping({
        effects: [
          courier(async (id) => {
            calls.push(...(await service.parcel(id)));
          }),
        ],
      });
      const id = randomUUID();
      await service.append(parcelStream(id), 'Dispatched', { at: service.clock.now() });
      await until(async () => (await service.parcel(id)).includes('Called'));
      expect(calls).toContain('CallStarted');
      expect(calls).not.toContain('Called');
    });

    it('is uncertain when its call breaks', async () => {
      const service = await shipping({ effects: [courier(() => Promise.reject(new Error('No answer.')))] });
      const id = randomUUID();
      await service.append(parcelStream(id), 'Dispatched', { at: service.clock.now() });
      await until(async () => (await service.parcel(id)).includes('CallUncertain'));
    });

    it('is uncertain when the process is killed inside the call, and is not called again', async () => {
      const killed = await child({ courier: 'hang' });
      const setting = idle();
      const id = randomUUID();
      await setting.append(parcelStream(id), 'Dispatched', { at: setting.clock.now() });
      await until(() => killed.messages.some(({ calling }) => calling === id));
      killed.signal('SIGKILL');
      const calls: string[] = [];
      const service = await shipping({ effects: [courier((parcel) => Promise.resolve(void calls.push(parcel)))] });
      await until(async () => (await service.parcel(id)).includes('CallUncertain'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls).not.toContain(id);
      expect((await service.parcel(id)).filter((type) => type.startsWith('Call'))).toEqual([
        'CallStarted',
        'CallUncertain',
      ]);
    });

    it('is called once when the process is killed before its start', async () => {
      const killed = await child({ courier: 'stall' });
      const setting = idle();
      const id = randomUUID();
      await setting.append(parcelStream(id), 'Dispatched', { at: setting.clock.now() });
      await until(() => killed.messages.some(({ starting }) => starting === id));
      killed.signal('SIGKILL');
      const calls: string[] = [];
      const service = await shipping({ effects: [courier((parcel) => Promise.resolve(void calls.push(parcel)))] });
      await until(async () => (await service.parcel(id)).includes('Called'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls.filter((parcel) => parcel === id)).toEqual([id]);
      expect((await service.parcel(id)).filter((type) => type.startsWith('Call'))).toEqual(['CallStarted', 'Called']);
    });

    it('is not called on a start of somebody else, after its own was called uncertain', async () => {
      const calls: string[] = [];
      const service = idle({ effects: [courier((parcel) => Promise.resolve(void calls.push(parcel)))] });
      const id = randomUUID();
      // What others do while this process is frozen, just after its start.
      const append = service.store.append.bind(service.store);
      service.store.append = async (unit) => {
        const result = await append(unit);
        const events = unit.writes.flatMap((write) => write.events.map(({ type }) => type));
        const starts = result.status === 'ok' && events.includes('CallStarted');
        if (starts && !(await service.parcel(id)).includes('CallUncertain'))
          for (const type of ['CallUncertain', 'CallStarted']) await service.append(parcelStream(id), type, {});
        return result;
      };
      await service.start();
      await service.append(parcelStream(id), 'Dispatched', { at: service.clock.now() });
      await until(async () => (await service.parcel(id)).includes('CallUncertain'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls).toEqual([]);
      expect((await service.parcel(id)).filter((type) => type.startsWith('Call'))).toEqual([
        'CallStarted',
        'CallUncertain',
        'CallStarted',
      ]);
    });

    it('is not called by a process that was frozen and has lost its lease', async () => {
      const frozen = await child({ courier: 'hang' });
      const setting = idle();
      const ids: string[] = Array.from({ length: 3 }, () => randomUUID());
      frozen.signal('SIGSTOP');
      for (const id of ids) await setting.append(parcelStream(id), 'Dispatched', { at: setting.clock.now() });
      const calls: string[] = [];
      const service = await shipping({ effects: [courier((parcel) => Promise.resolve(void calls.push(parcel)))] });
      for (const id of ids) await until(async () => (await service.parcel(id)).includes('Called'));
      frozen.signal('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(frozen.messages.filter(({ calling }) => ids.includes(String(calling)))).toEqual([]);
      expect([...calls].sort()).toEqual([...ids].sort());
    });
  });

  it('says which consumer cannot read, and that nobody else does', async () => {
    const alone = await messagingDatabase('shipping');
    others.push(alone);
    const service = await shipping({}, alone);
    await until(async () => !(await service.engine.state()).ready);
    const { troubles } = await service.engine.state();
    expect(troubles).toEqual(['pack-what-was-ordered does not poll ecou.orders.']);
    expect((await service.engine.numbers()).polling).toEqual([
      { consumer: 'pack-what-was-ordered', topic: 'ecou.orders', value: 0 },
    ]);
    await migrateMessaging(alone.pool, 'orders');
    await until(async () => (await service.engine.state()).ready);
  });

  it('says how it does', async () => {
    const service = await shipping();
    await until(async () => {
      const { ready, consumers } = await service.engine.state();
      return ready && consumers.every(({ lastPollAt }) => lastPollAt !== null);
    });
    const { consumers, bus } = await service.engine.state();
    expect(bus).toBe('postgres');
    expect(consumers.map(({ consumer, topic }) => [consumer, topic])).toEqual([
      ['pack-what-was-ordered', 'ecou.orders'],
    ]);
    await until(async () => (await service.engine.numbers()).mapperLag === 0);
    expect(await service.engine.numbers()).toMatchObject({ outboxLag: 0, timersOverdue: 0 });
  });
});

const slow = { notYet: { attempts: 20, firstMs: 1, mostMs: 1 }, poison: { attempts: 2, firstMs: 20, mostMs: 100 } };
