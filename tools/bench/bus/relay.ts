import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toKafka, type KafkaRecord, type Message as OutboxMessage } from '@ecou/contracts';
import { createPool } from '@ecou/event-sourcing';
import { Kafka, logLevel, Partitioners, type Message } from 'kafkajs';
import type { Pool } from 'pg';
import { OsProcess } from '../../os-process.ts';
import { freePort, nodeCommand } from '../../processes.ts';
import { fillFacilities } from '../map/facilities.ts';
import { rounded, type Line } from '../measure.ts';

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

/** Messages per second of a bare producer, each batch of 500 made of `record`; with a `transactionalId`, in a transaction each. */
async function rawProducer(
  kafka: Kafka,
  topic: string,
  record: () => Message,
  transactionalId?: string,
): Promise<number> {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
    ...(transactionalId === undefined ? {} : { transactionalId, retry: { initialRetryTime: 5, retries: 20 } }),
  });
  await producer.connect();
  const consuming = await received(kafka, topic);
  for (let sent = 0; sent < count; sent += batch) {
    const messages = Array.from({ length: batch }, record);
    const transaction = transactionalId === undefined ? undefined : await producer.transaction();
    await (transaction ?? producer).send({ topic, messages, acks: -1 });
    await transaction?.commit();
  }
  const rate = await consuming.rate;
  await consuming.stop();
  await producer.disconnect();
  return rate;
}

/** A facilities service on a database that holds `count` facilities: how fast its outbox goes to Kafka. */
export async function benchRelay({ databaseUrl, identityUrl, brokers }: Setting): Promise<Line> {
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
  await fillFacilities(databaseUrl, count);
  const rows = async (query: string): Promise<number> => {
    const found = await pool.query<{ n: string }>(query);
    return Number(found.rows[0]?.n ?? 0);
  };
  while ((await rows('SELECT count(*) AS n FROM facilities.outbox')) < count) await sleep(100);
  await local.stop();

  const { value, headers } = await exampleOf(pool);
  const admin = kafka.admin();
  await admin.connect();
  const over = service({ ECOU_BUS: 'kafka', KAFKA_BROKERS: brokers });
  const topic = 'ecou.facilities';
  const topics = ['bench-raw', 'bench-bare'].map((name) => ({ topic: `${name}-relay`, numPartitions: 12 }));
  await admin.createTopics({ topics });
  const raw = await rawProducer(kafka, 'bench-raw-relay', () => ({ key: randomUUID(), value }));
  const starting = over.start();
  while (!(await admin.listTopics()).includes(topic)) await sleep(20);
  const consuming = await received(kafka, topic);
  await starting;
  const relayed = await consuming.rate;
  await consuming.stop();
  const record = () => ({ key: randomUUID(), value, headers: { ...headers } });
  const same = await rawProducer(kafka, 'bench-bare-relay', record, 'bench-bare');
  await admin.disconnect();
  await over.stop();
  await pool.end();
  const result = {
    perSecond: rounded(relayed),
    comparedTo: rounded(raw),
    ratio: rounded(relayed / raw, 2),
    ratioToSameRecords: rounded(relayed / same, 2),
  };
  return {
    name: 'relay',
    result,
    measured: `${result.perSecond} messages/s from the outbox to Kafka`,
    comparedTo: `${result.comparedTo}/s of a raw idempotent kafkajs producer, batches of ${batch}: ratio ${result.ratio}; to ${rounded(same)}/s of one in transactions with the same headers: ${result.ratioToSameRecords}`,
  };
}

/** A message of the outbox as a record. */
async function exampleOf(pool: Pool): Promise<KafkaRecord> {
  const { rows } = await pool.query<{ envelope: object } & OutboxMessage>(
    'SELECT id, topic, type, key, sequence, data, envelope FROM facilities.outbox LIMIT 1',
  );
  const [row] = rows;
  if (!row) throw new Error('The outbox is empty.');
  const { envelope, ...message } = row;
  return toKafka({ ...envelope, ...message });
}
