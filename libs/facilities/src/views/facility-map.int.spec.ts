import { randomUUID } from 'node:crypto';
import {
  EventRegistry,
  indexDdl,
  Leases,
  PostgresEventStore,
  relationOf,
  snakeCase,
  tableDdl,
  Views,
} from '@ecou/event-sourcing';
import { testDatabase, type TestDatabase, until } from '@ecou/event-sourcing/testing';
import { encodeCursor } from '@ecou/runtime';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { facilityEvents, type FacilityEvent } from '../facility/facility.events.js';
import { events, library, recorded } from '../facility/facility.samples.js';
import { facilitiesQuery } from '../facility/facility.schemas.js';
import { featuresSql } from '../ogc/features-sql.js';
import { itemsQuery } from '../ogc/ogc.schemas.js';
import { FacilitiesExtensions1790000000001 } from '../migrations.js';
import { facilityMap, type FacilityRow } from './facility-map.view.js';
import { facilitiesSql, type Query } from './facilities-sql.js';
import { metresBetween } from './globe.js';

const schema = 'facilities';
let database: TestDatabase;

const migrate = (client: Pick<TestDatabase['pool'], 'query'>) =>
  new FacilitiesExtensions1790000000001().up({ query: (sql: string) => client.query(sql) } as unknown as QueryRunner);

beforeAll(async () => {
  database = await testDatabase(schema);
});
afterAll(() => database.drop());

describe('the extensions of the map', () => {
  it('are made by the owner of a database, who needs no further right, into public; once', async () => {
    const owner = `ecou_owner_${randomUUID().replaceAll('-', '')}`;
    const name = new URL(database.url).pathname.slice(1);
    const client = await database.pool.connect();
    try {
      await client.query(`CREATE ROLE ${owner}`);
      await client.query(`ALTER DATABASE ${name} OWNER TO ${owner}`);
      await client.query(`SET ROLE ${owner}`);
      await migrate(client);
      await migrate(client);
      const { rows } = await client.query(
        `SELECT extname, extnamespace::regnamespace::text AS schema FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`,
      );
      expect(rows).toEqual([
        { extname: 'cube', schema: 'public' },
        { extname: 'pg_trgm', schema: 'public' },
      ]);
    } finally {
      await client.query('RESET ROLE');
      await client.query(`ALTER DATABASE ${name} OWNER TO CURRENT_USER`);
      await client.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`);
      await client.query(`DROP ROLE ${owner}`);
      client.release();
    }
  });
});

describe('the queries of the map', () => {
  const many = 10_000;
  const words = ['Bibliotecă', 'Școală', 'Piață', 'Parcare', 'Ghișeu'];
  const table = 'map_of_many';

  const rowAt = (index: number): FacilityRow => {
    const [event] = recorded(randomUUID(), 'FacilityAdded');
    const added = {
      ...event!,
      data: {
        ...library,
        status: 'open' as const,
        name: { ro: `${words[index % words.length]} ${index}` },
        kind: index % 100 === 0 ? ('wifi' as const) : ('library' as const),
        // All over the globe, evenly enough.
        position: [((index * 7919) % 36_000) / 100 - 180, ((index * 104_729) % 18_000) / 100 - 90],
      },
    };
    return facilityMap.evolve(undefined, added, added.stream) as FacilityRow;
  };

  beforeAll(async () => {
    await database.pool.query('CREATE TABLE public.views (name text, version int, state text, position bigint)');
    await database.pool.query(tableDdl(facilityMap, 'public', table));
    const rows = Array.from({ length: many }, (_, index) =>
      Object.fromEntries(Object.entries(rowAt(index)).map(([name, value]) => [snakeCase(name), value as unknown])),
    );
    await database.pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows),
    ]);
    for (const index of indexDdl(facilityMap, 'public', table)) await database.pool.query(index);
    await database.pool.query(`CREATE VIEW ${relationOf(facilityMap)} AS SELECT * FROM ${table}`);
    await database.pool.query(`VACUUM ANALYZE ${table}`);
  });

  const query = (criteria: object) => facilitiesSql(facilitiesQuery.parse(criteria));

  const find = async (criteria: object) => {
    const { sql, parameters } = query(criteria);
    return (await database.pool.query<FacilityRow & { rank: number }>(sql, [...parameters])).rows;
  };

  const plan = (criteria: object) => planOf(query(criteria));

  const planOf = async ({ sql, parameters }: Query) => {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each([
    ['a box', { bbox: '26.0,44.3,26.2,44.5' }, 'map_of_many_point_idx'],
    ['a box across the antimeridian', { bbox: '179.5,-1,-179.5,1' }, 'map_of_many_point_idx'],
    ['the nearest', { near: '26.1,44.4' }, 'map_of_many_point_idx1'],
    ['the nearest of a kind', { near: '26.1,44.4', kind: 'library' }, 'map_of_many_point_idx1'],
    ['a text near a place', { q: 'scoala 1234', near: '26.1,44.4' }, 'map_of_many_search_idx'],
    ['a kind', { kind: 'wifi' }, 'map_of_many_kind_sort_name_id_idx'],
    ['no criterion', {}, 'map_of_many_sort_name_id_names_status_kind_idx'],
  ])('find %s by its index', async (_name, criteria, index) => {
    const explained = await plan(criteria);
    expect(explained).toContain(index);
    expect(explained).not.toContain('Seq Scan');
  });

  it.each([
    ['a box', { bbox: '26.0,44.3,26.2,44.5' }, ['Index Only Scan using map_of_many_lon_lat_status_kind_id_idx']],
    [
      'a large box',
      { bbox: '-180,-90,90,90' },
      ['Index Only Scan using map_of_many_lon_lat_status_kind_id_idx', 'map_of_many_pkey'],
    ],
    ['everything', {}, ['Index Only Scan using map_of_many_status_kind_id_idx', 'map_of_many_pkey']],
    ['a status and a kind', { status: 'planned', kind: 'wifi' }, ['map_of_many_status_kind_id_idx']],
    ['an operator', { operator: 'Nimeni' }, ['map_of_many_operator_id_idx']],
    ['a time', { datetime: '2020-01-01T00:00:00Z' }, ['map_of_many_changed_at_id_idx']],
  ])('find and count the features of %s by an index', async (_name, criteria, indexes) => {
    const explained = await planOf(featuresSql(itemsQuery.parse(criteria), undefined));
    for (const index of indexes) expect(explained).toContain(index);
    expect(explained).not.toMatch(/Seq Scan on (?!views)/);
  });

  it('find the same as a look at every facility', async () => {
    const { rows: all } = await database.pool.query<FacilityRow>(`SELECT id, lon, lat, search FROM ${table}`);
    const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
    const [west, south, east, north] = [20, 40, 32, 48];
    expect(idsOf(await find({ bbox: '20,40,32,48', limit: 200 }))).toEqual(
      idsOf(all.filter(({ lon, lat }) => lon! >= west && lon! <= east && lat! >= south && lat! <= north)),
    );
    expect(idsOf(await find({ bbox: '178,-5,-178,5', limit: 200 }))).toEqual(
      idsOf(all.filter(({ lon, lat }) => (lon! >= 178 || lon! <= -178) && Math.abs(lat!) <= 5)),
    );
    expect(idsOf(await find({ q: 'ȘCOALĂ 1776', limit: 200 }))).toEqual(
      idsOf(all.filter(({ search }) => search.includes('scoala') && search.includes('1776'))),
    );
  });

  it('take the wildcards of LIKE as letters', async () => {
    expect(await find({ q: 'șco%lă' })).toEqual([]);
    expect(await find({ q: 'șco_lă' })).toEqual([]);
  });

  interface Placed {
    readonly id: string;
    readonly lon: number;
    readonly lat: number;
    readonly kind: string;
    readonly search: string;
  }

  /** The ids of rows, the nearest first, by the way over ground; those at the same distance by id. */
  const byDistance = (rows: readonly Placed[], [lon, lat]: readonly [number, number]) =>
    rows
      .map((row) => ({ ...row, metres: metresBetween([lon, lat], [row.lon, row.lat]) }))
      // Two ways of computing may differ by less than a micrometre.
      .sort((one, other) =>
        Math.abs(one.metres - other.metres) > 1e-5 ? one.metres - other.metres : one.id < other.id ? -1 : 1,
      )
      .map(({ id }) => id);

  /** The ids of all pages, asked one after the other. */
  const pages = async (criteria: object, limit: number, most = Infinity) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const rows = await find({ ...criteria, limit, cursor });
      const page = rows.slice(0, limit);
      ids.push(...page.map(({ id }) => id));
      cursor = rows.length > limit ? encodeCursor([page.at(-1)!.rank, page.at(-1)!.id]) : undefined;
    } while (cursor && ids.length < most);
    return ids;
  };

  const everywhere = async () =>
    (await database.pool.query<Placed>(`SELECT id, lon, lat, kind, search FROM ${table}`)).rows;

  it.each([
    ['a city', [26.1, 44.4]],
    ['the equator', [0.1234, 0.0567]],
    ['the east of the antimeridian', [-179.99, 10]],
    ['the west of the antimeridian', [179.99, -60]],
    ['the antimeridian itself', [180, 3]],
    ['near the north pole', [26, 89.7]],
    ['the north pole', [0, 90]],
    ['near the south pole', [-120, -89.99]],
    ['the south pole', [-120, -90]],
  ] as const)('put the nearest first at %s, page after page', async (_name, near) => {
    const expected = byDistance(await everywhere(), near);
    const found = await pages({ near: near.join(',') }, 40, 400);
    expect(found).toEqual(expected.slice(0, 400));
  });

  it('come to the last row by pages, each once', async () => {
    const near = [179.99, 10] as const;
    expect(await pages({ near: near.join(',') }, 200)).toEqual(byDistance(await everywhere(), near));
  });

  it('put the nearest first among those that meet the other criteria', async () => {
    const near = [-179.9, 50] as const;
    const rows = await everywhere();
    const isIn = ({ lon, lat }: Placed) => (lon >= 170 || lon <= -170) && lat >= 30 && lat <= 60;
    const found = (criteria: object) => pages({ near: near.join(','), ...criteria }, 7);
    expect(await found({ kind: 'wifi' })).toEqual(
      byDistance(
        rows.filter(({ kind }) => kind === 'wifi'),
        near,
      ),
    );
    expect(await found({ bbox: '170,30,-170,60' })).toEqual(byDistance(rows.filter(isIn), near));
    expect(await found({ bbox: '170,30,-170,60', q: 'scoala', kind: 'library' })).toEqual(
      byDistance(
        rows.filter((row) => isIn(row) && row.kind === 'library' && row.search.includes('scoala')),
        near,
      ),
    );
    expect(await found({ kind: 'payment-terminal' })).toEqual([]);
  });

  it('page through places of one distance by their ids', async () => {
    const { rows: same } = await database.pool.query<{ id: string }>(
      `UPDATE ${table} SET (lon, lat, u, v) = (SELECT lon, lat, u, v FROM ${table} WHERE search LIKE '% 17 %')
       WHERE search LIKE '% 17_ %' RETURNING id`,
    );
    const { rows: at } = await database.pool.query<Placed>(`SELECT * FROM ${table} WHERE search LIKE '% 17 %'`);
    const found = await pages({ near: `${at[0]!.lon},${at[0]!.lat}` }, 3, same.length + 1);
    expect(found.slice(0, 11)).toEqual([...same, at[0]!].map(({ id }) => id).sort());
  });
});

describe('the map, built anew from nothing', () => {
  it('equals the one that was kept up, also when it is built while writes go on', async () => {
    const { pool } = database;
    await pool.query(`DROP VIEW IF EXISTS ${relationOf(facilityMap)}`);
    const registry = new EventRegistry([facilityEvents]);
    const store = new PostgresEventStore({ pool, schema, registry, secret: 'of the specs', pollMs: 50 });
    const leases = new Leases({ pool, schema, owner: 'spec' });
    const views = new Views({ pool, schema, store, leases, views: [facilityMap] });
    await store.start();
    await views.start();
    const life = Object.keys(events) as FacilityEvent['type'][];
    const live = async (types: readonly FacilityEvent['type'][]) => {
      const stream = `facility-${randomUUID()}`;
      for (const [expected, type] of types.entries()) {
        const event = { id: randomUUID(), type, data: events[type] };
        const metadata = { actor: 'key:1', correlationId: 'correlation', causationId: 'cause' };
        const result = await store.append({ metadata, writes: [{ stream, expected, events: [event] }] });
        expect(result.status).toBe('ok');
      }
    };
    const lives = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => live(life.slice(0, 1 + (index % life.length)))));
    const content = async () => {
      await views.waitFor('facility_map', await store.horizon(), 60_000);
      return (await pool.query(`SELECT * FROM ${schema}.facility_map ORDER BY id`)).rows;
    };
    try {
      await lives(60);
      const writing = lives(40);
      await views.rebuild('facility_map');
      await writing;
      const table = async () =>
        (await pool.query<{ generation: number }>(`SELECT generation FROM ${schema}.views WHERE state = 'live'`))
          .rows[0]?.generation;
      await until(async () => (await table()) === 2);
      const rebuilt = await content();
      expect(rebuilt.length).toBe(100);
      await lives(20);
      const keptUp = await content();
      await views.rebuild('facility_map');
      await until(async () => (await table()) === 3);
      expect(keptUp.length).toBe(120);
      expect(await content()).toEqual(keptUp);
    } finally {
      await views.stop();
      await leases.stop();
      await store.stop();
    }
  });
});
