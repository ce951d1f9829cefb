import { randomUUID } from 'node:crypto';
import { type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs, { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, ResourcePatternTypes } from 'kafkajs';
import { ContextProcess } from '../../testing/context-process.js';
import { messagingDatabase } from '../../testing/database.js';
import { ordersContext, shippingContext } from '../../testing/orders-and-shipping.js';
import { startSecuredBroker, type SecuredBroker } from '../../testing/own-broker.js';
import { clientOf, type KafkaServers } from './servers.js';

const { logLevel } = kafkajs;
const passwords = { ecou: 'ecou-secret', gis: 'gis-secret' } as const;
const { CLUSTER, GROUP, TOPIC, TRANSACTIONAL_ID } = AclResourceTypes;
const { ALL, DESCRIBE, READ } = AclOperationTypes;

let broker: SecuredBroker;
let database: TestDatabase;
const processes: ContextProcess[] = [];

type Right = readonly [principal: string, type: AclResourceTypes, prefix: string, operation: AclOperationTypes];

/** Rights of Ecou and of one system that subscribes, as the guide for operators has them. */
const rights: readonly Right[] = [
  ['User:ecou', TOPIC, 'ecou.', ALL],
  ['User:ecou', GROUP, 'ecou', ALL],
  ['User:ecou', TRANSACTIONAL_ID, 'ecou-', ALL],
  ['User:ecou', CLUSTER, 'kafka-cluster', DESCRIBE],
  ...(['User:gis', 'User:CN=client'] as const).flatMap((system): Right[] => [
    [system, TOPIC, 'ecou.orders', READ],
    [system, GROUP, 'gis', READ],
  ]),
];

beforeAll(async () => {
  broker = await startSecuredBroker(passwords);
  database = await messagingDatabase('orders', 'shipping');
  const admin = new Kafka({ brokers: [broker.open], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createAcls({
    acl: rights.map(([principal, resourceType, resourceName, operation]) => ({
      ...{ principal, resourceType, resourceName, operation, host: '*', permissionType: AclPermissionTypes.ALLOW },
      // A subscriber reads the public topic, and not the internal one beside it.
      resourcePatternType:
        resourceType === CLUSTER || resourceName === 'ecou.orders'
          ? ResourcePatternTypes.LITERAL
          : ResourcePatternTypes.PREFIXED,
    })),
  });
  await admin.disconnect();
});

afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await database.drop();
  await broker.stop();
});

const byPassword = (username: keyof typeof passwords, password: string = passwords[username]): KafkaServers => ({
  brokers: [broker.byPassword],
  tls: { ca: broker.ca },
  login: { mechanism: 'scram-sha-512', username, password },
});
const byCertificate = (): KafkaServers => ({
  brokers: [broker.byCertificate],
  tls: { ca: broker.ca, ...broker.client },
});

/** The first message that a subscriber reads of a topic; rejects where it is not let in. */
async function firstRead(servers: KafkaServers, topic: string): Promise<string> {
  const client = new Kafka({ ...clientOf(servers), logLevel: logLevel.NOTHING, retry: { retries: 1 } });
  const consumer = client.consumer({ groupId: `gis-${randomUUID()}` });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    return await new Promise<string>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
        reject(error);
      });
      consumer
        .run({
          eachMessage: ({ message }) => {
            resolve(message.value?.toString() ?? '');
            return Promise.resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

describe('brokers that ask who is there', () => {
  it('carry the messages of contexts that show a password, over TLS', async () => {
    for (const context of [ordersContext, shippingContext]) {
      processes.push(await new ContextProcess(database.url, context, { kafka: byPassword('ecou') }).start());
    }
    const [orders, shipping] = processes;
    const id = randomUUID();
    await orders!.order(id, 'book');
    await until(async () => (await shipping!.packed(id)).length === 1, 'the order to be packed', 60_000);
    expect(await shipping!.packed(id)).toEqual(['book']);
    expect(await orders!.engine.state()).toMatchObject({ relay: { trouble: null } });
  });

  it('let a subscriber read what it has a right to, by password or certificate, and no more', async () => {
    expect(await firstRead(byPassword('gis'), 'ecou.orders')).toContain('book');
    expect(await firstRead(byCertificate(), 'ecou.orders')).toContain('book');
    await expect(firstRead(byPassword('gis'), 'ecou.orders.internal')).rejects.toThrow(/authorized/i);
    await expect(firstRead(byPassword('gis', 'wrong'), 'ecou.orders')).rejects.toThrow(/authentication/i);
    await expect(firstRead({ ...byCertificate(), tls: { ca: broker.ca } }, 'ecou.orders')).rejects.toThrow();
  });

  it('that a context does not know are named in its trouble, and nothing goes out', async () => {
    // Nobody else publishes meanwhile.
    await processes.shift()?.stop();
    const stranger = await new ContextProcess(database.url, ordersContext, {
      kafka: byPassword('ecou', 'wrong'),
    }).start();
    try {
      await until(async () => (await stranger.engine.state()).relay.trouble !== null, 'trouble of the relay', 60_000);
      expect((await stranger.engine.state()).relay.trouble).toMatch(/authentication/i);
    } finally {
      await stranger.stop();
    }
  });
});
