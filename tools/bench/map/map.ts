import pg from 'pg';
import { startPlatform, type Deployment } from '../../deployment.ts';
import { fillMap, head } from './many-facilities.ts';
import { rounded, type Line } from '../measure.ts';

const asks = 100;
const goalMs = 20;

/** Numbers that look like chance, and are the same in each run. */
const pick = (index: number, of: number): number => (index * 7919 + 13) % of;

const place = (index: number) => [26 + pick(index, 1_000) / 5_000, 44.3 + pick(index * 3, 1_000) / 5_000] as const;

function box(index: number, side: number): string {
  const [west, south] = place(index);
  return [west, south, west + side, south + side].map((edge) => edge.toFixed(5)).join(',');
}

const near = (index: number): string => place(index).join(',');
const moment = (index: number): number => 1 + pick(index, head - 1);

/** What people search: common words and rare ones, two together, misspelled, in descriptions. */
const searches = ['biblioteca', 'scoala tepes', 'Piața', 'tineretului', '4711', 'ghiseu berceni', 'nimic', 'bibloteca'];
const typed = [
  'b',
  'bi',
  'bib',
  'biblioteca m',
  'tepes',
  'Șco',
  'parcare prog',
  '99',
  'gara',
  'berceny',
  'piata giurgiului 1',
];

const items = 'ogc/collections/facilities/items';

/** A path for each question, by its number. */
const questions: Readonly<Record<string, (index: number) => string>> = {
  box: (index) => `facilities?bbox=${box(index, 0.01)}`,
  nearest: (index) => `facilities?near=${near(index)}`,
  'nearest of a kind': (index) => `facilities?near=${near(index)}&kind=wifi`,
  search: (index) => `facilities?q=${encodeURIComponent(searches[index % searches.length] ?? '')}`,
  suggest: (index) => `suggestions?q=${encodeURIComponent(typed[index % typed.length] ?? '')}`,
  'box asOf': (index) => `facilities?bbox=${box(index, 0.01)}&asOf=${moment(index)}`,
  'nearest asOf': (index) => `facilities?near=${near(index)}&asOf=${moment(index)}`,
  'search asOf': (index) => `facilities?q=${encodeURIComponent(searches[index % 7] ?? '')}&asOf=${moment(index)}`,
  'items, all': (index) => `${items}?limit=100&cursor=${cursor(index)}`,
  'items in a small box': (index) => `${items}?limit=100&bbox=${box(index, 0.01)}`,
  'items in a large box': (index) => `${items}?limit=100&bbox=${box(0, 0.05 + index / 2_000)}`,
  'items of a kind': (index) => `${items}?limit=100&kind=wifi&cursor=${cursor(index)}`,
  'clusters, streets': (index) => `clusters?zoom=16&bbox=${box(index, 0.01)}`,
  'clusters, a quarter': (index) => `clusters?zoom=13&bbox=${box(index, 0.05)}`,
  'clusters, the city': () => 'clusters?zoom=11&bbox=25.9,44.2,26.4,44.6',
};

const cursor = (index: number): string =>
  Buffer.from(
    JSON.stringify([`${pick(index, 256).toString(16).padStart(2, '0')}000000-0000-4000-8000-000000000000`]),
  ).toString('base64url');

async function ask({ url }: Deployment, path: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${url}/facilities/v1/${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return performance.now() - began;
}

async function measured(ecou: Deployment, name: string, path: (index: number) => string, bare: number): Promise<Line> {
  const times: number[] = [];
  for (let index = 0; index < 20; index += 1) await ask(ecou, path(1_000 + index));
  for (let index = 0; index < asks; index += 1) times.push(await ask(ecou, path(index)));
  times.sort((one, other) => one - other);
  const at = (share: number): number => rounded(times[Math.ceil(asks * share) - 1] ?? NaN, 1);
  const [p50, p95] = [at(0.5), at(0.95)];
  return {
    name: `map: ${name}`,
    result: { p50, p95, comparedTo: bare },
    measured: `p50 ${p50} p95 ${p95} ms`,
    comparedTo: `${bare} ms (p95) for one facility by its id`,
    goal: `p95 <= ${goalMs} ms`,
    met: p95 <= goalMs,
  };
}

/** The whole map as a file: when it is made, and when it is kept. */
async function benchFile(ecou: Deployment): Promise<Line> {
  const made = rounded(await ask(ecou, 'facilities.geojson'));
  const kept = rounded(await ask(ecou, 'facilities.geojson'));
  return {
    name: 'map: GeoJSON',
    result: { made, kept },
    measured: `${made} ms for the whole map as a file that is made, ${kept} ms for one that is kept`,
    comparedTo: 'each other',
  };
}

/** 100,000 facilities with a million changes, over HTTP, one question after the other. */
export async function* benchMap(databaseUrl: string): AsyncGenerator<Line> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const platform = await startPlatform({ databaseUrl: () => databaseUrl });
  try {
    const id = await fillMap(platform, client);
    const bare = await measured(platform, 'one', () => `facilities/${id}`, NaN);
    const { p95 } = bare.result as { readonly p95: number };
    for (const [name, path] of Object.entries(questions)) yield await measured(platform, name, path, p95);
    yield await benchFile(platform);
  } finally {
    await platform.stop();
    await client.end();
  }
}
