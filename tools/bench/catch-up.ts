import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPlatform } from '../deployment.ts';
import { rounded, type Line } from './measure.ts';
import { call, defineDirectory, petition } from './petitions.ts';

/** Petitions that are put behind a stopped platform, two events each; fewer for a trial. */
const petitions = Number(process.env['ECOU_BENCH_PETITIONS'] ?? 500_000);

/**
 * A platform that finds a million events which nobody has read: seconds from its first answer until every view of the register, and the outbox,
 * have come to the last one, and the most memory that it took meanwhile.
 */
export async function benchCatchUp(databaseUrl: string): Promise<Line> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const key = await recordExample(databaseUrl);
  const copying = performance.now();
  const head = await multiply(client, petitions);
  const copied = secondsSince(copying);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key });
  const { views, outbox, mostMb } = await progress(client, platform.process('feedback').pid, head);
  await platform.stop();
  await client.end();
  return {
    name: 'catchUp',
    result: { views, outbox, rssMb: mostMb },
    measured: `${2 * petitions} events of ${petitions} petitions: views after ${views} s, outbox after ${outbox} s, at most ${mostMb} MB`,
    comparedTo: `${copied} s in which the database itself wrote them`,
    goal: 'views 90 s, outbox 120 s, 450 MB',
    met: views <= 90 && outbox <= 120 && mostMb <= 450,
  };
}

/** Waits until views and outbox have come to a position; answers after how many seconds, and the most memory of the process in MB. */
async function progress(client: pg.Client, pid: number | undefined, head: number) {
  const began = performance.now();
  let mostMb = 0;
  const done = new Map<string, number>();
  while (done.size < 2) {
    mostMb = Math.max(mostMb, memoryOf(pid));
    const { rows } = await client.query<{ what: string }>(
      `SELECT 'views' AS what FROM feedback.views WHERE state = 'live' HAVING min(position) >= $1
       UNION ALL SELECT 'outbox' FROM feedback.checkpoints WHERE consumer = 'mapper' AND position >= $1`,
      [head],
    );
    for (const { what } of rows) if (!done.has(what)) done.set(what, secondsSince(began));
    await sleep(250);
  }
  return { views: done.get('views') ?? NaN, outbox: done.get('outbox') ?? NaN, mostMb };
}

const secondsSince = (began: number): number => rounded((performance.now() - began) / 1000, 1);

/** Resident memory of a process in MB. */
export const memoryOf = (pid: number | undefined): number =>
  rounded(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000);

/** One petition that was registered and assigned, by a platform that is stopped then; answers the first administrator's key. */
export async function recordExample(databaseUrl: string): Promise<string> {
  const platform = await startPlatform({ databaseUrl: () => databaseUrl });
  await defineDirectory(platform);
  const id = await call(platform, 'POST', 'petitions', petition(0));
  await call(platform, 'POST', `petitions/${id}/assign`, { department: 'other' });
  await platform.stop();
  return platform.key;
}

/** Writes the events of the one petition for many others, each with a number of its own; answers the last position. */
export async function multiply(client: Pick<pg.Client, 'query'>, petitions: number): Promise<number> {
  await client.query(
    `INSERT INTO feedback.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
      SELECT nextval('feedback.global_position_seq'), stream_id, version, gen_random_uuid(), type, schema_version, data, metadata, recorded_at
      FROM (SELECT 'petition-' || p.id AS stream_id, e.version, e.type, e.schema_version, e.metadata, e.recorded_at,
          CASE WHEN e.data ? 'number' THEN jsonb_set(e.data, '{number}', to_jsonb('S-' || p.index)) ELSE e.data END AS data
        FROM (SELECT index, gen_random_uuid() AS id FROM generate_series(1, ${petitions}) index) p
          CROSS JOIN (SELECT * FROM feedback.events WHERE stream_id LIKE 'petition-%') e
        ORDER BY p.index, e.version) many`,
  );
  return recordStreams(client);
}

/** Records the streams of petitions whose events were written by hand; answers the last position. */
export async function recordStreams(client: Pick<pg.Client, 'query'>): Promise<number> {
  await client.query(
    `INSERT INTO feedback.streams (stream_id, category, version, first_position)
      SELECT stream_id, 'petition', max(version), min(global_position) FROM feedback.events WHERE stream_id LIKE 'petition-%' GROUP BY 1
      ON CONFLICT DO NOTHING`,
  );
  const { rows } = await client.query<{ head: number }>(
    'SELECT max(global_position)::float8 AS head FROM feedback.events',
  );
  return rows[0]?.head ?? 0;
}
