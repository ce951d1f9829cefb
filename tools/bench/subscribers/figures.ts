import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exampleOf, jsonSchemaOf, MessageDeliveredV1, PetitionRegisteredV1 } from '@ecou/contracts';
import pg from 'pg';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { until } from '../../processes.ts';
import { rounded, type Line } from '../measure.ts';

/** Petitions that are in the star; each has two steps, and there are two thirds as many grades and messages. */
const petitions = Number(process.env['ECOU_BENCH_PETITIONS'] ?? 300_000);
const seconds = 60;
const messagesPerSecond = 20;
const pagesPerSecond = 20;

const names = [
  'participation',
  'satisfaction',
  'recommendations',
  'petitions-by-month',
  'petitions-by-category',
  'deadlines',
  'facilities',
  'reach',
];
const days = ['2026-02-10', '2026-05-11', '2026-08-12'];

const known = `from_position, from_place, known_from, known_to, to_position, held_from, held_to`;
const last = '9223372036854775807';
const received = (n: string): string => `timestamptz '2021-01-01 08:00Z' + ${n} % 2000 * interval '1 day'`;

/** Rows of the star's tables, as its messages would have made them; `star` is its number. */
const filling = (star: number): readonly string[] => [
  `INSERT INTO analytics.star_petition_${star} (petition_id, ${known}, number, kind, category, department, channel, received_on, registered_at, status, is_assigned, rounds, outcome, answered_at, is_in_time)
   SELECT md5('p' || n)::uuid, 2 * n - 1 + step / 2, step, known_from, known_to, to_position, held_from, held_to,
          'S-' || n, 'request', 'category-' || n % 15, 'department-' || n % 8, (ARRAY['web', 'paper', 'email'])[1 + n % 3], at::date, at,
          status, false, 1, outcome, answered_at, is_in_time
   FROM generate_series(1, ${petitions}) n, LATERAL (SELECT ${received('n')} AS at) r, LATERAL (VALUES
     (1, at, at + interval '9 days', (2 * n)::bigint, at, 'infinity'::timestamptz, 'open', NULL, NULL, NULL),
     (2, at + interval '9 days', 'infinity', ${last}, at, at + interval '9 days', 'open', NULL, NULL, NULL),
     (3, at + interval '9 days', 'infinity', ${last}, at + interval '9 days', 'infinity', 'answered', 'answered', at + interval '9 days', n % 10 > 0)
   ) s (step, known_from, known_to, to_position, held_from, held_to, status, outcome, answered_at, is_in_time)`,
  `INSERT INTO analytics.star_petition_step_${star} (petition_id, ${known}, number, step, category, department, registered_at)
   SELECT md5('p' || n)::uuid, 2 * n - 2 + step, step, at + step * interval '1 day', 'infinity', ${last}, at + step * interval '1 day', 'infinity',
          step, (ARRAY['registered', 'answered'])[step], 'category-' || n % 15, 'department-' || n % 8, at
   FROM generate_series(1, ${petitions}) n, generate_series(1, 2) step, LATERAL (SELECT ${received('n')} AS at) r`,
  `INSERT INTO analytics.star_facility_grade_${star} (feedback_id, ${known}, facility_id, kind, grade, is_commented, is_counted)
   SELECT md5('g' || n)::uuid, ${2 * petitions} + n, 1, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          md5('f' || n % 500)::uuid, 'library', 1 + n % 5, false, true
   FROM generate_series(1, ${(2 * petitions) / 3}) n`,
  `INSERT INTO analytics.star_message_${star} (message_id, ${known}, channel, purpose, outcome, attempts)
   SELECT md5('m' || n)::uuid, ${3 * petitions} + n, 1, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          (ARRAY['email', 'sms', 'telegram'])[1 + n % 3], 'report-published', CASE WHEN n % 20 = 0 THEN 'bounced' ELSE 'delivered' END, 1
   FROM generate_series(1, ${(2 * petitions) / 3}) n`,
  `INSERT INTO analytics.star_participation_${star} (civic_event_id, ${known}, category, people, reported_people, is_corrected, is_reconciled, difference)
   SELECT md5('e' || n)::uuid, ${4 * petitions} + n, c, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          nullif('category-' || c, 'category-7'), 10 + n % c, 10 + n % c, false, true, 0
   FROM generate_series(1, 1000) n, generate_series(1, 7) c`,
  `INSERT INTO analytics.star_facility_${star} (facility_id, ${known}, kind, name_ro, is_approximate, is_online_only, status, verified_at)
   SELECT md5('f' || n)::uuid, ${4 * petitions + 1000} + n, 1, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          (ARRAY['portal', 'library', 'wifi', 'e-registry', 'payment-terminal'])[1 + n % 5], 'Sintetică', false, false, 'open', ${received('n')}
   FROM generate_series(1, 5000) n`,
  `INSERT INTO analytics.star_recommendation_${star} (recommendation_id, ${known}, civic_event_id, themes, status)
   SELECT md5('r' || n)::uuid, ${4 * petitions + 6000} + n, 1, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          md5('e' || n % 1000)::uuid, '{}', (ARRAY['recorded', 'accepted', 'declined', 'done'])[1 + n % 4]
   FROM generate_series(1, 5000) n`,
  `INSERT INTO analytics.star_question_${star} (questionnaire_id, ${known}, publication, item, kind, aspect, wording_ro, respondents, mean)
   SELECT md5('q' || n)::uuid, ${4 * petitions + 11_000} + n, a, ${received('n')}, 'infinity', ${last}, ${received('n')}, 'infinity',
          1, 'item-' || a, 'grade', 'aspect-' || a, 'Sintetică ' || a, 20 + n % 30, 3 + (n % 20) / 10.0
   FROM generate_series(1, 1000) n, generate_series(1, 6) a`,
  `UPDATE analytics.record SET last = ${5 * petitions}`,
  `UPDATE analytics.stars SET position = ${5 * petitions}`,
  'VACUUM ANALYZE',
];

async function fill(client: pg.Client): Promise<number> {
  const live = async () =>
    (await client.query<{ star: string }>(`SELECT star FROM analytics.stars WHERE state = 'live'`)).rows[0];
  const { star } = await until(live, 60_000, 'the star to be live');
  for (const statement of filling(Number(star))) await client.query(statement);
  const counted = `SELECT (SELECT count(*) FROM analytics.star_petition_step_${star}) + (SELECT count(*) FROM analytics.star_facility_grade_${star})
                          + (SELECT count(*) FROM analytics.star_message_${star}) AS facts`;
  return Number((await client.query<{ facts: string }>(counted)).rows[0]?.facts);
}

/** Puts messages into the record, every other one of a petition, until it is told to stop; answers when each position came. */
function keepTelling(client: pg.Client, signal: AbortSignal) {
  const came = new Map<number, number>();
  const example = (contract: typeof PetitionRegisteredV1 | typeof MessageDeliveredV1) =>
    exampleOf(jsonSchemaOf(contract)) as object;
  const tell = async (index: number) => {
    const contract = index % 2 === 0 ? PetitionRegisteredV1 : MessageDeliveredV1;
    const { rows } = await client.query<{ position: string }>(
      `WITH drawn AS (UPDATE analytics.record SET last = last + 1 RETURNING last)
       INSERT INTO analytics.messages (position, type, key, time, data) SELECT last, $1, $2, now(), $3 FROM drawn RETURNING position`,
      [contract.type, randomUUID(), { ...example(contract), category: 'category-1', receivedOn: '2026-06-01' }],
    );
    await client.query(`NOTIFY ecou_star`);
    if (index % 2 === 0) came.set(Number(rows[0]?.position), performance.now());
  };
  const telling = (async () => {
    const began = performance.now();
    for (let index = 0; !signal.aborted; index += 1) {
      await sleep(Math.max(0, began + (index * 1000) / messagesPerSecond - performance.now()));
      await tell(index);
    }
  })();
  return { came, telling };
}

async function timed(address: string): Promise<{ readonly ms: number; readonly text: string }> {
  const began = performance.now();
  const response = await fetch(address);
  const text = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${text.slice(0, 200)}`);
  return { ms: performance.now() - began, text };
}

const at = (values: readonly number[], share: number): number =>
  rounded([...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN, 1);

/** Milliseconds of the pages in both languages, in turns, each asked for as soon as its time has come. */
async function readPages(url: string): Promise<number[]> {
  const paths = ['', ...names.map((name) => `/${name}`)].flatMap((path) =>
    ['ro', 'en'].map((lang) => `${url}/analytics/v1/figures${path}?format=html&lang=${lang}`),
  );
  const began = performance.now();
  return Promise.all(
    Array.from({ length: seconds * pagesPerSecond }, async (_, index) => {
      await sleep(Math.max(0, began + (index * 1000) / pagesPerSecond - performance.now()));
      return (await timed(paths[index % paths.length] ?? '')).ms;
    }),
  );
}

/** Milliseconds since the first message came that a page does not have, at most. */
async function readAge(url: string, came: ReadonlyMap<number, number>, signal: AbortSignal): Promise<number> {
  let oldest = 0;
  while (!signal.aborted) {
    const { text } = await timed(`${url}/analytics/v1/figures/petitions-by-month?format=json`);
    const { position } = JSON.parse(text) as { position: number };
    const missed = [...came].find(([one]) => one > position);
    if (missed) oldest = Math.max(oldest, performance.now() - missed[1]);
    await sleep(500);
  }
  return oldest;
}

/** Milliseconds of pages as of days, first and again. */
async function readDays(url: string) {
  const times = { first: [] as number[], again: [] as number[] };
  for (const turn of ['first', 'again'] as const)
    for (const day of days)
      for (const name of names)
        times[turn].push((await timed(`${url}/analytics/v1/figures/${name}?format=html&asOf=${day}`)).ms);
  return times;
}

async function measure({ url }: Deployment, client: pg.Client, facts: number): Promise<Line[]> {
  await readPages(url);
  const stopping = new AbortController();
  const { came, telling } = keepTelling(client, stopping.signal);
  const age = readAge(url, came, stopping.signal);
  const pages = await readPages(url);
  const ofDays = await readDays(url);
  stopping.abort();
  await telling;
  const oldest = rounded((await age) / 1000, 1);
  const bare: number[] = [];
  for (let round = 0; round < 20; round += 1) bare.push((await timed(`${url}/?lang=ro`)).ms);
  const page = { p50: at(pages, 0.5), p95: at(pages, 0.95), p99: at(pages, 0.99) };
  const first = { p50: at(ofDays.first, 0.5), p95: at(ofDays.first, 0.95) };
  const again = { p50: at(ofDays.again, 0.5), p95: at(ofDays.again, 0.95) };
  return [
    {
      name: 'figurePagesMs',
      result: { ...page, oldestSeconds: oldest, facts },
      measured: `p50 ${page.p50} p95 ${page.p95} p99 ${page.p99} ms for ${pages.length} pages, at most ${oldest} s behind, ${facts} facts, ${messagesPerSecond} messages/s`,
      comparedTo: `the start page: p50 ${at(bare, 0.5)} p95 ${at(bare, 0.95)} ms`,
      goal: 'p95 <= 100 ms',
      met: page.p95 <= 100,
    },
    {
      name: 'figurePagesAsOfMs',
      result: { first, again },
      measured: `asked for again p50 ${again.p50} p95 ${again.p95} ms, for the first time p50 ${first.p50} p95 ${first.p95} ms`,
      comparedTo: `the newest: p50 ${page.p50} p95 ${page.p95} ms`,
      goal: 'again p95 <= 100 ms',
      met: again.p95 <= 100,
    },
  ];
}

/** Pages of figures of a star with a million facts, whose rows are written in SQL, while messages keep coming. */
export async function benchFigures(databaseUrl: string): Promise<Line[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const platform = await startPlatform({ databaseUrl: () => databaseUrl });
  try {
    return await measure(platform, client, await fill(client));
  } finally {
    await platform.stop();
    await client.end();
  }
}
