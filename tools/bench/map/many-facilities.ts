import type pg from 'pg';
import type { Deployment } from '../../deployment.ts';
import { until } from '../../processes.ts';

/** Fewer for a trial. */
const facilities = Number(process.env['ECOU_BENCH_FACILITIES'] ?? 100_000);
const changes = 10;
/** The position of the last change. */
export const head = facilities * (changes + 1);

const first = ['Bibliotecă', 'Școală', 'Piață', 'Parcare', 'Ghișeu', 'Gară', 'Terminal', 'Portal'];
const second = ['Mărășești', 'Țepeș', 'Văcărești', 'Progresul', 'Berceni', 'Tineretului', 'Giurgiului'];
const folded = (words: readonly string[]) =>
  words.map((word) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
const array = (words: readonly string[]): string => `(ARRAY[${words.map((word) => `'${word}'`).join(',')}])`;
const word = (words: readonly string[], n: string): string => `${array(words)}[1 + ${n} % ${words.length}]`;

/** Facility `n` after its change `k`: it moves a little each time, and is suspended or retired now and then. */
const stood = (k: string): string => `
  SELECT n, k, overlay(overlay(md5('f' || n)::uuid::text placing '4' from 15) placing '8' from 20) AS id,
    (ARRAY['library', 'payment-terminal', 'portal', 'library', 'wifi'])[1 + n % 5 - CASE WHEN n % 5 = 4 AND n % 20 > 0 THEN 1 ELSE 0 END] AS kind,
    CASE WHEN k = ${changes} AND n % 20 = 1 THEN 'retired' WHEN k % 4 = 3 THEN 'suspended' ELSE 'open' END AS status,
    ${word(first, 'n')} || ' ' || ${word(second, '(n / 8)')} || ' ' || n AS name,
    ${word(folded(first), 'n')} || ' ' || ${word(folded(second), '(n / 8)')} || ' ' || n AS folded,
    26 + (n::bigint * 7919 + k * 31) % 100003 / 500015.0 AS lon, 44.3 + (n::bigint * 104729 + k * 17) % 100019 / 500095.0 AS lat
  FROM generate_series(1, ${facilities}) n, ${k} k`;

/** Rows as the view would have made them of an example. */
const rowsOf = (k: string): string => `
  SELECT s.*, 'Operator ' || n % 300 AS operator, timestamptz '2026-01-01' + (k * ${facilities} + n) * interval '10 s' AS at,
    tan(radians(90 - lat) / 2) * cos(radians(lon)) AS u, tan(radians(90 - lat) / 2) * sin(radians(lon)) AS v,
    folded || ' nimic deosebit strada exemplului ' || n % 900 || ' operator ' || n % 300 AS search,
    example.facility || jsonb_build_object('id', s.id, 'kind', kind, 'status', status, 'name', jsonb_build_object('ro', name), 'version', k + 1,
      'position', jsonb_build_array(lon, lat), 'operator', 'Operator ' || n % 300,
      'changedAt', to_char(timestamptz '2026-01-01' + (k * ${facilities} + n) * interval '10 s', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS facility
  FROM (${stood(k)}) s, (SELECT facility FROM example) example`;

const columns = 'id, kind, status, operator, changed_at, sort_name, names, search, lon, lat, u, v, facility';
const values = 'id, kind, status, operator, at, folded, folded, search, lon, lat, u, v, facility';

async function tableOf(client: pg.Client, view: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT 'facilities.' || relname AS name FROM pg_class WHERE relnamespace = 'facilities'::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '_v?[0-9_v]+$')`,
    [view],
  );
  if (rows.length !== 1) throw new Error(`There are ${rows.length} tables of ${view}.`);
  return rows[0]?.name ?? '';
}

/** Indexes are made once all rows are there. */
async function fill(client: pg.Client, table: string, insert: string): Promise<void> {
  const { rows } = await client.query<{ index: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS index, pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid = $1::regclass AND NOT indisprimary`,
    [table],
  );
  for (const { index } of rows) await client.query(`DROP INDEX ${index}`);
  await client.query(insert);
  await client.query(`SET maintenance_work_mem = '512MB'`);
  for (const { definition } of rows) await client.query(definition);
  await client.query(`VACUUM (ANALYZE) ${table}`);
}

/** Records one facility over HTTP behind all changes, and writes the rows of the others beside it; answers its id. */
export async function fillMap(ecou: Deployment, client: pg.Client): Promise<string> {
  await client.query(`SELECT setval('facilities.global_position_seq', ${head})`);
  const response = await fetch(`${ecou.url}/facilities/v1/facilities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ecou.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'library',
      name: { ro: 'Exemplu' },
      description: { ro: 'Nimic deosebit: o descriere sintetică, cu diacritice.' },
      position: [26.1, 44.4],
      address: 'Strada Exemplului 8',
      openingHours: 'Mo-Fr 08:00-16:30',
      links: [{ kind: 'contact', url: 'https://example.ro/facilitate' }],
    }),
  });
  const answer = (await response.json()) as { id: string };
  if (!response.ok) throw new Error(`A facility was refused: ${response.status} ${JSON.stringify(answer)}`);
  const shown = () =>
    client.query('SELECT FROM facilities.facility_map').then(({ rowCount }) => (rowCount ? true : undefined));
  await until(shown, 30_000, 'the facility to be shown');
  await client.query('CREATE TEMP TABLE example AS SELECT facility FROM facilities.facility_map');
  await fill(
    client,
    await tableOf(client, 'facility_map'),
    `INSERT INTO ${await tableOf(client, 'facility_map')} (${columns}) SELECT ${values} FROM (${rowsOf(`(SELECT ${changes} AS k)`)}) r`,
  );
  await fill(
    client,
    await tableOf(client, 'facility_history'),
    `INSERT INTO ${await tableOf(client, 'facility_history')} (key, ${columns}, from_position, until_position, fact_id, fact, fields)
     SELECT CASE WHEN k = ${changes} THEN id ELSE id || '@' || k + 2 END, ${values}, k * ${facilities} + n,
       CASE WHEN k < ${changes} THEN (k + 1) * ${facilities} + n END, gen_random_uuid()::text,
       CASE WHEN k = 0 THEN 'FacilityAdded' ELSE 'FacilityChanged' END, CASE WHEN k > 0 THEN ARRAY['position'] ELSE '{}' END
     FROM (${rowsOf(`(SELECT generate_series(0, ${changes}) AS k)`)}) r`,
  );
  await fill(
    client,
    await tableOf(client, 'facility_words'),
    `INSERT INTO ${await tableOf(client, 'facility_words')} SELECT DISTINCT word FROM facilities.facility_map, string_to_table(names, ' ') word ON CONFLICT DO NOTHING`,
  );
  return answer.id;
}
