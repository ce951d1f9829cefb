import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextService } from '../context/context-service.js';

const rebuildMs = 60_000;

async function rowsOf({ pool, name: schema }: ContextService, view: string): Promise<unknown[]> {
  const { rows } = await pool.query<{ row: unknown }>(
    `SELECT to_jsonb(t) AS row FROM ${schema}.${view} t ORDER BY to_jsonb(t)::text COLLATE "C"`,
  );
  return rows.map(({ row }) => row);
}

/** The newest version that is live, which its name shows; older ones may be kept beside it. */
async function generationOf({ pool, name: schema }: ContextService, view: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ live: string }>(
    `SELECT version || '/' || generation AS live FROM ${schema}.views WHERE name = $1 AND state = 'live' ORDER BY version DESC`,
    [view],
  );
  return rows[0]?.live;
}

/**
 * Compares the rows that a view has come to event by event with those that a rebuild makes from nothing; throws an `AssertionError` where
 * they differ. The views must have settled, and nothing may be written meanwhile.
 */
export async function replayEqualsIncremental(service: ContextService, view: string): Promise<void> {
  const [incremental, before] = [await rowsOf(service, view), await generationOf(service, view)];
  await service.views.rebuild(view);
  const until = Date.now() + rebuildMs;
  while ((await generationOf(service, view)) === before) {
    if (Date.now() > until) throw new Error(`The view ${service.name}.${view} was not rebuilt in time.`);
    await sleep(20);
  }
  deepStrictEqual(await rowsOf(service, view), incremental);
}
