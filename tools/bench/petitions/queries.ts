import pg from 'pg';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { categories, departments, multiplyPetitions, officers, recordExamples } from './many-petitions.ts';
import { inPlain } from './petitions.ts';
import { rounded, type Line } from '../measure.ts';
import { until } from '../../processes.ts';
import { rested } from '../rested.ts';

const petitions = 500_000;
/** Requests of each kind, after two that are not counted. */
const asks = 20;

const statuses = [
  'registered',
  'assigned',
  'in-progress',
  'information-requested',
  'joined',
  'answered',
  'declined',
  'forwarded',
  'closed',
];
const dayFromNow = (days: number): string =>
  new Date(performance.timeOrigin + days * 86_400_000).toISOString().slice(0, 10);

/** Each filter of the list by itself, with values that many petitions have, few, and none. */
const filters: readonly string[] = [
  'number=S-250000',
  'number=S-0',
  ...statuses.map((status) => `status=${status}`),
  ...['request', 'complaint', 'suggestion', 'notice'].map((kind) => `kind=${kind}`),
  ...[categories[3], 'nothing'].map((category) => `category=${category}`),
  ...[departments[1], 'nothing'].map((department) => `department=${department}`),
  ...[officers[4], '00000000-0000-4000-8000-000000000999'].map((officer) => `officer=${officer}`),
  ...['none', 'due', 'due-soon', 'overdue', 'met', 'missed'].map((state) => `deadline=${state}`),
  ...[-60, -15, 0, 60].map((days) => `due=${dayFromNow(days)}`),
  'overdue=true',
  'overdue=false',
];

/** Filters that are asked for together; the last two are met by none, and each of them by many. */
const together: readonly string[] = [
  ...['registered', 'in-progress', 'joined'].map((status) => `department=${departments[1]}&status=${status}`),
  `department=${departments[1]}&kind=notice`,
  `department=${departments[1]}&due=${dayFromNow(0)}`,
  `officer=${officers[4]}&status=in-progress`,
  `officer=${officers[4]}&due=${dayFromNow(0)}`,
  `category=${categories[3]}&status=in-progress`,
  `department=${departments[1]}&category=${categories[2]}`,
  'status=assigned&deadline=met',
];

const parts = [
  '',
  '?only=unassigned',
  '?only=due-soon',
  '?only=overdue',
  '?only=waiting-for-citizen',
  '?only=callbacks',
];
const queues = [
  'queues',
  ...parts.flatMap((part) => [`queues/${departments[1]}${part}`, `queues/officers/${officers[4]}${part}`]),
];

const asked = (filter: string): string => `petitions?${filter}`;

interface Times {
  readonly path: string;
  readonly p50: number;
  readonly p95: number;
}

async function timesOf({ url, key }: Deployment, path: string): Promise<Times> {
  const times: number[] = [];
  for (let ask = -2; ask < asks; ask += 1) {
    const began = performance.now();
    const response = await fetch(`${url}/feedback/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    if (ask >= 0) times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => rounded(times[Math.ceil(asks * share) - 1] ?? NaN, 1);
  return { path, p50: at(0.5), p95: at(0.95) };
}

const slowest = (all: readonly Times[]): string =>
  all
    .toSorted((one, other) => other.p95 - one.p95)
    .slice(0, 3)
    .map(({ path, p50, p95 }) => `${path}: p50 ${p50} p95 ${p95} ms`)
    .join(', ');

/** Asks each path by itself; answers the p95 of the slowest. */
async function measured(
  ecou: Deployment,
  name: string,
  paths: readonly string[],
  plain: Times,
  goalMs: number,
): Promise<Line> {
  const all: Times[] = [];
  for (const path of paths) all.push(await timesOf(ecou, path));
  const worst = Math.max(...all.map(({ p95 }) => p95));
  return {
    name,
    result: { p95: worst, comparedTo: { p95: plain.p95 }, of: all },
    measured: `p95 ${worst} ms of the slowest of ${all.length} (${slowest(all)})`,
    comparedTo: `the first page of all petitions: p50 ${plain.p50} p95 ${plain.p95} ms`,
    goal: `p95 <= ${goalMs} ms`,
    met: worst <= goalMs,
  };
}

/** Lists and queues of a platform that has many petitions, over HTTP. */
export async function measureQueries(ecou: Deployment): Promise<Line[]> {
  const plain = await timesOf(ecou, 'petitions');
  return [
    await measured(ecou, 'petitionFilters500k', filters.map(asked), plain, 20),
    await measured(ecou, 'petitionFiltersTogether500k', together.map(asked), plain, 50),
    await measured(ecou, 'queues500k', queues, plain, 50),
  ];
}

/**
 * Half a million petitions, whose events are written in SQL while no platform runs, and whose views it builds then. Nobody analyzes a table:
 * they are asked for once the views have been built, and the platform is through with what follows from the events.
 */
export async function benchQueries(databaseUrl: string): Promise<Line[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const first = await startPlatform({ databaseUrl: () => databaseUrl, env: inPlain });
  const examples = await recordExamples(first);
  await first.stop();
  const head = await multiplyPetitions(client, examples, petitions);
  const platform = await startPlatform({ databaseUrl: () => databaseUrl, key: first.key });
  try {
    const built = async () => {
      const { rows } = await client.query<{ behind: boolean }>(
        `SELECT min(position) < $1 AS behind FROM feedback.views WHERE state = 'live'`,
        [head],
      );
      return rows[0]?.behind ? undefined : true;
    };
    await until(built, 3_600_000, 'the views to be built');
    await rested(platform.process('feedback').pid);
    return await measureQueries(platform);
  } finally {
    await platform.stop();
    await client.end();
  }
}
