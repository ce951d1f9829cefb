import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestClock } from '../testing/clock.js';
import { Child } from './testing/child.js';
import { messagingDatabase, migrateMessaging } from './testing/database.js';
import {
  bell,
  kitchen,
  mistakes,
  orderedV1,
  plateStream,
  Room,
  tables,
  tableStream,
  type RoomOptions,
} from './testing/kitchen.js';
import type { RoomProcessOptions } from './testing/room-process.js';
import { eventually } from './testing/station.js';

const years = 365 * 24 * 3600 * 1000;

describe('the engine', () => {
  let database: TestDatabase;
  let front: Room;
  const rooms: Room[] = [];
  const children: Child[] = [];
  const others: TestDatabase[] = [];

  /** A room that is not started: a hand that writes. */
  const idle = (options: RoomOptions = {}, { url } = database): Room => {
    const room = new Room(url, kitchen, options);
    rooms.push(room);
    return room;
  };

  const cooking = (options: RoomOptions = {}, where = database): Promise<Room> => idle(options, where).start();

  const child = async (options: Partial<RoomProcessOptions>): Promise<Child> => {
    const started = new Child('room-process.ts', [
      JSON.stringify({ url: database.url, context: 'kitchen', ...options }),
    ]);
    children.push(started);
    await eventually(() => started.said('started') !== undefined, 20_000);
    return started;
  };

  beforeAll(async () => {
    database = await messagingDatabase('tables', 'kitchen');
    front = await new Room(database.url, tables).start();
  });

  beforeEach(() => {
    mistakes.unmappable = true;
  });

  afterEach(async () => {
    await Promise.all([...rooms.splice(0).map((room) => room.stop()), ...children.splice(0).map((one) => one.end())]);
    await Promise.all(others.splice(0).map((one) => one.drop()));
  });

  afterAll(async () => {
    await front.stop();
    await database.drop();
  });

  describe('a policy', () => {
    it('turns each message of a key into one command, in order', async () => {
      const room = await cooking();
      const ids = [randomUUID(), randomUUID()];
      for (const dish of ['soup', 'salad', 'uncounted', 'cake']) for (const id of ids) await front.order(id, dish);
      for (const id of ids) {
        await eventually(async () => (await room.cooked(id)).length === 4);
        expect(await room.cooked(id)).toEqual(['soup', 'salad', 'uncounted', 'cake']);
      }
      const [event] = await room.store.readStream(plateStream(ids[0]!));
      const [cause] = await front.store.readStream(tableStream(ids[0]!));
      expect(event?.metadata).toMatchObject({
        actor: 'policy:cook-what-was-ordered',
        correlationId: cause?.metadata.correlationId,
      });
    });

    it('does it once, though the message is brought by two processes and again', async () => {
      const id = randomUUID();
      const [one, other] = [await cooking(), await cooking()];
      for (let round = 0; round < 10; round += 1) await front.order(id, 'soup');
      await eventually(async () => (await one.cooked(id)).length === 10);
      await other.pool.query(`UPDATE kitchen.checkpoints SET position = 0 WHERE consumer LIKE 'bus:%'`);
      await Promise.all(rooms.splice(0).map((room) => room.stop()));
      const again = await cooking();
      await front.order(id, 'cake');
      await eventually(async () => (await again.cooked(id)).includes('cake'));
      expect(await again.cooked(id)).toHaveLength(11);
    });

    it('takes a rejection as final, keeps it on record, and goes on', async () => {
      const room = await cooking();
      const id = randomUUID();
      for (const dish of ['fish', 'soup']) await front.order(id, dish);
      await eventually(async () => (await room.cooked(id)).length === 1);
      const { rows } = await room.pool.query('SELECT code, message FROM kitchen.rejections WHERE key = $1', [id]);
      expect(rows).toEqual([{ code: 'NO_FISH', message: 'There is no fish today.' }]);
    });

    it('waits for what is not yet, keeps the order, and goes on when it is', async () => {
      const clock = new TestClock();
      const room = await cooking({
        clock,
        retries: { ...slow, notYet: { attempts: 50, firstMs: 1, mostMs: 1 } },
      });
      const [id, other] = [randomUUID(), randomUUID()];
      for (const dish of ['late', 'soup']) await front.order(id, dish);
      await front.order(other, 'soup');
      await eventually(async () => (await room.cooked(other)).length === 1);
      expect(await room.cooked(id)).toEqual([]);
      await room.append(plateStream(id), 'Opened', {});
      clock.advance(60_000);
      await eventually(async () => (await room.cooked(id)).length === 2);
      expect(await room.cooked(id)).toEqual(['late', 'soup']);
    });

    it('parks the key of what stays not yet, and redrives it in order at an operator’s word', async () => {
      const clock = new TestClock();
      const room = await cooking({ clock });
      const id = randomUUID();
      for (const dish of ['late', 'soup', 'cake']) await front.order(id, dish);
      const parked = () => room.engine.lines.list({ state: 'parked', limit: 10 });
      await eventually(async () => {
        clock.advance(1_000);
        return (await parked()).length === 1;
      });
      const [first] = await parked();
      expect(first).toMatchObject({ key: id, errorCode: 'NOT_OPEN', attempts: 4, sequence: 1 });
      expect(await room.engine.lines.behind(first!)).toBeGreaterThan(1);
      await room.append(plateStream(id), 'Opened', {});
      await room.engine.lines.release(first!.id, false);
      await eventually(async () => (await room.cooked(id)).length === 3);
      expect(await room.cooked(id)).toEqual(['late', 'soup', 'cake']);
      await eventually(async () => (await room.engine.lines.list({ limit: 10 })).length === 0);
    });

    it('parks the key of a poison message only, and never says what it quoted', async () => {
      const clock = new TestClock();
      const room = await cooking({ clock });
      const [id, other] = [randomUUID(), randomUUID()];
      for (const dish of ['poison', 'soup']) await front.order(id, dish);
      await front.order(other, 'soup');
      await eventually(async () => (await room.cooked(other)).length === 1);
      await eventually(async () => {
        clock.advance(1_000);
        return (await room.engine.lines.list({ state: 'parked', limit: 10 })).length === 1;
      });
      const [first] = await room.engine.lines.list({ state: 'parked', limit: 10 });
      expect(first?.error).toBe('The cook fell over "…".');
      expect(JSON.stringify(room.logger.said)).not.toContain('secret name');
      mistakes.unmappable = false;
      await room.engine.lines.release(first!.id, false);
      await eventually(async () => (await room.cooked(id)).length === 2);
      expect(await room.cooked(id)).toEqual(['poison', 'soup']);
    });

    it('goes on after its database was away', async () => {
      const room = await cooking();
      const id = randomUUID();
      for (let round = 0; round < 30; round += 1) {
        await front.order(id, 'soup');
        if (round % 10 === 5)
          await database.pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          );
      }
      await eventually(async () => (await room.cooked(id).catch(() => [])).length === 30, 20_000);
      await eventually(async () => (await room.engine.state()).ready && (await front.engine.state()).ready);
    }, 30_000);
  });

  describe('the mapper', () => {
    it.each(['unmappable', 'huge'])(
      'parks the key of an event that cannot become a message (%s), and only that',
      async (dish) => {
        const [id, other] = [randomUUID(), randomUUID()];
        for (const each of ['soup', dish, 'cake']) await front.order(id, each, 'Ana Pop');
        await front.order(other, 'soup');
        const sequences = async (key: string) => {
          const { rows } = await front.pool.query(
            'SELECT sequence FROM tables.outbox WHERE key = $1 ORDER BY sequence',
            [key],
          );
          return rows.map(({ sequence }) => Number(sequence));
        };
        await eventually(async () => (await sequences(other)).length === 2);
        expect(await sequences(id)).toEqual([1, 2]);
        const parked = (await front.engine.lines.list({ limit: 10 })).filter(({ key }) => key === id);
        expect(parked.map(({ state }) => state)).toEqual(['parked', 'waiting']);
        expect(parked[0]?.message).toMatchObject({ data: { guest: { codec: 'plain', value: 'Ana Pop' } } });
        expect(JSON.stringify(front.logger.said)).not.toContain('Ana');
        mistakes.unmappable = false;
        await front.engine.lines.release(parked[0]!.id, false);
        const mended = dish === 'huge' ? 2 : 6;
        await eventually(async () => (await sequences(id)).length === mended);
        expect(await sequences(id)).toEqual(Array.from({ length: mended }, (_, index) => index + 1));
      },
    );

    it('maps a line that is longer than one turn in order, up to what still cannot be mapped', async () => {
      const id = randomUUID();
      const dishes = Array.from({ length: 120 }, (_, index) => `dish ${index}`);
      for (const dish of ['unmappable', ...dishes, 'huge', 'cake']) await front.order(id, dish);
      const line = async () => (await front.engine.lines.list({ limit: 200 })).filter(({ key }) => key === id);
      await eventually(async () => (await line()).length === 123);
      const [first] = await line();
      mistakes.unmappable = false;
      await front.engine.lines.release(first!.id, false);
      await eventually(async () => (await line()).length === 2);
      expect((await line()).map(({ state, errorCode }) => [state, errorCode !== null])).toEqual([
        ['parked', true],
        ['waiting', false],
      ]);
      const { rows } = await front.pool.query(
        `SELECT array_agg(data->>'dish' ORDER BY sequence) AS dishes FROM tables.outbox WHERE key = $1 AND type = $2`,
        [id, orderedV1.type],
      );
      expect(rows).toEqual([{ dishes: ['unmappable', ...dishes] }]);
    });
  });

  describe('timers', () => {
    it('run a simulated year', async () => {
      const clock = new TestClock();
      const room = await cooking({ clock, effects: [bell(() => Promise.resolve())] });
      const id = randomUUID();
      await front.order(id, 'roast');
      await eventually(async () => (await room.cooked(id)).length === 1);
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await room.plate(id)).toEqual(['Cooked']);
      clock.advance(years);
      await eventually(async () => (await room.plate(id)).length === 5);
      expect([...(await room.plate(id))].sort()).toEqual(['Cooked', 'Praised', 'RingStarted', 'Rung', 'Served']);
      expect((await room.engine.numbers()).timersOverdue).toBe(0);
    });

    it('fire once each, though their scheduler is killed, another is frozen and woken, and two more run', async () => {
      const time = '2030-01-01T00:00:00.000Z';
      const plates = Array.from({ length: 300 }, () => randomUUID());
      const setting = idle();
      await setting.store.start();
      await Promise.all(plates.map((id) => setting.setTimer(id, '2029-06-01T00:00:00.000Z')));
      const served = async () => {
        const { rows } = await setting.pool.query(
          `SELECT stream_id, count(*)::int AS count FROM kitchen.events WHERE type = 'Served' AND stream_id = ANY($1) GROUP BY stream_id`,
          [plates.map(plateStream)],
        );
        return rows as { count: number }[];
      };
      const killed = await child({ time });
      await eventually(async () => (await served()).length > 20);
      killed.signal('SIGKILL');
      const frozen = await child({ time });
      const before = (await served()).length;
      await eventually(async () => (await served()).length > before + 20);
      frozen.signal('SIGSTOP');
      const clock = new TestClock(time);
      await Promise.all([cooking({ clock }), cooking({ clock })]);
      await eventually(async () => (await served()).length === plates.length, 20_000);
      frozen.signal('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect((await served()).every(({ count }) => count === 1)).toBe(true);
      const { rows } = await setting.pool.query('SELECT FROM kitchen.timers');
      expect(rows).toHaveLength(0);
    }, 60_000);
  });

  describe('an effect', () => {
    it('stands in the stream before and after the call', async () => {
      const calls: string[] = [];
      const room = await cooking({
        effects: [
          bell(async (id) => {
            calls.push(...(await room.plate(id)));
          }),
        ],
      });
      const id = randomUUID();
      await room.append(plateStream(id), 'Served', { at: room.clock.now() });
      await eventually(async () => (await room.plate(id)).includes('Rung'));
      expect(calls).toContain('RingStarted');
      expect(calls).not.toContain('Rung');
    });

    it('is uncertain when its call breaks', async () => {
      const room = await cooking({ effects: [bell(() => Promise.reject(new Error('No answer.')))] });
      const id = randomUUID();
      await room.append(plateStream(id), 'Served', { at: room.clock.now() });
      await eventually(async () => (await room.plate(id)).includes('RingUncertain'));
    });

    it('is uncertain when the process is killed inside the call, and is not called again', async () => {
      const killed = await child({ bell: 'hang' });
      const setting = idle();
      const id = randomUUID();
      await setting.append(plateStream(id), 'Served', { at: setting.clock.now() });
      await eventually(() => killed.messages.some(({ ringing }) => ringing === id));
      killed.signal('SIGKILL');
      const calls: string[] = [];
      const room = await cooking({ effects: [bell((plate) => Promise.resolve(void calls.push(plate)))] });
      await eventually(async () => (await room.plate(id)).includes('RingUncertain'), 20_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls).not.toContain(id);
      expect((await room.plate(id)).filter((type) => type.startsWith('R'))).toEqual(['RingStarted', 'RingUncertain']);
    }, 40_000);

    it('is called once when the process is killed before its start', async () => {
      const killed = await child({ bell: 'stall' });
      const setting = idle();
      const id = randomUUID();
      await setting.append(plateStream(id), 'Served', { at: setting.clock.now() });
      await eventually(() => killed.messages.some(({ starting }) => starting === id));
      killed.signal('SIGKILL');
      const calls: string[] = [];
      const room = await cooking({ effects: [bell((plate) => Promise.resolve(void calls.push(plate)))] });
      await eventually(async () => (await room.plate(id)).includes('Rung'), 20_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls.filter((plate) => plate === id)).toEqual([id]);
      expect((await room.plate(id)).filter((type) => type.startsWith('R'))).toEqual(['RingStarted', 'Rung']);
    }, 40_000);

    it('is not called on a start of somebody else, after its own was called uncertain', async () => {
      const calls: string[] = [];
      const room = idle({ effects: [bell((plate) => Promise.resolve(void calls.push(plate)))] });
      const id = randomUUID();
      // What others do while this process is frozen, just after its start.
      const append = room.store.append.bind(room.store);
      room.store.append = async (unit) => {
        const result = await append(unit);
        const events = unit.writes.flatMap((write) => write.events.map(({ type }) => type));
        const starts = result.status === 'ok' && events.includes('RingStarted');
        if (starts && !(await room.plate(id)).includes('RingUncertain'))
          for (const type of ['RingUncertain', 'RingStarted']) await room.append(plateStream(id), type, {});
        return result;
      };
      await room.start();
      await room.append(plateStream(id), 'Served', { at: room.clock.now() });
      await eventually(async () => (await room.plate(id)).includes('RingUncertain'));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(calls).toEqual([]);
      expect((await room.plate(id)).filter((type) => type.startsWith('R'))).toEqual([
        'RingStarted',
        'RingUncertain',
        'RingStarted',
      ]);
    });

    it('is not called by a process that was frozen and has lost its lease', async () => {
      const frozen = await child({ bell: 'hang' });
      const setting = idle();
      const ids: string[] = Array.from({ length: 3 }, () => randomUUID());
      frozen.signal('SIGSTOP');
      for (const id of ids) await setting.append(plateStream(id), 'Served', { at: setting.clock.now() });
      const calls: string[] = [];
      const room = await cooking({ effects: [bell((plate) => Promise.resolve(void calls.push(plate)))] });
      for (const id of ids) await eventually(async () => (await room.plate(id)).includes('Rung'), 20_000);
      frozen.signal('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(frozen.messages.filter(({ ringing }) => ids.includes(String(ringing)))).toEqual([]);
      expect([...calls].sort()).toEqual([...ids].sort());
    }, 40_000);
  });

  it('says which consumer cannot read, and that nobody else does', async () => {
    const alone = await messagingDatabase('kitchen');
    others.push(alone);
    const room = await cooking({}, alone);
    await eventually(async () => !(await room.engine.state()).ready);
    const { troubles } = await room.engine.state();
    expect(troubles).toEqual(['cook-what-was-ordered does not poll ecou.tables.']);
    expect((await room.engine.numbers()).polling).toEqual([
      { consumer: 'cook-what-was-ordered', topic: 'ecou.tables', value: 0 },
    ]);
    await migrateMessaging(alone.pool, 'tables');
    await eventually(async () => (await room.engine.state()).ready, 15_000);
  }, 30_000);

  it('says how it does', async () => {
    const room = await cooking();
    await eventually(async () => {
      const { ready, consumers } = await room.engine.state();
      return ready && consumers.every(({ lastPollAt }) => lastPollAt !== null);
    });
    const { consumers, bus } = await room.engine.state();
    expect(bus).toBe('postgres');
    expect(consumers.map(({ consumer, topic }) => [consumer, topic])).toEqual([
      ['cook-what-was-ordered', 'ecou.tables'],
    ]);
    await eventually(async () => (await room.engine.numbers()).mapperLag === 0);
    expect(await room.engine.numbers()).toMatchObject({ outboxLag: 0, timersOverdue: 0 });
  });
});

const slow = { notYet: { attempts: 20, firstMs: 1, mostMs: 1 }, poison: { attempts: 2, firstMs: 20, mostMs: 100 } };
