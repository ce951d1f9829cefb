import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { encryptPlain, withEnvelopes, type Stored } from '@ecou/event-sourcing';
import { Conversion } from '@ecou/runtime/conversion';
import pg from 'pg';
import { deploymentSecret, startPlatform } from '../../deployment.ts';
import { rounded, type Line } from '../measure.ts';
import { call, defineDirectory, inPlain, petition } from './petitions.ts';

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
  const head = await multiplyEncrypted(databaseUrl, client, petitions);
  const copied = secondsSince(copying);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key });
  const { views, outbox, mostMb } = await progress(client, platform.process('feedback').pid, head);
  await platform.stop();
  await client.end();
  return {
    name: 'catchUp',
    result: { views, outbox, rssMb: mostMb },
    measured: `${2 * petitions} events of ${petitions} petitions: views after ${views} s, outbox after ${outbox} s, at most ${mostMb} MB`,
    comparedTo: `${copied} s in which they were encrypted and written`,
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

/** One petition that was registered and assigned, in plain, by a platform that is stopped then; answers the first administrator's key. */
export async function recordExample(databaseUrl: string): Promise<string> {
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, env: inPlain });
  await defineDirectory(platform);
  const id = await call(platform, 'POST', 'petitions', petition(0));
  await call(platform, 'POST', `petitions/${id}/assign`, { department: 'other' });
  await platform.stop();
  return platform.key;
}

/** Writes the events of the one petition for many others, each with a number and a petitioner of its own, in plain; answers the last position. */
export const multiply = (client: Queryable, petitions: number): Promise<number> =>
  writeCopies(client, petitions, (events) => Promise.resolve(events.map(({ value }) => value)));

/** `multiply`, with values that are encrypted under a key of each petitioner. */
export const multiplyEncrypted = (databaseUrl: string, client: Queryable, petitions: number): Promise<number> =>
  Conversion.with({}, { identityUrl: databaseUrl, secret: deploymentSecret }, ({ encryption }) =>
    writeCopies(client, petitions, (events) => encryptPlain(encryption, events)),
  );

type Queryable = Pick<pg.Client, 'query'>;

/** Petitions that are written in a statement. */
const together = 2_000;

interface Example {
  readonly version: number;
  readonly data: Record<string, unknown>;
}

async function writeCopies(
  client: Queryable,
  petitions: number,
  sealed: (events: readonly Stored[]) => Promise<readonly unknown[]>,
): Promise<number> {
  const { rows: examples } = await client.query<Example>(
    `SELECT version::int, data FROM feedback.events WHERE stream_id LIKE 'petition-%' ORDER BY version`,
  );
  for (let first = 1; first <= petitions; first += together) {
    const numbers = Array.from({ length: Math.min(together, petitions + 1 - first) }, (_, index) => first + index);
    const copies = numbers.flatMap((number) => copiesOf(examples, number));
    const data = await sealed(copies);
    await client.query(
      `INSERT INTO feedback.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
        SELECT nextval('feedback.global_position_seq'), n.stream, e.version, gen_random_uuid(), e.type, e.schema_version, n.data, e.metadata, e.recorded_at
        FROM unnest($1::text[], $2::int[], $3::jsonb[]) WITH ORDINALITY n (stream, version, data, place)
          JOIN (SELECT * FROM feedback.events WHERE stream_id LIKE 'petition-%' ORDER BY global_position LIMIT ${examples.length}) e USING (version)
        ORDER BY n.place`,
      [
        copies.map(({ stream }) => stream),
        copies.map(({ version }) => version),
        data.map((one) => JSON.stringify(one)),
      ],
    );
  }
  return recordStreams(client);
}

/** The events of a petition, as those of another. */
function copiesOf(examples: readonly Example[], number: number): (Stored & { readonly version: number })[] {
  const [stream, subject] = [`petition-${randomUUID()}`, randomUUID()];
  return examples.map(({ version, data }) => {
    const numbered = 'number' in data ? { ...data, number: `S-${number}` } : data;
    return { stream, version, value: withEnvelopes(numbered, (envelope) => ({ ...envelope, subject })) };
  });
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
