import { contextsWithPeople } from '@ecou/contracts';
import { createPool } from '@ecou/event-sourcing';
import { anotherKey } from '@ecou/platform';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import { startPlatform } from '../deployment.ts';
import { until } from '../processes.ts';
import { Client } from '../torture/client.ts';
import { eraseSubjects } from '../torture/erasures/people.ts';
import { perSecond, rounded, type Line } from './measure.ts';
import { multiplyEncrypted, recordExample } from './petitions/catch-up.ts';
import { idle } from './rebuild.ts';

/** People who are erased, each by a request that a second administrator approves; fewer for a trial. */
const people = Number(process.env['ECOU_BENCH_ERASURES'] ?? 10_000);
const atOnce = 8;
const patienceMs = 300_000;

/** Petitioners, each with a petition and a key of their own, who are erased one by one, from the first request until every context has confirmed the last. */
export async function benchErasures(databaseUrl: string): Promise<Line> {
  const key = await recordExample(databaseUrl);
  const pool = createPool(databaseUrl, { max: atOnce });
  await multiplyEncrypted(databaseUrl, pool, people);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key });
  try {
    await idle(pool);
    const client = new Client(platform.url, key);
    const second = new Client(platform.url, await anotherKey(databaseUrl));
    const subjects = await subjectsIn(pool);
    const began = performance.now();
    await pLimit(atOnce).map(subjects, (subject, index) =>
      eraseSubjects(client, second, { ...syntheticPerson(index), ids: [subject] }),
    );
    const ordered = (performance.now() - began) / 1_000;
    await until(async () => (await confirmedIn(pool)) || undefined, patienceMs, 'every context to confirm');
    const done = (performance.now() - began) / 1_000;
    const left = await keysLeft(pool, subjects);
    const bare = await perSecond(atOnce, 3_000, () => destroyOne(pool));
    return {
      name: 'erasures',
      result: { people, orderedSeconds: rounded(ordered), doneSeconds: rounded(done), keysLeft: left },
      measured: `${rounded(people / done, 1)} erasures/s: ${people} people, each by a request of their own that two approve; the last confirmed ${rounded(done - ordered, 1)} s after its order; ${left} keys left`,
      comparedTo: `${rounded(bare)}/s of ${atOnce} connections that destroy a key each in a transaction`,
      goal: '0 keys left',
      met: left === 0,
    };
  } finally {
    await platform.stop();
    await pool.end();
  }
}

const syntheticPerson = (index: number) => ({
  name: `Persoană Sintetică ${index}`,
  contact: `cerere${index}@example.org`,
});

async function subjectsIn(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ subject: string }>('SELECT DISTINCT subject FROM feedback.subjects LIMIT $1', [
    people,
  ]);
  if (rows.length < people) throw new Error(`${rows.length} people are known, and not ${people}.`);
  return rows.map(({ subject }) => subject);
}

async function confirmedIn(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM identity.events WHERE type = 'ErasureConfirmed'`,
  );
  return rows[0]?.count === people * contextsWithPeople.length;
}

async function keysLeft(pool: Pool, subjects: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM identity.subject_keys WHERE subject = ANY ($1::uuid[]) AND wrapped IS NOT NULL',
    [subjects],
  );
  return rows[0]?.count ?? NaN;
}

/** A key of nobody, made and destroyed. */
const destroyOne = (pool: Pool) =>
  pool.query('INSERT INTO identity.subject_keys (subject, destroyed_at) VALUES (gen_random_uuid(), now())');
