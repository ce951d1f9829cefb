import { randomUUID } from 'node:crypto';
import { messageOf, toKafka, type Message } from '@ecou/contracts';
import { testDatabase, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { busSuite } from '../../testing/bus-suite.js';
import { Child } from '../../testing/child.js';
import { startOwnBroker, type OwnBroker } from '../../testing/own-broker.js';
import { Collected, contextName, BusProcess, upTo } from '../../testing/bus-process.js';
import { messagingDatabase, migrateMessaging } from '../../testing/database.js';
import { ContextProcess } from '../../testing/context-process.js';
import { orderedV1, ordersContext, shippingContext } from '../../testing/orders-and-shipping.js';

let broker: OwnBroker;

beforeAll(async () => {
  broker = await startOwnBroker();
});

afterAll(async () => {
  await broker.stop();
});

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
  let other: BusProcess;
  let child: Child;
  const context = contextName();
  const topic = `ecou.${context}`;

  beforeAll(async () => {
    database = await testDatabase();
    await migrateMessaging(database.pool, context);
  });

  afterAll(() => database.drop());

  afterEach(async () => {
    await child.end();
    await other.stop();
  });

  it('cannot do harm when it is frozen inside a transaction and woken after another took over', async () => {
    const servers = { url: database.url, brokers: [broker.brokers] };
    other = new BusProcess(servers, context);
    const collected = new Collected();
    const [key] = [randomUUID()];
    child = new Child('frozen-publisher.ts', [database.url, context, broker.brokers]);
    await until(() => child.said('started') !== undefined);
    for (const round of upTo(4)) {
      await other.write([key]);
      if (round < 3) await until(() => child.messages.some(({ committed }) => committed === round));
    }
    other.publishing();
    other.consume({ consumer: 'witness', topic }, collected.take);
    await until(() => collected.seen(key).at(-1) === 4, 'the last message of the rounds', 60_000);
    const before = collected.count;
    child.signal('SIGCONT');
    await until(() => child.said('refused') !== undefined);
    await other.write([key]);
    await until(() => collected.seen(key).at(-1) === 5);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(collected.count).toBe(before + 1);
    expect(collected.seen(key)).toEqual(upTo(5));
    expect(child.messages.filter(({ committed }) => committed !== undefined)).toHaveLength(2);
  });
});

describe('two contexts over Kafka', () => {
  let database: TestDatabase;
  let orders: ContextProcess;
  let shipping: ContextProcess;

  beforeAll(async () => {
    database = await messagingDatabase('orders', 'shipping');
    const options = { brokers: [broker.brokers] };
    orders = await new ContextProcess(database.url, ordersContext, options).start();
    shipping = await new ContextProcess(database.url, shippingContext, options).start();
  });

  afterAll(async () => {
    await Promise.all([orders.stop(), shipping.stop()]);
    await database.drop();
  });

  /** A record of ours, or nearly. */
  const record = (change: Partial<Message>, value?: string) => {
    const key = change.key ?? randomUUID();
    const sent = toKafka({
      ...{ ...messageOf(orderedV1), key, sequence: 1, id: randomUUID(), subject: key, data: { item: 'book' } },
      ...{ time: new Date().toISOString(), correlationId: 'c', causationId: randomUUID(), ...change },
    });
    return { ...sent, value: value ?? sent.value, headers: { ...sent.headers } };
  };

  /** Sends records of somebody who may write to the topic. */
  const send = async (messages: ReturnType<typeof record>[]): Promise<void> => {
    const producer = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    await producer.send({ topic: 'ecou.orders', messages });
    await producer.disconnect();
  };

  it('go on when records come that no database keeps: each parks its own key, with its bytes', async () => {
    const [spoilt, passed] = [randomUUID(), randomUUID()];
    const poison = [
      record({ key: spoilt, data: { item: 'x\0y' } }),
      record({ data: { item: 'half: \ud83d' } }),
      record({}, '{"item":"x\0y"}'),
      record({}, `${'{"item":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
      record({ key: 'a\0b' }),
      record({ key: 'k'.repeat(12_000) }),
      record({ correlationId: 'a\0b' }),
    ];
    const behind = record({ key: spoilt, sequence: 2 });
    // What does not concern the consumer is passed, however it looks.
    const others = [
      record({ key: passed, type: 'ecou.orders.counted.v1', data: { item: 'x\0y' } }),
      record({ key: passed, sequence: 2, data: { item: 'lamp' } }),
    ];
    await send([...poison, behind, ...others]);
    const id = randomUUID();
    await orders.order(id, 'book');
    await until(async () => (await shipping.packed(id)).length === 1, 'what came after the poison', 60_000);
    await until(async () => (await shipping.packed(passed)).length === 1);

    const { heldMessages } = shipping.engine;
    await until(async () => (await heldMessages.list({ limit: 20 })).length === poison.length + 1);
    const parked = await heldMessages.list({ state: 'parked', limit: 20 });
    expect(parked.map(({ errorCode }) => errorCode)).toEqual(poison.map(() => 'UNREADABLE'));
    const kept = parked.map(({ message }) => (message as { unreadable: { record: { value: string } } }).unreadable);
    expect(kept.map(({ record: { value } }) => Buffer.from(value, 'base64').toString()).sort()).toEqual(
      poison.map(({ value }) => value).sort(),
    );
    expect(
      await heldMessages.ofKey({ consumer: 'pack-what-was-ordered', source: 'ecou.orders', key: spoilt }, 9),
    ).toMatchObject([
      { state: 'parked', sequence: 1, error: 'data.item: holds U+0000 or half of a surrogate pair' },
      { state: 'waiting', sequence: 2 },
    ]);
    await until(async () => (await shipping.engine.state()).ready);
  });

  it('never move a key past what may still come at the word of an operator', async () => {
    const { engine } = shipping;
    const [consumer, source, id] = ['pack-what-was-ordered', 'ecou.orders', randomUUID()];
    const word = { actor: 'key:1', reason: 'Nobody sent it.' };
    const queue = () => engine.heldMessages.ofKey({ consumer, source, key: id }, 9);
    const packed = (...items: string[]) =>
      until(async () => (await shipping.packed(id)).join() === items.join(), items.join(), 60_000);
    const parked = () =>
      until(async () => {
        const [first] = await queue();
        return first?.state === 'parked' && first;
      }, 'a parked message');
    const notShown = { code: 'GAP_NOT_SHOWN' };

    await orders.order(id, 'book');
    await packed('book');
    const counter = await orders.pool.query<{ last: number }>(
      'SELECT last FROM orders.outbox_counters WHERE key = $1',
      [id],
    );
    const far = (counter.rows[0]?.last ?? 0) + 500;
    await send([record({ key: id, sequence: far })]);
    const forged = await parked();
    await expect(engine.decisions.acceptGap(forged.id, word)).rejects.toMatchObject(notShown);
    await orders.order(id, 'lamp');
    await packed('book', 'lamp');
    await until(async () => (await queue()).length === 1);
    await send([record({ key: id, sequence: far + 1 })]);
    await until(async () => (await queue()).length === 2);
    await expect(engine.decisions.acceptGap(forged.id, word)).rejects.toMatchObject(notShown);
    await engine.discard(forged.id, word);
    await engine.discard((await parked()).id, word);
    await orders.order(id, 'chair');
    await packed('book', 'lamp', 'chair');

    // What is lost for good: the source has gone on, and nothing came in between.
    await orders.pool.query('UPDATE orders.outbox_counters SET last = last + 1 WHERE key = $1', [id]);
    await orders.order(id, 'table');
    const first = await parked();
    await until(async () => (await queue()).length === 2);
    await engine.decisions.acceptGap(first.id, word);
    await packed('book', 'lamp', 'chair', 'table');
  });

  it('say what does not work while the broker is away, and go on by themselves when it is back', async () => {
    const ready = async () =>
      [(await orders.engine.state()).ready, (await shipping.engine.state()).ready].every(Boolean);
    const id = randomUUID();
    await orders.order(id, 'book');
    await until(async () => (await shipping.packed(id)).length === 1);
    await until(ready);

    await broker.kill('SIGKILL');
    await orders.order(id, 'lamp');
    await until(async () => (await orders.engine.state()).relay.trouble !== null, 'trouble of the relay', 60_000);
    await until(async () => !(await shipping.engine.state()).ready, 'shipping to be unready', 60_000);
    expect((await orders.engine.state()).troubles).toEqual([expect.stringMatching(/^The publisher: /)]);
    expect((await orders.engine.numbers()).outboxLag).toBe(2);
    expect((await shipping.engine.state()).troubles).toEqual(['pack-what-was-ordered does not poll ecou.orders.']);
    expect((await shipping.engine.numbers()).polling).toMatchObject([{ value: 0 }]);

    await broker.restart();
    await orders.order(id, 'chair');
    await until(
      async () => (await shipping.packed(id)).length === 3,
      'what was ordered while the broker was away',
      45_000,
    );
    expect(await shipping.packed(id)).toEqual(['book', 'lamp', 'chair']);
    await until(ready);
    expect((await orders.engine.numbers()).outboxLag).toBe(0);
    await until(async () => (await shipping.engine.numbers()).consumerLag[0]?.lag === 0);
  });
});
