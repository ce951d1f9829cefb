import type pg from 'pg';
import type { Deployment } from '../../deployment.ts';
import { recordStreams } from './catch-up.ts';
import { call, petition, plainRules } from './petitions.ts';

export const departments = Array.from({ length: 8 }, (_, index) => `department-${index}`);
const officerOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
/** Three of each department. */
export const officers = departments.flatMap((_, index) => [0, 1, 2].map((place) => officerOf(3 * index + place)));
export const categories = Array.from({ length: 12 }, (_, index) => `category-${index}`);

const name = { ro: 'Sintetic' };

async function defineDirectory(ecou: Deployment): Promise<void> {
  for (const department of departments) await call(ecou, 'PUT', `directory/departments/${department}`, { name });
  for (const [index, officer] of officers.entries()) {
    const department = departments[Math.floor(index / 3)];
    await call(ecou, 'PUT', `directory/officers/${officer}`, {
      department,
      name: 'Ofițer Sintetic',
      phone: '0210000000',
    });
  }
  await call(ecou, 'PUT', 'directory/petition-rules', plainRules);
  for (const [index, category] of categories.entries())
    await call(ecou, 'PUT', `directory/categories/${category}`, { name, department: departments[index % 8] });
}

const assign = ['assign', { officer: officers[0] }] as const;
const legalBasis = 'OG 27/2002, art. 8';
const answer = ['answer', { text: 'Un răspuns sintetic.', legalBasis }] as const;

/** The share of petitions among 100, and the verbs on each with their bodies. */
const fates: readonly (readonly [share: number, ...verbs: (readonly [verb: string, body: object])[]])[] = [
  [2],
  [4, assign],
  [2, assign, ['start', {}]],
  [1, assign, ['request-information', { text: 'Care stâlp?' }]],
  [1, assign, ['request-callback', { phone: '0700 000 000' }]],
  [12, assign, answer],
  [5, assign, ['decline', { reason: 'Un refuz sintetic.', legalBasis }]],
  [3, ['forward', { authority: 'Alt minister sintetic', reason: 'Nu este al nostru.' }]],
  [70, assign, answer, ['close', {}]],
];

/** Records a petition of each fate over HTTP; answers the ids. */
export async function recordExamples(ecou: Deployment): Promise<string[]> {
  await defineDirectory(ecou);
  const ids: string[] = [];
  for (const [index, [, ...verbs]] of fates.entries()) {
    const id = await call(ecou, 'POST', 'petitions', { ...petition(index), category: categories[0] });
    for (const [verb, body] of verbs) await call(ecou, 'POST', `petitions/${id}/${verb}`, body);
    ids.push(id);
  }
  return ids;
}

/** The data of an example as that of petition `n`: with its number, department, officer, category, kind, channel, and times. */
const copyFunctions = `
  CREATE FUNCTION pg_temp.iso(at timestamptz) RETURNS text LANGUAGE sql AS
    $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  -- Of so many, without a pattern that other properties share.
  CREATE FUNCTION pg_temp.pick(n int, salt int, count int) RETURNS int LANGUAGE sql AS
    $$ SELECT abs(hashint4(n) # hashint4(salt)) % count $$;
  CREATE FUNCTION pg_temp.copied(data jsonb, number text, n int, registered timestamptz, overdue timestamptz) RETURNS jsonb LANGUAGE sql AS
    $$ SELECT replace(replace(replace(replace(data::text,
          '"' || number || '"', '"S-' || n || '"'),
          '"${departments[0]}"', '"department-' || pg_temp.pick(n, 1, 8) || '"'),
          '"${categories[0]}"', '"category-' || pg_temp.pick(n, 2, 12) || '"'),
          '"${officers[0]}"', '"00000000-0000-4000-8000-' || lpad((pg_temp.pick(n, 1, 8) * 3 + pg_temp.pick(n, 3, 3))::text, 12, '0') || '"')::jsonb
        || CASE WHEN data ? 'registeredAt' THEN jsonb_build_object('registeredAt', pg_temp.iso(registered),
          'kind', ('{request,complaint,suggestion}'::text[])[1 + pg_temp.pick(n, 4, 3)],
          'channel', ('{web,phone,paper,email}'::text[])[1 + pg_temp.pick(n, 5, 4)],
          'deadline', data -> 'deadline' || jsonb_build_object('answerBy', to_char(overdue - interval '1 day', 'YYYY-MM-DD'),
            'dueSoonAt', pg_temp.iso(overdue - interval '6 days'), 'overdueAt', pg_temp.iso(overdue),
            'legal', data -> 'deadline' -> 'legal' || jsonb_build_object('answerBy', to_char(overdue, 'YYYY-MM-DD'),
              'missedAt', pg_temp.iso(overdue + interval '1 day')))) ELSE '{}' END
        || CASE WHEN data ? 'answeredAt'
          THEN jsonb_build_object('answeredAt', pg_temp.iso(registered + pg_temp.pick(n, 6, 35) * interval '1 day')) ELSE '{}' END $$`;

/** Seven years, until now. */
const registeredAt = (petitions: number): string =>
  `date_trunc('day', now()) - (${petitions} - n) * interval '7 years' / ${petitions}`;

/**
 * Writes the events of so many petitions, whose views are built then as those of any other: copies of nine examples that were recorded over
 * HTTP, each with a number, department, category, officer and times of its own. One in ten is to be answered. Answers the last position.
 */
export async function multiplyPetitions(client: pg.Client, ids: readonly string[], petitions: number): Promise<number> {
  const shares = fates.flatMap(([share], fate) => Array.from({ length: share }, () => fate));
  await client.query(copyFunctions);
  await client.query(
    `CREATE TEMP TABLE examples AS
       SELECT array_position($1, stream_id) - 1 AS fate, stream_id, version, type, schema_version, data, metadata,
         first_value(data ->> 'number') OVER (PARTITION BY stream_id ORDER BY version) AS number
       FROM feedback.events WHERE stream_id = ANY ($1)`,
    [ids.map((id) => `petition-${id}`)],
  );
  await client.query(
    `INSERT INTO feedback.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
      SELECT nextval('feedback.global_position_seq'), stream_id, version, gen_random_uuid(), type, schema_version, data, metadata, registered
      FROM (SELECT p.stream_id, e.version, e.type, e.schema_version, e.metadata, p.registered,
          pg_temp.copied(e.data, e.number, p.n, p.registered, p.overdue) AS data
        FROM (SELECT n, 'petition-' || gen_random_uuid() AS stream_id, ($1::int[])[1 + pg_temp.pick(n, 7, 100)] AS fate,
            ${registeredAt(petitions)} AS registered,
            date_trunc('day', now()) + (pg_temp.pick(n, 8, 60) - 20) * interval '1 day' AS overdue
          FROM generate_series(1, ${petitions}) n) p
          JOIN examples e USING (fate)
        ORDER BY p.n, e.version) many`,
    [shares],
  );
  return recordStreams(client);
}
