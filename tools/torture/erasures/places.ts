import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { copyDatabase, withClient } from '../../backup/database.ts';
import { contexts, type Deployment } from '../../deployment.ts';
import { databaseOf, type Town } from '../town.ts';
import { searchIn, needlesOf } from './traces.ts';

interface Marks {
  /** Stands in every personal value of everybody who was erased. */
  readonly mark: string;
  /** Stands in something public: a place of public things that is searched must show it. */
  readonly control: string;
}

/** A key as it is wrapped, and whose it is. */
interface WrappedKey {
  readonly subject: string;
  readonly wrapped: Buffer;
}

/** The keys that stand now, of which PostgreSQL has made its statistics. */
export const wrappedKeys = (identityUrl: string): Promise<readonly WrappedKey[]> =>
  withClient(identityUrl, async (client) => {
    await client.query('ANALYZE identity.subject_keys');
    const { rows } = await client.query<WrappedKey>(
      'SELECT subject, wrapped FROM identity.subject_keys WHERE wrapped IS NOT NULL',
    );
    return rows;
  });

/** Takes old segments of the WAL away. */
async function renewWal(client: pg.Client): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await client.query('SELECT pg_switch_wal()');
    await client.query('CHECKPOINT');
  }
}

/** The number of some keys that were destroyed, and the files of PostgreSQL that hold some of them: as these are, and after `VACUUM FULL` and new WAL. */
export interface KeysLeft {
  readonly keys: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const mostKeys = 20;
const patienceMs = 60_000;

/** Looks for keys that stood once, and were destroyed since. */
export const keysLeft = ({ places, databaseUrl }: Town, stood: readonly WrappedKey[]): Promise<KeysLeft> =>
  withClient(databaseUrl('identity'), async (client) => {
    const { rows } = await client.query<{ subject: string }>(
      'SELECT subject FROM identity.subject_keys WHERE wrapped IS NULL',
    );
    const destroyed = new Set(rows.map(({ subject }) => subject));
    const gone = stood.filter(({ subject }) => destroyed.has(subject)).slice(0, mostKeys);
    const needles = gone.map(({ wrapped }) => wrapped);
    const holding = async () => [...(await searchIn(places.postgres, needles)).holding.keys()];
    await client.query('CHECKPOINT');
    const before = await holding();
    // A transaction that began earlier keeps what it may still see.
    for (const end = performance.now() + patienceMs; ;) {
      await client.query('VACUUM FULL identity.subject_keys');
      await renewWal(client);
      const after = await holding();
      if (after.length === 0 || performance.now() > end) return { keys: gone.length, before, after };
      await sleep(1_000);
    }
  });

/** Places in which something public stands, which the search must find. */
const ofPublic: ReadonlySet<string> = new Set(['PostgreSQL', 'backup', 'Kafka']);

/** Searches every place; answers how much it searched, and one line for each place that holds the mark, or not the control. */
export async function exposures(town: Town, { mark, control }: Marks) {
  const { services, postgres, kafka } = town.places;
  const backup = join(services, 'backup');
  for (const context of contexts) await copyDatabase(town.databaseUrl(context), databaseOf(context), backup);
  await withClient(town.databaseUrl('identity'), (one) => one.query('CHECKPOINT'));
  const folders = new Map([
    ['PostgreSQL', postgres],
    ['backup', backup],
    ['Kafka', kafka],
    ['files', join(services, 'files')],
    ['mails', join(services, 'mail')],
    ['logs', join(services, 'logs')],
  ]);
  const faults: string[] = [];
  const searched = new Map<string, number>();
  const [marks, controls] = [needlesOf(mark), needlesOf(control)];
  for (const [place, folder] of folders) {
    const { files, holding } = await searchIn(folder, [...marks, ...controls]);
    searched.set(place, files);
    const withAny = (needles: readonly Buffer[]) =>
      [...holding].flatMap(([path, held]) => (held.some((one) => needles.includes(one)) ? [path] : []));
    faults.push(...withAny(marks).map((path) => `${place}: ${path} holds the mark.`));
    if (files === 0) faults.push(`${place}: there is no file to be searched.`);
    if (ofPublic.has(place) && withAny(controls).length === 0)
      faults.push(`${place}: the search does not find what is public.`);
  }
  const texts = new Map<string, readonly string[]>([
    ['messages', await messagesOf(town.broker.brokers)],
    ['exports', await exportsOf(town.ecou)],
  ]);
  for (const [place, read] of texts) {
    searched.set(place, read.length);
    const all = read.join('\n');
    if (marks.some((needle) => all.includes(needle.toString()))) faults.push(`${place} hold the mark.`);
    if (!all.includes(control)) faults.push(`${place}: the search does not find what is public.`);
  }
  return { searched, faults };
}

/** Every message of every topic, as text. */
async function messagesOf(brokers: string): Promise<readonly string[]> {
  const kafka = new Kafka({ clientId: 'search', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('ecou.'));
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: `search-${Date.now()}` });
  await consumer.connect();
  const read: string[] = [];
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // Markers of transactions have offsets, and are no messages: the end is where nothing comes any more.
      let timer = setTimeout(resolve, 15_000);
      const eachMessage = ({ message: { key, value, headers } }: { message: Message }): Promise<void> => {
        clearTimeout(timer);
        timer = setTimeout(resolve, 5_000);
        read.push([key, value, JSON.stringify(headers)].map(String).join(' '));
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return read;
}

interface Message {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: unknown;
}

/** Everything that others may take away: the log of public messages, and the datasets, line by line. */
async function exportsOf({ url, key }: Deployment): Promise<readonly string[]> {
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  const { items } = JSON.parse(await get('/analytics/v1/datasets')) as { items: readonly { readonly name: string }[] };
  const paths = items.map(({ name }) => `/analytics/v1/datasets/${name}?format=ndjson`);
  const texts = [];
  for (const path of ['/integrations/v1/messages?format=ndjson', ...paths]) texts.push(await get(path));
  return texts.flatMap((text) => text.split('\n')).filter(Boolean);
}
