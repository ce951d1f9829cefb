import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { percentiles, rounded, type Line } from '../measure.ts';
import { call, defineDirectory, inPlain, petition } from './petitions.ts';

const few = 10_000;
const millions = Number(process.env['ECOU_BENCH_EVENTS'] ?? 5_000_000);
/** For the server to vacuum by itself, which it looks for once a minute. */
const patienceMs = 600_000;
/** Requests of each kind, after a tenth as many that are not counted. */
const asks = 500;
/** The verbs on each petition, which make four events with its registration. */
const verbs = [
  ['assign', { department: 'other' }],
  ['answer', { text: 'Un răspuns sintetic.', legalBasis: 'OG 27/2002, art. 8' }],
  ['close', {}],
] as const;
const eventsOfEach = 1 + verbs.length;

/**
 * The same requests at ten thousand events and at five millions: registering a petition, reading one, and the first page of the list. Events and
 * rows of the list are copied in SQL while no platform runs, and its views and its mapper are put behind the last of them; nobody but the server itself analyzes a table.
 */
export async function benchGrowth(databaseUrl: string, many = millions): Promise<Line> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const first = await startPlatform({ databaseUrl: () => databaseUrl, env: inPlain });
  await defineDirectory(first);
  const id = await call(first, 'POST', 'petitions', petition(0));
  for (const [verb, body] of verbs) await call(first, 'POST', `petitions/${id}/${verb}`, body);
  await shown(first, client);
  await first.stop();
  const measuredAt = async (events: number) => {
    await fillTo(client, id, events);
    await vacuumed(client);
    const platform = await startPlatform({ databaseUrl: () => databaseUrl, key: first.key });
    try {
      return await measure(platform, client);
    } finally {
      await platform.stop();
    }
  };
  try {
    const [small, large] = [await measuredAt(few), await measuredAt(many)];
    const ratio = (of: keyof typeof small) => rounded(large[of].p50 / small[of].p50, 2);
    const ratios = { append: ratio('append'), read: ratio('read'), list: ratio('list') };
    const words = ({ append, read, list }: typeof small) =>
      `append ${append.p50}, read ${read.p50}, list ${list.p50} ms (p50)`;
    return {
      name: 'growth',
      result: { small, large, ratios },
      measured: `at ${many} events ${words(large)}: ratios ${ratios.append}, ${ratios.read}, ${ratios.list}`,
      comparedTo: `at ${few} events ${words(small)}`,
      goal: 'ratios <= 1.1',
      met: Object.values(ratios).every((each) => each <= 1.1),
    };
  } finally {
    await client.end();
  }
}

/** Waits until the list shows the one petition, closed. */
async function shown({ url, key }: Deployment, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ head: number }>(
    'SELECT max(global_position)::float8 AS head FROM feedback.events',
  );
  const headers = { authorization: `Bearer ${key}`, 'ecou-min-position': `feedback:${rows[0]?.head}` };
  const response = await fetch(`${url}/feedback/v1/petitions?status=closed`, { headers });
  const text = await response.text();
  if ((JSON.parse(text) as { items?: unknown[] }).items?.length !== 1) throw new Error(`The list shows ${text}.`);
}

async function timed(times: number, ask: (index: number) => Promise<unknown>) {
  const taken: number[] = [];
  for (let index = -times / 10; index < times; index += 1) {
    const began = performance.now();
    await ask(index);
    if (index >= 0) taken.push(performance.now() - began);
  }
  return percentiles(taken, 2);
}

async function measure(ecou: Deployment, client: pg.Client) {
  const { rows } = await client.query<{ id: string }>(
    `SELECT substr(stream_id, 10) AS id FROM feedback.streams WHERE stream_id LIKE 'petition-%'
     ORDER BY hashtext(stream_id) LIMIT ${asks}`,
  );
  const ids = rows.map((row) => row.id);
  const headers = { authorization: `Bearer ${ecou.key}` };
  const get = async (path: string) => {
    const response = await fetch(`${ecou.url}/feedback/v1/${path}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  };
  return {
    append: await timed(asks, (index) => call(ecou, 'POST', 'petitions', petition(index))),
    read: await timed(asks, (index) => get(`petitions/${ids[Math.abs(index) % ids.length]}`)),
    list: await timed(asks, () => get('petitions')),
  };
}

/** Waits until the server has vacuumed and analyzed by itself what was filled, as it does in the years in which a register grows. */
async function vacuumed(client: pg.Client): Promise<void> {
  const waiting = `
    SELECT relname FROM pg_stat_user_tables
    WHERE schemaname = 'feedback' AND (n_mod_since_analyze > 1000 + n_live_tup / 10 OR n_ins_since_vacuum > 2000 + n_live_tup / 4)
    UNION ALL SELECT query FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'`;
  const end = performance.now() + patienceMs;
  for (;;) {
    const { rows } = await client.query<{ relname: string }>(waiting);
    if (rows.length === 0) break;
    if (performance.now() > end)
      throw new Error(`The server has not analyzed ${rows.map(({ relname }) => relname).join(', ')}.`);
    await sleep(1_000);
  }
  await client.query('CHECKPOINT');
}

/** Copies the events of a petition, and its row in the list, until there are so many events. */
async function fillTo(client: pg.Client, id: string, events: number): Promise<void> {
  const { rows } = await client.query<{ there: number }>('SELECT count(*)::int AS there FROM feedback.events');
  const more = Math.ceil((events - (rows[0]?.there ?? 0)) / eventsOfEach);
  await client.query('SET synchronous_commit = off');
  await client.query(
    `CREATE TEMP TABLE copies AS
       SELECT n, gen_random_uuid()::text AS id, nextval('feedback.global_position_seq') AS first, nextval('feedback.global_position_seq') AS second,
         nextval('feedback.global_position_seq') AS third, nextval('feedback.global_position_seq') AS fourth
       FROM generate_series(1, ${more}) n`,
  );
  await client.query(
    `INSERT INTO feedback.streams (stream_id, category, version, first_position)
       SELECT 'petition-' || id, 'petition', ${eventsOfEach}, first FROM copies`,
  );
  await client.query(
    `INSERT INTO feedback.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
       SELECT (ARRAY[first, second, third, fourth])[version], 'petition-' || copies.id, version, gen_random_uuid(), type, schema_version,
         CASE version WHEN 1 THEN jsonb_set(data, '{number}', to_jsonb('S-' || first)) ELSE data END, metadata, recorded_at
       FROM copies CROSS JOIN (SELECT * FROM feedback.events WHERE stream_id = 'petition-' || $1) example
       ORDER BY n, version`,
    [id],
  );
  await client.query(
    `INSERT INTO feedback.petition_list
       SELECT copy.* FROM copies CROSS JOIN feedback.petition_list example
         CROSS JOIN LATERAL jsonb_populate_record(example, jsonb_build_object('id', copies.id, 'position', first, 'number', 'S-' || first)) copy
       WHERE example.id = $1 ORDER BY n`,
    [id],
  );
  await client.query('DROP TABLE copies');
  for (const [table, where] of [
    ['views', 'true'],
    ['checkpoints', `consumer = 'mapper'`],
  ])
    await client.query(
      `UPDATE feedback.${table} SET position = (SELECT max(global_position) FROM feedback.events) WHERE ${where}`,
    );
}
