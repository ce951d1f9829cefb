import { randomUUID } from 'node:crypto';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { until, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messagingDatabase } from '../testing/database.js';
import { ContextProcess } from '../testing/context-process.js';
import { parcelStream, shippingContext, type ExampleContext } from '../testing/orders-and-shipping.js';
import { mostTogether } from './events-policy.js';
import { onEvents } from './policy.js';

const policy = 'list-what-was-packed';

/** The command that the policy answers. */
class ListPacked {
  constructor(readonly events: readonly RecordedEvent[]) {}
}

const listing: ExampleContext = {
  ...shippingContext,
  policies: [
    onEvents(['Packed'], { name: policy, then: (events: readonly RecordedEvent[]) => new ListPacked(events) }),
  ],
};

const once = { attempts: 1, firstMs: 1, mostMs: 1 };

describe('a policy of many events', () => {
  let database: TestDatabase;
  const services: ContextProcess[] = [];

  /** A process whose commands do what `list` does with the ids of parcels. */
  const started = async (list: (ids: readonly string[]) => void): Promise<ContextProcess> => {
    const service = new ContextProcess(database.url, listing, { retries: { notYet: once, poison: once } });
    services.push(service);
    await service.store.start();
    const execute = async (command: object) => {
      list((command as ListPacked).events.map(({ stream }) => idOf(stream)));
      await Promise.resolve();
    };
    await service.engine.start({ execute });
    return service;
  };

  const stopAll = () => Promise.all(services.splice(0).map((service) => service.stop()));

  const pack = async (ids: readonly string[]) => {
    const writer = new ContextProcess(database.url, listing);
    await writer.store.start();
    for (const id of ids) await writer.append(parcelStream(id), 'Packed', { item: 'book', readyAt: null });
    await writer.stop();
  };

  const parcels = (count: number) => Array.from({ length: count }, () => randomUUID());

  const count = async (table: string) => {
    const { rows } = await database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM shipping.${table} WHERE consumer = $1`,
      [policy],
    );
    return rows[0]?.count;
  };

  beforeEach(async () => {
    database = await messagingDatabase('shipping');
  });

  afterEach(async () => {
    await stopAll();
    await database.drop();
  });

  it('answers one command for those that wait, in order, and none twice; no inbox grows', async () => {
    const ids = parcels(30);
    await pack(ids);
    const commands: (readonly string[])[] = [];
    await started((some) => commands.push(some));
    await until(() => Promise.resolve(commands.length > 0));
    expect(commands).toEqual([ids]);
    const later = parcels(1);
    await pack(later);
    await until(() => Promise.resolve(commands.length > 1));
    expect(commands).toEqual([ids, later]);
    expect(await count('inbox')).toBe(0);
  });

  it('takes more than go into one command, batch by batch', async () => {
    const ids = parcels(mostTogether + 20);
    await pack(ids);
    const commands: (readonly string[])[] = [];
    await started((some) => commands.push(some));
    await until(() => Promise.resolve(commands.flat().length >= ids.length));
    expect(commands).toEqual([ids.slice(0, mostTogether), ids.slice(mostTogether)]);
  });

  it('goes on where it was after a restart, and from the beginning where its checkpoint is set back', async () => {
    const [first, second] = [parcels(3), parcels(2)];
    const listed: string[] = [];
    const list = (ids: readonly string[]) => listed.push(...ids);
    await pack(first);
    await started(list);
    await until(() => Promise.resolve(listed.length === 3));
    await stopAll();
    await pack(second);
    await started(list);
    await until(() => Promise.resolve(listed.length === 5));
    expect(listed).toEqual([...first, ...second]);
    await stopAll();
    await database.pool.query(`UPDATE shipping.checkpoints SET position = 0 WHERE consumer = $1`, [`policy:${policy}`]);
    await started(list);
    await until(() => Promise.resolve(listed.length === 10));
    expect(listed.slice(5)).toEqual([...first, ...second]);
  });

  it('loses none whose command was cut off', async () => {
    const ids = parcels(5);
    await pack(ids);
    let tries = 0;
    await started(() => {
      tries += 1;
      throw Object.assign(new Error('The database went away.'), { code: 'ECONNRESET' });
    });
    await until(() => Promise.resolve(tries > 0));
    await stopAll();
    const listed: string[] = [];
    await started((some) => listed.push(...some));
    await until(() => Promise.resolve(listed.length > 0));
    expect(listed).toEqual(ids);
    expect(await count('parked')).toBe(0);
  });

  it('holds what is in trouble, with what follows of its key, and nothing else', async () => {
    const [bad, ...others] = parcels(5) as [string, ...string[]];
    await pack([others[0]!, bad, ...others.slice(1)]);
    const listed: string[] = [];
    let broken = true;
    const service = await started((ids) => {
      if (broken && ids.includes(bad)) throw new Error('Nobody can list that.');
      listed.push(...ids);
    });
    await until(async () => (await service.engine.heldMessages.count()).some(({ state }) => state === 'parked'));
    expect(listed.toSorted()).toEqual(others.toSorted());
    const last = parcels(1);
    await pack([bad, ...last]);
    await until(() => Promise.resolve(listed.includes(last[0]!)));
    const held = await service.engine.heldMessages.list({ consumer: policy, limit: 10 });
    expect(held.map(({ state, sequence }) => [state, sequence])).toEqual([
      ['parked', 1],
      ['waiting', 2],
    ]);
    broken = false;
    await service.engine.heldMessages.release(held[0]!.id, false);
    await until(async () => (await count('parked')) === 0);
    expect(listed.filter((id) => id === bad)).toHaveLength(2);
  });
});
