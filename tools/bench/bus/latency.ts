import { createPool, Session } from '@ecou/event-sourcing';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { contexts, type ContextName, type Deployment } from '../../deployment.ts';
import { facility } from '../http.ts';
import { paced, percentiles, type Percentiles } from '../measure.ts';

const rate = 200;
const seconds = 5;
/** Seconds of the same before it is measured: code that has just been loaded is compiled meanwhile. */
const warmSeconds = 15;
/** Enough that none of them has many deliverables. */
const programmes = 400;
const patienceMs = 60_000;

/** Calls the service itself: the way through the gateway is not what is measured. */
async function call(ecou: Deployment, method: string, path: string, body?: object, headers = {}) {
  const [context] = contexts.filter((name) => path.startsWith(`/${name}/`));
  const response = await fetch(`${ecou.at(context ?? 'events')}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${ecou.key}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return {
    position: response.headers.get('ecou-position') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as object),
  };
}

/** From the answer to a command until a read through the view that must show it has been answered, in milliseconds, at 200 commands/s. */
export async function commandToView(ecou: Deployment): Promise<{ behind: Percentiles; plainRead: Percentiles }> {
  const read = (headers: object) => call(ecou, 'GET', '/facilities/v1/facilities?limit=1', undefined, headers);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const once = async (index: number) => {
    const { position } = await call(ecou, 'POST', '/facilities/v1/facilities', facility(index));
    return timed(() => read({ 'ecou-min-position': position }));
  };
  await paced(rate, warmSeconds, once);
  const behind = percentiles(await paced(rate, seconds, once));
  const plain = async (index: number) => {
    await call(ecou, 'POST', '/facilities/v1/facilities', facility(index));
    return timed(() => read({}));
  };
  return { behind, plainRead: percentiles(await paced(rate, seconds, plain)) };
}

/** Starts so many programmes; answers what publishes a deliverable of one after the other, by its index. */
export async function deliverables(ecou: Deployment, programmes: number): Promise<(index: number) => Promise<unknown>> {
  const started = await paced(rate, programmes / rate, (index) =>
    call(ecou, 'POST', '/events/v1/programmes', { title: { ro: `Program sintetic ${index}` } }),
  );
  const ids = started.map(({ body }) => (body as { id: string }).id);
  return (index) =>
    call(ecou, 'POST', `/events/v1/programmes/${ids[index % programmes]}/deliverables`, {
      kind: 'study',
      title: { ro: `Studiu sintetic ${index}` },
      address: `https://example.org/${index}`,
    });
}

/**
 * From the recording of a fact in one context until the recording of what a policy of another makes of it, in milliseconds, at 200
 * commands/s: deliverables that are published, which notifications announces. Both times are of one database server.
 */
export async function commandToConsumer(
  ecou: Deployment,
  databaseUrl: (context: ContextName) => string,
): Promise<Percentiles> {
  const publish = await deliverables(ecou, programmes);
  await paced(rate, warmSeconds, publish);
  await paced(rate, seconds, (index) => publish(rate * warmSeconds + index));
  const published = await recorded(
    databaseUrl('events'),
    `SELECT data->>'address' AS id, recorded_at AS at FROM events.events WHERE type = 'DeliverablePublished'
     ORDER BY global_position OFFSET ${rate * warmSeconds}`,
  );
  const end = Date.now() + patienceMs;
  for (;;) {
    const announced = await recorded(
      databaseUrl('notifications'),
      `SELECT data->'details'->>'address' AS id, recorded_at AS at FROM notifications.events WHERE type = 'AnnouncementStarted'`,
    );
    if ([...published.keys()].every((id) => announced.has(id)))
      return percentiles([...published].map(([id, at]) => (announced.get(id) ?? NaN) - at));
    if (Date.now() > end)
      throw new Error(`${announced.size} were announced, and not all of the last ${published.size}.`);
    await sleep(100);
  }
}

/** The cost of a message by itself at the same rate: one commit with NOTIFY until a listener hears it, in milliseconds. */
export async function bareNotify(databaseUrl: string): Promise<Percentiles> {
  const pool = createPool(databaseUrl, { max: 4 });
  const listener = new Session(databaseUrl, 'bench');
  const heard = new Map<string, () => void>();
  await listener.listen('bench', (payload) => {
    heard.get(payload ?? '')?.();
  });
  const samples = await paced(rate, seconds, async (index) => {
    const arrived = new Promise<void>((resolve) => heard.set(String(index), resolve));
    const began = performance.now();
    await pool.query('SELECT pg_notify($1, $2)', ['bench', String(index)]);
    await arrived;
    return performance.now() - began;
  });
  await listener.stop();
  await pool.end();
  return percentiles(samples);
}

/** The cost of a message by itself at the same rate: one send with acks=all by kafkajs until a consumer gets it, in milliseconds. */
export async function bareKafka(brokers: string): Promise<Percentiles> {
  const kafka = new Kafka({ clientId: 'bench-bare', brokers: [brokers], logLevel: logLevel.NOTHING });
  const topic = 'bench-bare';
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 12 }] });
  await admin.disconnect();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId: 'bench-bare', maxWaitTimeInMs: 100 });
  const got = new Map<string, () => void>();
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: ({ message }) => Promise.resolve(got.get(String(message.value))?.()) });
  const send = async (index: number) => {
    const arrived = new Promise<void>((resolve) => got.set(String(index), resolve));
    const began = performance.now();
    await producer.send({ topic, messages: [{ key: String(index), value: String(index) }], acks: -1 });
    await arrived;
    return performance.now() - began;
  };
  await send(-1);
  const samples = await paced(rate, seconds, send);
  await consumer.disconnect();
  await producer.disconnect();
  return percentiles(samples);
}

/** Times by id. */
async function recorded(databaseUrl: string, query: string): Promise<ReadonlyMap<string, number>> {
  const pool = createPool(databaseUrl, { max: 1 });
  try {
    const { rows } = await pool.query<{ id: string; at: string }>(query);
    return new Map(rows.map(({ id, at }) => [id, Date.parse(at)]));
  } finally {
    await pool.end();
  }
}
