import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@ecou/platform/embedded-postgres';
import { until } from '@ecou/event-sourcing/testing';
import { startPlatform, type Deployment } from './deployment.js';

const minute = 60_000;
const facilities = '/facilities/v1/facilities';
const writers = 8;

/** The answers to a writer, by status; 0 where there was none. */
interface Load {
  readonly acknowledged: string[];
  readonly statuses: Map<number, number>;
}

describe('the platform under load', () => {
  let dir: string;
  let postgres: EmbeddedPostgres;
  let ecou: Deployment;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-e2e-postgres-'));
    postgres = await startEmbeddedPostgres({ dir, databases: [] });
    ecou = await startPlatform({ postgresUrl: postgres.url('postgres') });
  });

  afterAll(async () => {
    expect(await ecou.stop()).toEqual([0]);
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('loses nothing that it acknowledged when PostgreSQL is cut off and started again, and goes on by itself', async () => {
    const { pid } = ecou.process('events');
    const load = await under(async () => {
      await postgres.kill();
      await sleep(1_500);
      await postgres.start();
    });
    // The same process: it told its callers to come again, and served on.
    expect(ecou.process('events').pid).toBe(pid);
    expect(load.statuses.get(503)).toBeGreaterThan(0);
    expect([...load.statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
    await allStand(load);
    await until(
      async () => (await ecou.visitor.get('/health/ready')).status === 200,
      'the platform to be ready again',
      minute,
    );
  });

  it('loses nothing that it acknowledged when it is killed and started again', async () => {
    const load = await under(() => ecou.process('events').restart());
    expect([...load.statuses.keys()].filter((status) => ![0, 201, 503].includes(status))).toEqual([]);
    await allStand(load);
  });

  /** Writes from many sides for a while, with something that happens in the middle. */
  async function under(happening: () => Promise<void>): Promise<Load> {
    const load: Load = { acknowledged: [], statuses: new Map() };
    let goesOn = true;
    const writing = Array.from({ length: writers }, async () => {
      while (goesOn) {
        const status = await add(randomUUID(), load);
        load.statuses.set(status, (load.statuses.get(status) ?? 0) + 1);
        if (status !== 201) await sleep(20);
      }
    });
    // There is load before, and after.
    const more = (than: number) =>
      until(() => load.acknowledged.length - than > 50, 'writers to be acknowledged', minute);
    try {
      await more(0);
      await sleep(2_000);
      await happening();
      await more(load.acknowledged.length);
      await sleep(2_000);
    } finally {
      goesOn = false;
      await Promise.all(writing);
    }
    return load;
  }

  async function add(id: string, load: Load): Promise<number> {
    const facility = { id, kind: 'wifi', name: { ro: `Sintetică ${id}` }, position: [26.1, 44.4] };
    const answer = await ecou.api.post(facilities, facility).catch(() => undefined);
    if (answer?.status === 201) load.acknowledged.push(id);
    return answer?.status ?? 0;
  }

  async function allStand({ acknowledged }: Load): Promise<void> {
    const missing = [];
    for (const id of acknowledged) if ((await ecou.visitor.get(`${facilities}/${id}`)).status !== 200) missing.push(id);
    expect(missing).toEqual([]);
    const { pool } = ecou.database('facilities');
    const inView = async () => {
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM facilities.facility_map WHERE id = ANY ($1::text[])',
        [acknowledged],
      );
      return rows.length === acknowledged.length ? true : undefined;
    };
    await until(inView, 'all to be in the view', minute);
  }
});
