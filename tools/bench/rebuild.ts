import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, EventRegistry, PostgresEventStore } from '@ecou/event-sourcing';
import { facilitiesContext } from '@ecou/facilities';
import type { Pool } from 'pg';
import { startPlatform, type Deployment } from '../deployment.ts';
import { multiply, recordExample } from './petitions/catch-up.ts';
import { fillFacilities } from './map/facilities.ts';
import { median, rounded, type Line } from './measure.ts';

const facilities = 30_000;
const petitions = 50_000;
const rounds = 3;

/** A view that is built anew, the events that it reads, and the fewest per second that it is to take. */
interface Rebuilt {
  readonly context: string;
  readonly view: string;
  readonly events: number;
  readonly goal: number;
}

const many: Rebuilt = { context: 'facilities', view: 'facility_map', events: facilities, goal: 15_000 };
const few: Rebuilt = { context: 'feedback', view: 'petition_answers', events: petitions, goal: 50_000 };

/** Events per second that views take when they are built anew, from the request to the switch: one with five indexes, one with one. */
export async function benchRebuild(databaseUrl: string): Promise<Line> {
  const pool = createPool(databaseUrl, { max: 4 });
  const key = await recordExample(databaseUrl);
  await multiply(pool, petitions);
  await fillFacilities(databaseUrl, facilities);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key });
  await idle(pool);
  const [map, answers] = [await rebuild(platform, pool, many), await rebuild(platform, pool, few)];
  const reading = await readAll(pool);
  await platform.stop();
  await pool.end();
  return {
    name: 'rebuildEventsPerSecond',
    result: { map, answers },
    measured: `${map} events/s, ${many.view} of ${many.events} events with five indexes; ${answers}/s, ${few.view} of ${few.events} with one`,
    comparedTo: `${reading}/s that the store reads and decodes`,
    goal: `${many.goal} and ${few.goal}`,
    met: map >= many.goal && answers >= few.goal,
  };
}

/** Consumers that look at each event. */
const readers = ['mapper', 'policy:subjects-are-known'];

/** Waits until nothing is left to be mapped, to be noted, or to be built. */
export async function idle(pool: Pool): Promise<void> {
  const left = ['facilities', 'feedback'].map(
    (context) => `SELECT FROM ${context}.checkpoints c, (SELECT max(global_position) AS head FROM ${context}.events) e
      WHERE c.consumer = ANY ($1) AND c.position < head
      UNION ALL SELECT FROM ${context}.views v, (SELECT max(global_position) AS head FROM ${context}.events) e
      WHERE v.state = 'building' OR v.position < head`,
  );
  while ((await pool.query(left.join(' UNION ALL '), [readers])).rowCount) await sleep(250);
}

/** The median of some rebuilds. */
async function rebuild(platform: Deployment, pool: Pool, { view, context, events }: Rebuilt): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    rates.push((events * 1000) / (await rebuildOnce(platform, pool, { context, view })));
  return rounded(median(rates));
}

/** Milliseconds from the request to the switch. */
export async function rebuildOnce(
  { url, key }: Deployment,
  pool: Pool,
  { context, view }: Pick<Rebuilt, 'context' | 'view'>,
): Promise<number> {
  const generation = async () => {
    const { rows } = await pool.query<{ n: number }>(
      `SELECT generation AS n FROM ${context}.views WHERE name = $1 AND state = 'live'`,
      [view],
    );
    return rows[0]?.n;
  };
  const before = await generation();
  const began = performance.now();
  const asked = await fetch(`${url}/${context}/ops/v1/views/${view}/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  if (!asked.ok) throw new Error(`The rebuild was refused: ${asked.status} ${await asked.text()}`);
  while ((await generation()) === before) await sleep(5);
  return performance.now() - began;
}

/** Events per second that a reader gets from the first to the last, in batches as a build does. */
async function readAll(pool: Pool): Promise<number> {
  const registry = new EventRegistry(facilitiesContext.events);
  const store = new PostgresEventStore({ pool, schema: 'facilities', registry, secret: 'bench' });
  const began = performance.now();
  let [read, position] = [0, 0];
  for (;;) {
    const batch = await store.read(position, 2_000);
    if (batch.position === position) break;
    read += batch.events.length;
    ({ position } = batch);
  }
  return rounded((read * 1000) / (performance.now() - began));
}
