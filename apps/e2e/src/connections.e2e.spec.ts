import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { analyticsContext } from '@ecou/analytics';
import { createPool } from '@ecou/event-sourcing';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@ecou/platform/embedded-postgres';
import { startProcess, type ContextDefinition, type RunningProcess } from '@ecou/runtime';
import { TestApi } from '@ecou/runtime/testing';

const minute = 60_000;
const contexts: readonly ContextDefinition[] = [
  eventsContext,
  feedbackContext,
  facilitiesContext,
  notificationsContext,
];
/** As PostgreSQL has it by default. */
const usual = 100;
/** As the guide tells who runs everything twice. */
const raised = 200;
const forSuperusers = 3;
/** For whoever operates it: backups, migrations, a look at the tables. */
const spare = 9;

let dir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ecou-connections-'));
  const settings = { max_connections: String(raised), fsync: 'off' };
  postgres = await startEmbeddedPostgres({ dir, databases: ['services', 'platform'], settings });
});

afterAll(async () => {
  await postgres.stop();
  await rm(dir, { recursive: true, force: true });
});

const start = (served: readonly ContextDefinition[], database: string): Promise<RunningProcess> =>
  startProcess({
    contexts: served,
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: postgres.url(database),
      ECOU_SECRET: 'a secret of tests only, long enough',
      ECOU_DATA_DIR: dir,
      LOG_LEVEL: 'fatal',
    },
  });

/** A list of each context. */
const lists: Readonly<Record<string, string>> = {
  events: '/events/v1/programmes',
  feedback: '/feedback/v1/questionnaires',
  facilities: '/facilities/v1/facilities',
  notifications: '/notifications/v1/messages',
  integrations: '/integrations/v1/messages',
  analytics: '/analytics/ops/v1/parked',
  identity: '/identity/ops/v1/parked',
};
const facility = { kind: 'wifi', name: { ro: 'Sintetică' }, position: [26.1, 44.4] };
/** More than any pool has. */
const callers = 8;

/** Asks for everything at once, of every process; answers the statuses. Whoever waits too long for a connection is told to come again. */
async function rush(processes: readonly RunningProcess[]): Promise<number[]> {
  const asked = processes.flatMap(({ url, keys, contexts: served }) => {
    const staff = new TestApi(url, keys.makeEphemeral());
    const stranger = () => new TestApi(url, `ecou_${randomBytes(32).toString('base64url')}`);
    return [...served.keys()].flatMap((name) => {
      const list = lists[name] ?? '';
      return Array.from({ length: callers }, () => [
        staff.get(list),
        stranger().get(list),
        ...(name === 'facilities' ? [staff.post(list, facility)] : []),
      ]).flat();
    });
  });
  return (await Promise.all(asked)).map(({ status }) => status);
}

/** The sessions of each context, and of all. */
const sessions = {
  text: `SELECT coalesce(substring(application_name FROM '^ecou (\\w+)'), 'all') AS name, count(*)::int AS count
         FROM pg_stat_activity WHERE application_name LIKE 'ecou %' AND application_name <> 'ecou owner'
         GROUP BY GROUPING SETS ((substring(application_name FROM '^ecou (\\w+)')), ())`,
  query_timeout: minute,
};

/** The most sessions that clients have had at a time: of each context, and of all. */
async function countedWhile(work: () => Promise<void>): Promise<ReadonlyMap<string, number>> {
  const most = new Map<string, number>();
  const pool = createPool(postgres.url('postgres'), { max: 1, applicationName: 'count' });
  const ended = new AbortController();
  const counting = (async () => {
    while (!ended.signal.aborted) {
      const { rows } = await pool.query<{ name: string; count: number }>(sessions);
      for (const { name, count } of rows) most.set(name, Math.max(count, most.get(name) ?? 0));
      await sleep(20);
    }
  })();
  await work().finally(() => ended.abort());
  await counting;
  await pool.end();
  return most;
}

describe('the connections of PostgreSQL', () => {
  const processes: RunningProcess[] = [];

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((one) => one.stop()));
  });

  const all = [...contexts, integrationsContext, analyticsContext, identityContext];

  it.each([
    ['four services and a second replica of each', contexts.map((one) => [one]), 2, 'services', usual],
    ['the platform', [all], 1, 'platform', usual],
    ['the platform and a second replica of it', [all], 2, 'platform', raised],
  ])('are enough for %s, under load too', async (_, kinds, replicas, database, connections) => {
    const most = await countedWhile(async () => {
      for (let replica = 0; replica < replicas; replica += 1)
        for (const kind of kinds) processes.push(await start(kind, database));
      const statuses = new Set<number>();
      for (let round = 0; round < 3; round += 1) for (const status of await rush(processes)) statuses.add(status);
      for (const status of [200, 201, 401]) expect(statuses).toContain(status);
      expect([...statuses].filter((status) => ![200, 201, 401, 503].includes(status))).toEqual([]);
    });
    expect(most.get('all')).toBeLessThanOrEqual(connections - forSuperusers - spare);
    // It is the load that is counted.
    for (const { name } of contexts) expect(most.get(name)).toBeGreaterThan(5 * replicas);
    const log = await readFile(join(postgres.dataDir, 'postgres.log'), 'utf8');
    expect(log).not.toMatch(/too many clients|connection slots/);
  });
});
