import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Deployment } from '../../deployment.ts';
import { memoryOf } from '../petitions/catch-up.ts';
import { rounded, type Line } from '../measure.ts';

/** Rows of the dataset; fewer for a trial. */
const rows = Number(process.env['ECOU_BENCH_ROWS'] ?? 1_000_000);

interface Exported {
  readonly perSecond: number;
  /** Memory before, and the most. */
  readonly beforeMb: number;
  readonly mostMb: number;
}

/** A dataset of a million rows in each form: rows/s until the last byte has come, and the most memory of the process that writes them. */
export async function benchExport(services: Deployment, databaseUrl: string): Promise<readonly Line[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await fillStar(client);
    const lines: Line[] = [];
    for (const format of ['csv', 'ndjson', 'json', 'parquet']) {
      // Before and after, since other work on the machine comes and goes.
      const before = await copyAll(client);
      const exported = await exportAs(format, services);
      const copied = (before + (await copyAll(client))) / 2;
      const ratio = rounded(exported.perSecond / copied, 2);
      lines.push({
        name: `export ${format}`,
        result: { rowsPerSecond: rounded(exported.perSecond), toCopy: ratio, rssMb: exported.mostMb },
        measured: `${rounded(exported.perSecond)} rows/s, ${ratio} of COPY, at most ${exported.mostMb} MB (${exported.beforeMb} before)`,
        comparedTo: `${rounded(copied)} rows/s by COPY ... TO STDOUT`,
        goal: '.3 of COPY, under 300 MB',
        met: ratio >= 0.3 && exported.mostMb < 300,
      });
    }
    return lines;
  } finally {
    await client.end();
  }
}

/** Attendance of many sessions, each told by one message. */
async function fillStar(client: pg.Client): Promise<void> {
  const star = await liveStar(client);
  await client.query(
    `INSERT INTO analytics.star_participation_${star}
       (civic_event_id, from_position, from_place, known_from, known_to, to_position, held_from, held_to,
        category, people, reported_people, is_reconciled, is_corrected)
     SELECT gen_random_uuid(), 0, 1, timestamptz '2027-01-01' + n * interval '17 s', 'infinity', 9223372036854775807,
            timestamptz '2027-01-01' + n * interval '17 s', 'infinity',
            (ARRAY['student', 'senior', 'resident', NULL])[n % 4 + 1], n % 90, n % 90, n % 3 = 0, n % 7 = 0
     FROM generate_series(1, ${rows}) n`,
  );
  await client.query(`VACUUM ANALYZE analytics.star_participation_${star}`);
}

async function liveStar(client: pg.Client): Promise<string> {
  for (;;) {
    const { rows: found } = await client.query<{ star: string }>(
      `SELECT star FROM analytics.stars WHERE state = 'live'`,
    );
    if (found[0]) return found[0].star;
    await sleep(100);
  }
}

/** By a process that did nothing before: what another form left behind is none of this one's. */
async function exportAs(format: string, services: Deployment): Promise<Exported> {
  const service = services.process('analytics');
  await service.stop();
  await service.start();
  const { pid } = service;
  const beforeMb = memoryOf(pid);
  let mostMb = beforeMb;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, memoryOf(pid));
  }, 50);
  const began = performance.now();
  try {
    const response = await fetch(`${services.at('analytics')}/analytics/v1/datasets/participation?format=${format}`);
    if (response.status !== 200) throw new Error(await response.text());
    for await (const bytes of response.body ?? []) bytes satisfies unknown;
  } finally {
    clearInterval(watch);
  }
  return { perSecond: (rows * 1_000) / (performance.now() - began), beforeMb, mostMb };
}

/** The same rows in the same order; answers rows/s. */
async function copyAll(client: pg.Client): Promise<number> {
  const began = performance.now();
  const copy = copyTo(
    'COPY (SELECT * FROM analytics.participation ORDER BY civic_event_id, happened_at, recorded_at) TO STDOUT WITH (FORMAT csv, HEADER)',
  );
  for await (const bytes of client.query(copy)) bytes satisfies unknown;
  return (rows * 1_000) / (performance.now() - began);
}
