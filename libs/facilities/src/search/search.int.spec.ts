import { indexDdl, relationOf, snakeCase, tableDdl } from '@ecou/event-sourcing';
import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import type { ReadModels } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { facilitiesContext } from '../context.js';
import { library, recorded } from '../facility/facility.samples.js';
import { facilityMap, type FacilityRow } from '../views/facility-map.view.js';
import { facilityWords } from '../views/facility-words.view.js';
import { meantWordsSql } from './meant-words.js';
import { listSteps, nameSteps, SearchReader } from './search.reader.js';
import { searchSql, type Step } from './search-sql.js';

describe('a search among many facilities', () => {
  const many = 10_000;
  const table = 'map_to_search';
  const first = ['Bibliotecă', 'Școală', 'Piață', 'Parcare', 'Ghișeu'];
  const second = ['Mărășești', 'Țepeș', 'Văcărești', 'Progresul', 'Berceni', 'Tineretului', 'Giurgiului'];
  let database: TestDatabase;
  let search: SearchReader;
  let query: (
    sql: string,
    parameters: readonly unknown[],
  ) => Promise<{ readonly id: string; readonly distance: number }[]>;

  const rowAt = (index: number): FacilityRow => {
    const [event] = recorded(randomUUID(), 'FacilityAdded');
    const name = { ro: `${first[index % first.length]} ${second[index % second.length]} ${index}` };
    const description = { ro: index % 500 === 0 ? 'Lângă școală.' : 'Fără nimic deosebit.' };
    const data = { ...library, status: 'open' as const, name, description };
    return facilityMap.evolve(undefined, { ...event!, data }, event!.stream) as FacilityRow;
  };
  const rows = Array.from({ length: many }, (_, index) => rowAt(index));

  beforeAll(async () => {
    database = await testDatabase('facilities');
    const { pool } = database;
    await pool.query('CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public');
    await pool.query(tableDdl(facilityMap, 'public', table));
    const named = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), value as unknown])),
    );
    await pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(named),
    ]);
    for (const index of indexDdl(facilityMap, 'public', table)) await pool.query(index);
    await pool.query(`CREATE VIEW ${relationOf(facilityMap)} AS SELECT * FROM ${table}`);
    await pool.query(`VACUUM ANALYZE ${table}`);
    const words = relationOf(facilityWords);
    await pool.query(tableDdl(facilityWords, 'public', words));
    await pool.query(`INSERT INTO ${words} SELECT DISTINCT word FROM ${table}, string_to_table(names, ' ') word`);
    for (const index of indexDdl(facilityWords, 'public', words)) await pool.query(index);
    await pool.query(`VACUUM ANALYZE ${words}`);
    query = async (sql, parameters) => (await pool.query(sql, [...parameters])).rows;
    search = new SearchReader({ query } as unknown as ReadModels);
  });
  afterAll(() => database.drop());

  it.each<[Step, string, string]>([
    ['beginning', 'scoala tep', 'map_to_search_sort_name_id_names_status_kind_idx'],
    ['name', 'tepes 1234', 'map_to_search_names_idx'],
    ['text', 'nimic 1234', 'map_to_search_search_idx'],
    ['similar', 'marasesty', 'map_to_search_names_idx'],
  ])('finds by its %s by an index', async (step, q, index) => {
    const { sql, parameters } = searchSql({ q }, { step, after: undefined, limit: 51 });
    const { rows: lines } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
    const explained = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(explained).toContain(index);
    expect(explained).not.toContain('Seq Scan');
  });

  it('comes page by page to all that a look at every row finds: by name, then by text, each once', async () => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search.page({ q: 'ȘCOALĂ', limit: 97, cursor }, listSteps);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const sorted = (some: readonly FacilityRow[]) =>
      [...some].sort((a, b) => (a.sortName === b.sortName ? (a.id < b.id ? -1 : 1) : a.sortName < b.sortName ? -1 : 1));
    const byName = rows.filter(({ names }) => names.includes('scoala'));
    const byText = rows.filter(({ names, search: text }) => text.includes('scoala') && !names.includes('scoala'));
    expect(byText).toHaveLength(20);
    expect(found).toEqual([...sorted(byName), ...sorted(byText)].map(({ id }) => id));
  });

  it.each(['bibloteca', 'marasesty', 'Școalla', '1234x', 'tinerettului', 'mărășeștii'])(
    'comes from the misspelled %s to what a look at every name finds, in its order',
    async (q) => {
      const found: { readonly id: string; readonly distance: number }[] = [];
      let cursor: string | undefined;
      do {
        const page = await search.page({ q, limit: 97, cursor }, listSteps);
        found.push(...page.items.map(({ id, distance }) => ({ id, distance })));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(found.length).toBeGreaterThan(0);
      const compared = searchSql({ q }, { step: 'similar', after: undefined, limit: many });
      const all = await query(compared.sql, compared.parameters);
      expect(found).toEqual(all.map(({ id, distance }) => ({ id, distance })));
    },
  );

  it('finds the words that one may have meant by an index', async () => {
    const { sql, parameters } = meantWordsSql('marasesty');
    const { rows: lines } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...parameters]);
    expect(lines.map((line) => line['QUERY PLAN']).join('\n')).toContain('_word_idx');
  });

  it('pages through similar names, the most similar first', async () => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await search.page({ q: 'bibliotecaa 17', limit: 40, cursor }, nameSteps);
      found.push(...page.items.map(({ distance }) => distance));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && found.length < 400);
    expect(found.length).toBeGreaterThan(40);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });
});

describe('searching over HTTP', () => {
  const base = '/facilities/v1';
  let test: TestProcess;

  const places: readonly (readonly [ro: string, more?: object])[] = [
    ['Parcul Bibliotecii'],
    ['Biblioteca Țăndărei', { address: 'Strada Exemplului 8' }],
    ['Biblioteca Ștefan cel Mare', { kind: 'library' }],
    ['Gara', { description: { ro: 'Are și o bibliotecă.' } }],
    ['Sala de lectură', { name: { ro: 'Sala de lectură', en: 'Biblioteca reading room' } }],
    ['Portalul', { onlineOnly: true }],
  ];
  let before: string;

  beforeAll(async () => {
    test = await startTestProcess([facilitiesContext]);
    for (const [ro, more] of places) {
      const added = await test.api.post(`${base}/facilities`, { kind: 'wifi', name: { ro }, ...more });
      expect(added.status).toBe(201);
      before = (added.headers.get('ecou-position') ?? '').split(':')[1]!;
    }
    const closed = (await test.api.post(`${base}/facilities`, { kind: 'wifi', name: { ro: 'Biblioteca veche' } })).body
      .id;
    await test.api.post(`${base}/facilities/${closed}/retire`, { reason: { ro: 'Închisă' } });
    await test.settle();
  });
  afterAll(() => test.stop());

  async function named(path: string): Promise<string[]> {
    const { status, body } = await test.visitor.get(`${base}/${path}`);
    expect(status).toBe(200);
    return body.items.map(({ name }: { name: { ro: string } }) => name.ro);
  }

  const ranked = ['Biblioteca Ștefan cel Mare', 'Biblioteca Țăndărei', 'Parcul Bibliotecii', 'Sala de lectură', 'Gara'];

  it('puts names before descriptions, and first those that begin so', async () => {
    expect(await named('facilities?q=BIBLIOTEC')).toEqual(ranked);
    expect(await named('facilities?q=bibliotec&kind=library')).toEqual(['Biblioteca Ștefan cel Mare']);
    expect(await named(`facilities?q=bibliotec&asOf=${before}`)).toEqual(ranked);
    expect(await named('facilities?q=bibliotec&status=retired')).toEqual(['Biblioteca veche']);
  });

  it('goes through pages of one, each facility once', async () => {
    const found: string[] = [];
    for (let next: string | null = 'facilities?q=bibliotec&limit=1'; next;) {
      const { body } = await test.visitor.get(`${base}/${next}`);
      found.push(...body.items.map(({ name }: { name: { ro: string } }) => name.ro));
      next = body.next && `facilities?q=bibliotec&limit=1&cursor=${body.next}`;
    }
    expect(found).toEqual(ranked);
  });

  it('finds what is misspelled where nothing else is found, and refuses a cursor that is none', async () => {
    expect(await named('facilities?q=tandarey')).toEqual(['Biblioteca Țăndărei']);
    expect(await named('facilities?q=xyzzy')).toEqual([]);
    expect(await test.visitor.get(`${base}/facilities?q=biblioteca&cursor=WyJhIl0`)).toMatchObject({
      status: 400,
      body: { code: 'CURSOR_INVALID' },
    });
  });

  it('suggests names as somebody types', async () => {
    expect(await named('suggestions?q=g')).toEqual(['Gara']);
    expect(await named('suggestions?q=bi')).toEqual(['Biblioteca Ștefan cel Mare', 'Biblioteca Țăndărei']);
    expect(await named('suggestions?q=%C8%9B%C4%83nd')).toEqual(['Biblioteca Țăndărei']);
    expect(await named('suggestions?q=bibliotec&limit=3')).toEqual(ranked.slice(0, 3));
    expect(await named('suggestions?q=portallul')).toEqual(['Portalul']);
    const { body } = await test.visitor.get(`${base}/suggestions?q=biblioteca%20tan`);
    expect(body.items).toEqual([
      { id: expect.any(String), name: { ro: 'Biblioteca Țăndărei' }, kind: 'wifi', address: 'Strada Exemplului 8' },
    ]);
    expect(await test.visitor.get(`${base}/suggestions?q=%20`)).toMatchObject({ status: 400 });
    expect(await test.visitor.get(`${base}/suggestions`)).toMatchObject({ status: 400 });
  });

  it('says on its page of which moment it tells', async () => {
    const page = (query: string) => test.visitor.get(`${base}/facilities?format=html&${query}`);
    const { body: text } = await page(`asOf=${before}&lang=en&q=gara`);
    expect(text).toContain('As it was on <time');
    expect(text).toMatch(new RegExp(`facilities/[-0-9a-f]{36}\\?format=html&amp;lang=en&amp;asOf=${before}"`));
    expect((await page('asOf=2020-01-01')).body).toMatch(/Așa cum era la <time [^>]*>1 ianuarie 2020/);
    expect((await page('lang=en')).body).not.toContain('As it was on');
  });
});
