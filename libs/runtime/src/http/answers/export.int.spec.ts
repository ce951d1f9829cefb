import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestProcess, type TestProcess } from '../../testing/index.js';
import { countersContext } from '../../testing/toy/counter.js';

const counters = '/counters/v1/counters';
const many = 230;

describe('a list as a table', () => {
  let test: TestProcess;
  const ids: string[] = [];

  beforeAll(async () => {
    test = await startTestProcess([countersContext]);
    for (let index = 0; index < many; index += 1) {
      const { body } = await test.api.post(counters, { name: `=Șanț ${String(index).padStart(3, '0')}` });
      ids.push(body.id);
    }
    await test.settle();
  });

  afterAll(() => test.stop());

  it.each([
    ['?format=csv', {}],
    ['?format=csv&limit=7', {}],
    ['', { accept: 'text/csv' }],
    ['', { accept: 'text/csv, application/json;q=0.5' }],
  ])('holds all of it: %j %j', async (query, headers) => {
    const { status, headers: answered, body } = await test.visitor.get(`${counters}${query}`, { headers });
    expect(status).toBe(200);
    expect(answered.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answered.get('content-disposition')).toBe('attachment; filename="counters.csv"');
    expect(answered.get('vary')).toContain('Accept');
    expect(Number(answered.get('content-length'))).toBe(Buffer.byteLength(body));
    const [names, ...rows] = (body as string).trimEnd().split('\r\n');
    expect(names).toBe('id,name,count');
    expect(rows.map((row) => row.split(',')[1])).toEqual(
      Array.from({ length: many }, (_, index) => `'=Șanț ${String(index).padStart(3, '0')}`),
    );
  });

  it.each([
    ['', {}],
    ['?format=json', { accept: 'text/csv' }],
    ['', { accept: 'application/json, text/csv' }],
    ['', { accept: '*/*' }],
  ])('stays JSON: %j %j', async (query, headers) => {
    const answer = await test.visitor.get(`${counters}${query}`, { headers });
    expect(answer).toMatchObject({ status: 200, body: { items: expect.any(Array) } });
    expect(answer.headers.get('vary')).toContain('Accept');
  });

  it('begins with a byte order mark where that is wished', async () => {
    const bytes = async (query: string) => {
      const response = await fetch(`${test.visitor.url}${counters}?format=csv${query}`);
      return [...new Uint8Array(await response.arrayBuffer()).slice(0, 3)];
    };
    expect(await bytes('&bom=true')).toEqual([0xef, 0xbb, 0xbf]);
    expect(await bytes('')).toEqual([...Buffer.from('id,')]);
  });

  it.each([
    ['?format=xlsx', 'format', 'UNKNOWN_FIELD'],
    ['?bom=true', 'bom', 'UNKNOWN_FIELD'],
    ['?format=csv&bom=yes', 'bom', 'INVALID_VALUE'],
    ['?format=csv&limit=0', 'limit', 'TOO_SMALL'],
    ['?format=csv&cursor=x', 'cursor', 'CURSOR_INVALID'],
    ['?format=csv&colour=red', 'colour', 'UNKNOWN_FIELD'],
  ])('refuses %s', async (query, path, code) => {
    const { status, body } = await test.visitor.get(`${counters}${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path, code }]);
  });

  it('shows the list as it stood at one moment, while it changes', async () => {
    const { pool } = test.context('counters');
    const count = (id: string | undefined) =>
      pool.query('UPDATE counters.counters SET count = count + 1 WHERE id = $1', [id]);
    const done = new AbortController();
    const writer = (async () => {
      while (!done.signal.aborted) {
        // The last of the list never is ahead of the first, nor behind it by more than one.
        await count(ids[0]);
        await count(ids.at(-1));
      }
    })();
    const countsIn = async () => {
      const { body } = await test.visitor.get(`${counters}?format=csv&limit=1`);
      const counts = (body as string)
        .trimEnd()
        .split('\r\n')
        .map((row) => Number(row.split(',')[2]));
      return [counts[1] ?? NaN, counts[many] ?? NaN] as const;
    };
    const seen: (readonly [number, number])[] = [];
    for (let round = 0; round < 10; round += 1) seen.push(...(await Promise.all([countsIn(), countsIn(), countsIn()])));
    done.abort();
    await writer;
    expect(seen.filter(([first, last]) => first - last !== 0 && first - last !== 1)).toEqual([]);
    expect(seen.at(-1)?.[0]).toBeGreaterThan(0);
  });

  it('of no context is a table as well, for those who may read the list', async () => {
    expect((await test.visitor.get('/identity/v1/keys?format=csv')).status).toBe(401);
    const { status, body } = await test.api.get('/identity/v1/keys?format=csv');
    expect({ status, names: (body as string).split('\r\n')[0]?.split(',')[0] }).toEqual({ status: 200, names: 'id' });
  });

  it('is in the documents of the API', async () => {
    const { paths } = (await test.visitor.get('/counters/openapi.json')).body;
    const list = paths[counters].get;
    expect(Object.keys(list.responses['200'].content)).toEqual(['application/json', 'text/csv']);
    expect(list.responses['200'].content['text/csv'].schema.description).toContain('`id`, `name`, `count`');
    expect(list.parameters).toContainEqual(expect.objectContaining({ name: 'format', in: 'query' }));
  });
});
