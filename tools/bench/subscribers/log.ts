import { setTimeout as sleep } from 'node:timers/promises';
import { exampleOf, PetitionRegisteredV1, jsonSchemaOf } from '@ecou/contracts';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { memoryOf } from '../petitions/catch-up.ts';
import { rounded, type Line } from '../measure.ts';

/** Messages that are put behind a stopped platform; fewer for a trial. */
const messages = Number(process.env['ECOU_BENCH_MESSAGES'] ?? 1_000_000);

/**
 * A platform that finds a million messages which neither the log nor the star schema has: messages/s and the most memory until both have them. Then
 * the star made anew beside the live one and compared with it, and the whole log as NDJSON: rows/s, and the most memory that the process takes.
 */
export async function benchLog(databaseUrl: string): Promise<readonly Line[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const first = await startPlatform({ databaseUrl: () => databaseUrl });
  await first.stop();
  await publishMany(client, messages, registered);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key: first.key });
  try {
    const { logged, starred: taking } = await untilTaken(client, platform);
    const copied = await seconds(() =>
      client.query('CREATE TABLE integrations.copied AS SELECT * FROM feedback.outbox WITH DATA'),
    );
    const checking = await checkStar(client, platform);
    const exported = await exportAll(platform);
    const copyOut = await seconds(() => copyAll(client));
    return [
      {
        name: 'log',
        result: { messagesPerSecond: rounded(messages / logged), toCreateTableAs: rounded(copied / logged, 2) },
        measured: `${rounded(messages / logged)} messages/s until the log has them`,
        comparedTo: `${rounded(messages / copied)} rows/s by CREATE TABLE AS, without indexes`,
      },
      {
        name: 'star',
        result: { messagesPerSecond: rounded(messages / taking.seconds), rssMb: taking.mostMb },
        measured: `${rounded(messages / taking.seconds)} messages/s until log and star have them, at most ${taking.mostMb} MB`,
        comparedTo: `${rounded(messages / copied)} rows/s by CREATE TABLE AS, without indexes`,
        goal: '5,000 messages/s both together, under 400 MB',
        met: messages / taking.seconds >= 5_000 && taking.mostMb < 400,
      },
      {
        name: 'starCheck',
        result: { messagesPerSecond: rounded(messages / checking.seconds), differing: checking.differing },
        measured: `${rounded(messages / checking.seconds)} messages/s made anew and compared, ${checking.differing} rows differ`,
        comparedTo: `${rounded(messages / taking.seconds)} messages/s when they came`,
        goal: 'no row differs',
        met: checking.differing === 0,
      },
      {
        name: 'logExport',
        result: {
          toCopy: rounded(copyOut / exported.seconds, 2),
          rowsPerSecond: rounded(messages / exported.seconds),
          rssMb: exported.mostMb,
        },
        measured: `${rounded(messages / exported.seconds)} rows/s as NDJSON, ${rounded(copyOut / exported.seconds, 2)} of COPY, at most ${exported.mostMb} MB`,
        comparedTo: `${rounded(messages / copyOut)} rows/s by COPY ... TO STDOUT`,
        goal: '.3 of COPY, under 300 MB',
        met: copyOut / exported.seconds >= 0.3 && exported.mostMb < 300,
      },
    ];
  } finally {
    await platform.stop();
    await client.end();
  }
}

/** Messages of feedback, all alike but for what makes each its own. */
export interface ManyMessages {
  readonly type: string;
  readonly topic: string;
  /** JSON. */
  readonly data: object;
  /** SQL that adds what is each one's own to `data`, of `n`, `id` and `key`. */
  readonly own: string;
}

/** Registrations of petitions. Besides log and star, one policy asks for them, which has nothing to do with those that no conversation led to. */
const registered: ManyMessages = {
  type: PetitionRegisteredV1.type,
  topic: 'ecou.feedback',
  data: exampleOf(jsonSchemaOf(PetitionRegisteredV1)) as object,
  own: `jsonb_build_object('petitionId', key)`,
};

/** So many messages, as the outbox of feedback holds them. */
export async function publishMany(
  client: pg.Client,
  count: number,
  { type, topic, data, own }: ManyMessages,
): Promise<void> {
  await client.query(
    `WITH made AS (SELECT n, gen_random_uuid() AS id, gen_random_uuid()::text AS key FROM generate_series(1, ${count}) n),
     counted AS (INSERT INTO feedback.outbox_counters (topic, key, last)
       SELECT '${topic}', key, 1 FROM made UNION ALL SELECT '', '', ${count} ON CONFLICT (topic, key) DO UPDATE SET last = excluded.last)
     INSERT INTO feedback.outbox ("offset", id, topic, type, key, sequence, position, envelope, data)
     SELECT n, id, '${topic}', '${type}', key, 1, n,
       jsonb_build_object('time', '2027-04-10T06:30:00.000Z', 'source', '/ecou/feedback', 'subject', key, 'topic', '${topic}',
         'dataSchema', 'urn:ecou:contract:${type}', 'causationId', id, 'correlationId', id),
       $1::jsonb || ${own}
     FROM made`,
    [JSON.stringify(data)],
  );
  await client.query('VACUUM ANALYZE feedback.outbox');
}

interface Taken {
  readonly logged: number;
  readonly starred: { readonly seconds: number; readonly mostMb: number };
}

/** Seconds until the log has all of them, and until the star has. */
async function untilTaken(client: pg.Client, platform: Deployment): Promise<Taken> {
  const began = performance.now();
  let [mostMb, logged] = [0, 0];
  for (;;) {
    mostMb = Math.max(mostMb, memoryOf(platform.process('integrations').pid));
    const { rows } = await client.query<{ log: string; star: string | null }>(
      `SELECT (SELECT last FROM integrations.log) AS log, (SELECT position FROM analytics.stars WHERE state = 'live') AS star`,
    );
    const seconds = (performance.now() - began) / 1_000;
    if (logged === 0 && Number(rows[0]?.log) >= messages) logged = seconds;
    if (logged > 0 && Number(rows[0]?.star) >= messages) return { logged, starred: { seconds, mostMb } };
    await sleep(250);
  }
}

/** Has the star made anew and compared. */
async function checkStar(client: pg.Client, platform: Deployment): Promise<{ seconds: number; differing: number }> {
  const began = performance.now();
  const { status } = await fetch(`${platform.url}/analytics/v1/star/checks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform.key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  if (status !== 202) throw new Error(`The check was answered with ${status}.`);
  for (;;) {
    const { rows } = await client.query<{ differing: number }>(
      `SELECT (SELECT sum((f->>'differing')::int) FROM jsonb_array_elements(found) f)::int AS differing FROM analytics.checks`,
    );
    if (rows[0]) return { seconds: (performance.now() - began) / 1_000, differing: rows[0].differing };
    await sleep(250);
  }
}

async function exportAll(platform: Deployment): Promise<{ seconds: number; mostMb: number }> {
  const began = performance.now();
  let [lines, mostMb] = [0, 0];
  const response = await fetch(`${platform.url}/integrations/v1/messages?format=ndjson`, {
    headers: { authorization: `Bearer ${platform.key}` },
  });
  for await (const bytes of response.body ?? []) {
    for (const byte of bytes as Uint8Array) if (byte === 10) lines += 1;
    mostMb = Math.max(mostMb, memoryOf(platform.process('integrations').pid));
  }
  if (lines !== messages) throw new Error(`${lines} lines instead of ${messages}.`);
  return { seconds: (performance.now() - began) / 1_000, mostMb };
}

async function copyAll(client: pg.Client): Promise<void> {
  for await (const bytes of client.query(copyTo('COPY (SELECT * FROM integrations.messages) TO STDOUT')))
    bytes satisfies unknown;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
