import { indexDdl, relationOf, searchText, snakeCase, tableDdl, type RecordedEvent } from '@ecou/event-sourcing';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { encodeCursor, type ReadModels } from '@ecou/runtime';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { FacilityEvent } from '../facility/facility.events.js';
import { events, library } from '../facility/facility.samples.js';
import { facilitiesQuery } from '../facility/facility.schemas.js';
import { featuresSql } from '../ogc/features-sql.js';
import { itemsQuery } from '../ogc/ogc.schemas.js';
import { listSteps, SearchReader } from '../search/search.reader.js';
import { searchSql } from '../search/search-sql.js';
import { facilitiesSql } from './facilities-sql.js';
import { facilityHistory, type FacilityHistoryRow } from './facility-history.view.js';
import { metresBetween } from './globe.js';

const facilities = 2_000;
const rounds = 6;
const table = 'history_of_many';
const words = ['Bibliotecă', 'Școală', 'Piață', 'Parcare', 'Ghișeu'];

/** All over the globe, evenly enough; each move leads somewhere else. */
const placeOf = (index: number, move: number): [number, number] => [
  ((index * 7919 + move * 1013) % 36_000) / 100 - 180,
  ((index * 104_729 + move * 577) % 18_000) / 100 - 90,
];

const detailsOf = (index: number, move: number) => ({
  ...library,
  kind: index % 50 === move ? ('wifi' as const) : ('library' as const),
  name: { ro: `${words[(index + move) % words.length]} ${index}` },
  position: placeOf(index, move),
});

/** The fact of a round: added in the first, then moved, verified, suspended, resumed, moved; a tenth of them are retired in the end. */
function factOf(index: number, round: number): Pick<FacilityEvent, 'type' | 'data'> {
  if (round === 0) return { type: 'FacilityAdded', data: { ...detailsOf(index, 0), status: 'open' } };
  if (round === 5 && index % 10 === 0) return { type: 'FacilityRetired', data: events.FacilityRetired };
  const types = [
    'FacilityChanged',
    'FacilityVerified',
    'FacilitySuspended',
    'FacilityResumed',
    'FacilityChanged',
  ] as const;
  const type = types[round - 1]!;
  return { type, data: type === 'FacilityChanged' ? detailsOf(index, round) : events[type] };
}

let database: TestDatabase;
const ids = Array.from({ length: facilities }, () => randomUUID());
const rows = new Map<string, FacilityHistoryRow>();

/** Folds every fact, in rounds over all facilities. */
function fold(): void {
  for (let round = 0; round < rounds; round += 1)
    for (const [index, id] of ids.entries()) {
      const position = round * facilities + index + 1;
      const event = {
        position,
        stream: `facility-${id}`,
        version: round + 1,
        id: randomUUID(),
        ...factOf(index, round),
        metadata: { actor: 'key:1', correlationId: 'correlation', causationId: 'cause' },
        recordedAt: new Date(Date.UTC(2026, 0, 1) + position * 60_000).toISOString(),
      } as RecordedEvent;
      for (const key of facilityHistory.keys(event)) {
        const row = facilityHistory.evolve(rows.get(key), event, key, (other) => rows.get(other));
        if (row) rows.set(key, row);
      }
    }
}

beforeAll(async () => {
  database = await testDatabase('facilities');
  fold();
  await database.pool.query('CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public');
  await database.pool.query(tableDdl(facilityHistory, 'public', table));
  const named = [...rows.values()].map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), value as unknown])),
  );
  for (let first = 0; first < named.length; first += 2_000)
    await database.pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(named.slice(first, first + 2_000)),
    ]);
  for (const index of indexDdl(facilityHistory, 'public', table)) await database.pool.query(index);
  await database.pool.query(`CREATE VIEW ${relationOf(facilityHistory)} AS SELECT * FROM ${table}`);
  await database.pool.query(`ANALYZE ${table}`);
});
afterAll(() => database.drop());

/** The rows that held at a position, by a look at every one. */
const heldAt = (position: number): FacilityHistoryRow[] =>
  [...rows.values()].filter(
    ({ fromPosition, untilPosition }) =>
      fromPosition <= position && (untilPosition === null || untilPosition > position),
  );

const shownAt = (position: number) => heldAt(position).filter(({ status }) => status !== 'retired');

const query = (criteria: object, position: number) => facilitiesSql(facilitiesQuery.parse(criteria), position);

async function find(criteria: object, position: number) {
  const { sql, parameters } = query(criteria, position);
  return (await database.pool.query<FacilityHistoryRow & { rank: number }>(sql, [...parameters])).rows;
}

/** The ids of all pages, asked one after the other. */
async function pages(criteria: object, position: number, limit: number, most = Infinity) {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await find({ ...criteria, limit, cursor }, position);
    const shown = page.slice(0, limit);
    found.push(...shown.map(({ id }) => id));
    cursor = page.length > limit ? encodeCursor([shown.at(-1)!.rank, shown.at(-1)!.id]) : undefined;
  } while (cursor && found.length < most);
  return found;
}

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();

/** A place in each round, its first and its last moment. */
const moments = [1, 700, facilities, facilities + 1, 3_333, 5_000, 8_191, 9_999, 11_001, facilities * rounds];

describe('the map on any day', () => {
  it('holds one row of each facility at each moment, in one unbroken line', () => {
    for (const position of moments)
      expect(new Set(heldAt(position).map(({ id }) => id)).size).toBe(Math.min(position, facilities));
    for (const position of moments) expect(heldAt(position)).toHaveLength(Math.min(position, facilities));
    const [first] = ids;
    const line = [...rows.values()].filter(({ id }) => id === first).sort((a, b) => a.fromPosition - b.fromPosition);
    expect(line.map(({ fromPosition, untilPosition }) => [fromPosition, untilPosition])).toEqual(
      Array.from({ length: rounds }, (_, round) => [
        round * facilities + 1,
        round === rounds - 1 ? null : (round + 1) * facilities + 1,
      ]),
    );
    expect(line.map(({ fact, fields }) => [fact, fields])).toEqual([
      ['FacilityAdded', []],
      ['FacilityChanged', ['kind', 'name', 'position']],
      ['FacilityVerified', []],
      ['FacilitySuspended', []],
      ['FacilityResumed', []],
      ['FacilityRetired', []],
    ]);
  });

  it.each([
    ['a box', { bbox: '20,40,22,42' }, /point_int8range_idx\b/],
    ['a box across the antimeridian', { bbox: '179.5,-1,-179.5,1' }, /point_int8range_idx\b/],
    ['the nearest', { near: '26.1,44.4', limit: 10 }, /point_int8range_idx1\b/],
    ['the nearest of a kind', { near: '26.1,44.4', kind: 'library', limit: 10 }, /point_int8range_idx1\b/],
    ['a text near a place', { q: 'scoala 1234', near: '26.1,44.4' }, /search_idx/],
    ['a kind', { kind: 'wifi', limit: 5 }, /kind_sort_name_id_idx|int8range/],
    ['no criterion', { limit: 5 }, /sort_name_id_idx|int8range/],
  ])('finds %s by an index', async (_name, criteria, index) => {
    const { sql, parameters } = query(criteria, 5_000);
    const { rows: lines } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
    const explained = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(explained).toMatch(index);
    expect(explained).not.toContain('Seq Scan');
  });

  it.each(moments)('finds the same at position %d as a look at every row', async (position) => {
    const all = shownAt(position);
    const [west, south, east, north] = [0, 30, 40, 60];
    const isIn = ({ lon, lat }: FacilityHistoryRow) => lon! >= west && lon! <= east && lat! >= south && lat! <= north;
    expect([...(await pages({ bbox: '0,30,40,60' }, position, 200))].sort()).toEqual(idsOf(all.filter(isIn)));
    expect([...(await pages({ bbox: '170,-50,-170,50' }, position, 200))].sort()).toEqual(
      idsOf(all.filter(({ lon, lat }) => (lon! >= 170 || lon! <= -170) && Math.abs(lat!) <= 50)),
    );
    expect(await pages({ kind: 'wifi' }, position, 7)).toEqual(
      all
        .filter(({ kind }) => kind === 'wifi')
        .sort((a, b) => (a.sortName === b.sortName ? (a.id < b.id ? -1 : 1) : a.sortName < b.sortName ? -1 : 1))
        .map(({ id }) => id),
    );
    expect([...(await pages({ q: 'ȘCOALĂ 17' }, position, 50))].sort()).toEqual(
      idsOf(all.filter(({ search }) => search.includes('scoala') && search.includes('17'))),
    );
    expect([...(await pages({ status: 'retired' }, position, 50))].sort()).toEqual(
      idsOf(heldAt(position).filter(({ status }) => status === 'retired')),
    );
  });

  it.each(moments)('searches at position %d in names, then in texts, as a look at every row does', async (position) => {
    const search = new SearchReader({
      query: async (sql: string, parameters: readonly unknown[]) =>
        (await database.pool.query(sql, [...parameters])).rows,
    } as unknown as ReadModels);
    for (const q of ['ȘCOALĂ', 'bibliotecă 1', 'eca 17', 'nimic']) {
      const words = searchText(q).split(' ');
      const holds = (text: string) => words.every((word) => text.includes(word));
      const stepOf = (row: FacilityHistoryRow) => {
        if (row.sortName.startsWith(searchText(q))) return 0;
        return holds(row.names) ? 1 : 2;
      };
      const expected = shownAt(position)
        .filter((row) => holds(row.search))
        .map((row) => ({ step: stepOf(row), name: row.sortName, id: row.id }))
        .sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search.page({ q, limit: 97, cursor }, listSteps, position);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(expected.map(({ id }) => id));
    }
  });

  it('looks for names among the facts that gave them', async () => {
    for (const [step, q] of [
      ['beginning', 'scoala 17'],
      ['name', 'eca 1717'],
    ] as const) {
      const { sql, parameters } = searchSql({ q }, { step, after: undefined, limit: 51 }, 9_999);
      const { rows: lines } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
      const explained = lines.map((line) => line['QUERY PLAN']).join('\n');
      expect(explained).toMatch(/history_of_many_(sort_name_id_names_from_position|names)_idx/);
      expect(explained).not.toContain('Seq Scan');
    }
  });

  it.each([
    ['a city', [26.1, 44.4]],
    ['the antimeridian', [179.99, -60]],
    ['the north pole', [0, 90]],
    ['near the south pole', [-120, -89.99]],
  ] as const)('puts the nearest first at %s, at each moment', async (_name, near) => {
    for (const position of moments) {
      const expected = shownAt(position)
        .map(({ id, lon, lat }) => ({ id, metres: metresBetween([...near], [lon!, lat!]) }))
        .sort((a, b) => (Math.abs(a.metres - b.metres) > 1e-5 ? a.metres - b.metres : a.id < b.id ? -1 : 1));
      const found = await pages({ near: near.join(',') }, position, 20, 60);
      expect(found.slice(0, 60)).toEqual(expected.slice(0, 60).map(({ id }) => id));
    }
  });

  it('counts and pages features at each moment', async () => {
    for (const position of moments) {
      const { sql, parameters } = featuresSql(itemsQuery.parse({ limit: 100, bbox: '0,0,90,90' }), position);
      const { rows: found } = await database.pool.query<{ matched: number; id: string | null }>(sql, [...parameters]);
      const expected = idsOf(
        shownAt(position).filter(({ lon, lat }) => lon! >= 0 && lon! <= 90 && lat! >= 0 && lat! <= 90),
      );
      expect(found[0]?.matched).toBe(expected.length);
      expect(found.flatMap(({ id }) => id ?? []).slice(0, 100)).toEqual(expected.slice(0, 100));
    }
  });
});
