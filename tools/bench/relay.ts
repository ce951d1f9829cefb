import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, EventRegistry, PostgresEventStore, streamOf } from '@ecou/event-sourcing';
import { facilitiesContext } from '@ecou/facilities';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { OsProcess } from '../os-process.ts';
import { freePort, nodeCommand } from '../processes.ts';
import { rounded, type Line } from './measure.ts';

const count = 30_000;
const batch = 500;

interface Setting {
  readonly databaseUrl: string;
  readonly identityUrl: string;
  readonly brokers: string;
}

/** Messages of a topic per second, from the first that a consumer gets to the last. */
async function received(
  kafka: Kafka,
  topic: string,
): Promise<{ readonly rate: Promise<number>; stop(): Promise<void> }> {
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let seen = 0;
  let first = 0;
  const rate = new Promise<number>((resolve) => {
    void consumer.run({
      eachBatch: ({ batch: { messages } }) => {
        if (seen === 0) first = performance.now();
        seen += messages.length;
        if (seen >= count) resolve((seen * 1000) / (performance.now() - first));
        return Promise.resolve();
      },
    });
  });
  return { rate, stop: () => consumer.disconnect() };
}

async function rawProducer(kafka: Kafka, topic: string, value: string): Promise<number> {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  const consuming = await received(kafka, topic);
  for (let sent = 0; sent < count; sent += batch) {
    const messages = Array.from({ length: batch }, () => ({ key: randomUUID(), value }));
    await producer.send({ topic, messages, acks: -1 });
  }
  const rate = await consuming.rate;
  await consuming.stop();
  await producer.disconnect();
  return rate;
}

/** A facilities service on a database that holds `count` facilities: how fast its outbox goes to Kafka, and its view is built anew. */
export async function benchRelay({ databaseUrl, identityUrl, brokers }: Setting): Promise<Line[]> {
  const kafka = new Kafka({ clientId: 'bench', brokers: [brokers], logLevel: logLevel.NOTHING });
  const port = await freePort();
  const ready = `http://127.0.0.1:${port}/health/live`;
  const service = (bus: Readonly<Record<string, string>>) =>
    new OsProcess({
      name: 'facilities',
      command: nodeCommand('apps/facilities/dist/main.js'),
      ready,
      env: {
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_URL: databaseUrl,
        IDENTITY_DATABASE_URL: identityUrl,
        ECOU_SECRET: 'a secret of benchmarks, long enough',
        LOG_LEVEL: 'warn',
        ...bus,
      },
    });
  const pool = createPool(databaseUrl, { max: 16 });
  const local = service({ ECOU_BUS: 'postgres' });
  await local.start();
  await fill(databaseUrl);
  const rows = async (query: string): Promise<number> => {
    const found = await pool.query<{ n: string }>(query);
    return Number(found.rows[0]?.n ?? 0);
  };
  const generation = `SELECT generation AS n FROM facilities.views WHERE name = 'facility_map' AND state = 'live'`;
  while ((await rows('SELECT count(*) AS n FROM facilities.outbox')) < count) await sleep(100);
  while ((await rows('SELECT count(*) AS n FROM facilities.facility_map')) < count) await sleep(100);
  const before = await rows(generation);
  const key = await firstKeyOf(identityUrl);
  const began = performance.now();
  const asked = await fetch(`http://127.0.0.1:${port}/facilities/ops/v1/views/facility_map/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  if (!asked.ok) throw new Error(`The rebuild was refused: ${asked.status} ${await asked.text()}`);
  while ((await rows(generation)) === before) await sleep(5);
  const rebuild = rounded((count * 1000) / (performance.now() - began));
  const reading = await readAll(databaseUrl);
  await local.stop();

  const example = await pool.query<{ data: object }>('SELECT data FROM facilities.outbox LIMIT 1');
  const admin = kafka.admin();
  await admin.connect();
  const over = service({ ECOU_BUS: 'kafka', KAFKA_BROKERS: brokers });
  const topic = 'ecou.facilities';
  await admin.createTopics({ topics: [{ topic: 'bench-raw', numPartitions: 12 }] });
  const raw = await rawProducer(kafka, 'bench-raw', JSON.stringify(example.rows[0]?.data));
  const starting = over.start();
  while (!(await admin.listTopics()).includes(topic)) await sleep(20);
  const consuming = await received(kafka, topic);
  await starting;
  const relayed = await consuming.rate;
  await consuming.stop();
  await admin.disconnect();
  await over.stop();
  await pool.end();
  const result = { perSecond: rounded(relayed), comparedTo: rounded(raw), ratio: rounded(relayed / raw, 2) };
  return [
    {
      name: 'relay',
      result,
      measured: `${result.perSecond} messages/s from the outbox to Kafka`,
      comparedTo: `${result.comparedTo}/s of a raw idempotent kafkajs producer, batches of ${batch}: ratio ${result.ratio}`,
    },
    {
      name: 'rebuildEventsPerSecond',
      result: rebuild,
      measured: `${rebuild} events/s, view facility_map of ${count} events, from the request to the switch`,
      comparedTo: `${reading}/s that the store reads and decodes`,
    },
  ];
}

/** Events per second that a reader gets from the first to the last, in batches as a build does. */
async function readAll(databaseUrl: string): Promise<number> {
  const pool = createPool(databaseUrl, { max: 2 });
  const registry = new EventRegistry(facilitiesContext.events);
  const store = new PostgresEventStore({ pool, schema: 'facilities', registry, secret: 'bench' });
  const began = performance.now();
  let [read, position] = [0, 0];
  for (;;) {
    const batch = await store.read(position, 2_000);
    if (batch.position === position) break;
    read += batch.events.length;
    ({ position } = batch);
  }
  const perSecond = rounded((read * 1000) / (performance.now() - began));
  await pool.end();
  return perSecond;
}

async function firstKeyOf(identityUrl: string): Promise<string> {
  const { firstKey } = await import('@ecou/platform');
  const key = await firstKey(identityUrl);
  if (!key) throw new Error('The database of identities has a key already.');
  return key;
}

/** Facilities as their own service would have recorded them. */
async function fill(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, { max: 8 });
  const registry = new EventRegistry(facilitiesContext.events);
  const store = new PostgresEventStore({ pool, schema: 'facilities', registry, secret: 'bench' });
  const metadata = { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() };
  const append = (index: number) => {
    const data = {
      status: 'open',
      kind: 'wifi',
      name: { ro: `Sintetică ${index}` },
      description: null,
      position: [26 + (index % 1000) / 5000, 44.3 + (index % 777) / 4000],
      approximate: false,
      onlineOnly: false,
      address: `Strada Sintetică ${index}`,
      openingHours: null,
      accessibility: null,
      operator: null,
      source: null,
      links: [],
      incentives: [],
    };
    const events = [{ id: randomUUID(), type: 'FacilityAdded', data }];
    return store.append({ metadata, writes: [{ stream: streamOf('facility', randomUUID()), expected: 0, events }] });
  };
  for (let done = 0; done < count; done += batch) {
    const results = await Promise.all(Array.from({ length: batch }, (_, index) => append(done + index)));
    if (results.some(({ status }) => status !== 'ok')) throw new Error('An append was refused.');
  }
  await pool.end();
}
