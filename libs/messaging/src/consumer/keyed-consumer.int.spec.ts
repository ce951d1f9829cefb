import { randomUUID } from 'node:crypto';
import {
  EventRegistry,
  PostgresEventStore,
  Rejected,
  UnitsOfWork,
  UnknownEvent,
  VersionConflict,
} from '@ecou/event-sourcing';
import { TestClock, type TestDatabase } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyedConsumer, type KeyedServices } from './keyed-consumer.js';
import { HeldMessages, type Delivery, type Held } from './held-messages.js';
import { PolicyHandler, type Reading } from '../policies/policy-handler.js';
import { messagingDatabase } from '../testing/database.js';
import { recordingLogger } from '../testing/bus-process.js';

const source = 'ecou.orders';
const retries = {
  notYet: { attempts: 6, firstMs: 1, mostMs: 1 },
  poison: { attempts: 2, firstMs: 1, mostMs: 1 },
};

describe('a consumer of keys', () => {
  let database: TestDatabase;
  const { signal } = new AbortController();
  const clock = new TestClock();

  const services = (heldMessages = new HeldMessages(database.pool, 'shipping')): KeyedServices => ({
    ...{ heldMessages, clock, logger: recordingLogger(), retries },
  });

  const deliveries = (key: string, ...sequences: number[]): Delivery[] =>
    sequences.map((sequence) => ({ source, key, sequence, message: {} }));

  beforeAll(async () => {
    database = await messagingDatabase('shipping');
  });

  afterAll(() => database.drop());

  describe('with a message in trouble', () => {
    const notYet = () => new Rejected('NOT_OPEN', 'Not open yet.');
    const poison = () => new Error('It broke.');
    const conflict = () => new VersionConflict('parcel', 1, 2);

    /** Tries a message once for each trouble; answers how it is held after each. */
    const tryWith = async (...troubles: (() => Error)[]): Promise<readonly (readonly [Held['state'], number])[]> => {
      const { heldMessages } = services();
      const [consumer, key] = [randomUUID(), randomUUID()];
      let trouble = poison;
      const handle = () => Promise.reject(trouble());
      const keyed = new KeyedConsumer({ consumer, notYet: ['NOT_OPEN'], handle }, services(heldMessages));
      const held: [Held['state'], number][] = [];
      for (trouble of troubles) {
        const [before] = await heldMessages.ofKey({ consumer, source, key }, 1);
        await (before ? keyed.redrive(before, signal) : keyed.take(source, deliveries(key, 1), signal));
        const [after] = await heldMessages.ofKey({ consumer, source, key }, 1);
        held.push([after!.state, after!.attempts]);
      }
      return held;
    };

    it('counts what is not yet and what breaks each for itself', async () => {
      expect(await tryWith(notYet, notYet, notYet, poison, notYet, poison, poison)).toEqual([
        ['retrying', 1],
        ['retrying', 2],
        ['retrying', 3],
        ['retrying', 1],
        ['retrying', 1],
        ['retrying', 1],
        ['parked', 2],
      ]);
    });

    it('parks what stays not yet', async () => {
      expect((await tryWith(...Array.from({ length: 6 }, () => notYet))).at(-1)).toEqual(['parked', 6]);
    });

    it('waits as long for a build that knows an event', async () => {
      const unknown = () => new UnknownEvent('ParcelLost', 1);
      expect(await tryWith(unknown, unknown, unknown, poison)).toEqual([
        ['retrying', 1],
        ['retrying', 2],
        ['retrying', 3],
        ['retrying', 1],
      ]);
    });

    it('never parks for a conflict', async () => {
      const held = await tryWith(notYet, notYet, notYet, conflict, conflict, conflict, poison);
      expect(held.slice(3)).toEqual([
        ['retrying', 0],
        ['retrying', 0],
        ['retrying', 0],
        ['retrying', 1],
      ]);
    });
  });

  const policyThat = (then: Reading<object>['then']) => {
    const policy = randomUUID();
    const { pool } = database;
    const store = new PostgresEventStore({
      ...{ pool, schema: 'shipping', registry: new EventRegistry([]), secret: 'a secret of tests' },
    });
    const reading: Reading<object> = {
      policy,
      notYet: [],
      counts: 'all',
      cause: () => ({ id: randomUUID(), correlationId: randomUUID() }),
      concerns: () => true,
      then,
    };
    const commands = { execute: () => Promise.resolve() };
    const handler = new PolicyHandler(reading, {
      ...{ store, units: new UnitsOfWork(store), pool, schema: 'shipping', commands, clock },
    });
    return { policy, pool, store, handler };
  };

  it('leaves out what a policy answers nothing to, and nothing that it cannot read', async () => {
    const unreadable = 2;
    const { handler } = policyThat((message) => {
      if ((message as Delivery).sequence === unreadable) throw new Error('It cannot be read.');
      return undefined;
    });
    const queue = deliveries('a', 1, unreadable, 3).map((one) => ({ ...one, message: one }));
    const pending = await handler.pending(source, new Map([['a', queue]]));
    expect(pending.get('a')).toEqual({ last: null, left: [{ delivery: queue[1], before: 1 }], end: 3 });
  });

  it('sees no jump where a redrive has moved the inbox since it was read', async () => {
    const key = randomUUID();
    const { policy, pool, store, handler } = policyThat(() => undefined);
    const heldMessages = new HeldMessages(pool, 'shipping');
    await heldMessages.hold(policy, deliveries(key, 1, 2));

    const redriver = new KeyedConsumer(handler, services(heldMessages));
    /** Looks for held messages only after everything that was in one has been redriven. */
    class LateHeldMessages extends HeldMessages {
      override async heldKeys(...asked: Parameters<HeldMessages['heldKeys']>): Promise<Set<string>> {
        await new Promise((resolve) => setTimeout(resolve, 200));
        const [first] = await heldMessages.ofKey({ consumer: policy, source, key }, 1);
        if (first) await redriver.redrive(first, signal);
        return super.heldKeys(...asked);
      }
    }
    const keyed = new KeyedConsumer(handler, services(new LateHeldMessages(pool, 'shipping')));
    await keyed.take(source, deliveries(key, 3, 4), signal);
    expect(await heldMessages.list({ consumer: policy, limit: 10 })).toEqual([]);
    expect((await store.inbox(policy, source, [key])).get(key)).toBe(4);
  });
});
