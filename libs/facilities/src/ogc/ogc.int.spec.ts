import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { randomUUID } from 'node:crypto';
import { facilitiesContext } from '../context.js';

const publicUrl = 'https://ecou.example.ro';
const base = '/facilities/v1/ogc';
const items = `${base}/collections/facilities/items`;
let test: TestProcess;
/** By name. */
const ids = new Map<string, string>();

const places: readonly (readonly [name: string, more: object])[] = [
  ['Piața', { kind: 'payment-terminal', position: [10.1, 50.1], operator: 'Primăria' }],
  ['Parcul', { kind: 'wifi', position: [10.2, 50.2], operator: 'Primăria' }],
  ['Gara', { kind: 'wifi', position: [10.9, 50.9], operator: 'CFR' }],
  ['Insula', { kind: 'wifi', position: [179.95, -16.5] }],
  ['Capul', { kind: 'wifi', position: [-179.5, -16.5], name: { ro: 'Capul', en: 'The cape' } }],
  ['Portalul', { kind: 'portal', onlineOnly: true }],
];

/** The time at which each was added, by the clock of the server, which the store goes by. */
let times: { readonly name: string; readonly at: string }[];

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext], { env: { PUBLIC_URL: publicUrl } });
  for (const [ro, more] of places) {
    const { status, body } = await test.api.post('/facilities/v1/facilities', { name: { ro }, ...more });
    expect(status).toBe(201);
    ids.set(ro, body.id);
  }
  const { body } = await test.api.post('/facilities/v1/facilities', { name: { ro: 'Vechiul' }, kind: 'wifi' });
  ids.set('Vechiul', body.id);
  await test.api.post(`/facilities/v1/facilities/${body.id}/retire`, { reason: { ro: 'Închis' } });
  await test.settle();
  const { features } = (await test.visitor.get(`${items}?limit=100`)).body;
  times = features.map(({ properties: { name, changedAt: at } }: { properties: Record<string, string> }) => ({
    name,
    at,
  }));
});
afterAll(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => test.visitor.get(path, { headers });

interface Linked {
  readonly rel: string;
  readonly href: string;
  readonly type: string;
}

const hrefOf = (links: readonly Linked[], rel: string, type?: string) =>
  links.find((link) => link.rel === rel && (type === undefined || link.type === type))?.href;

const local = (href: string | undefined) => (href ?? '').replace(publicUrl, '');

/** Names of the features that a query finds, sorted. */
async function named(query: string): Promise<string[]> {
  const { status, body } = await get(`${items}?limit=100&${query}`);
  expect({ query, status }).toEqual({ query, status: 200 });
  expect(body.numberMatched).toBe(body.features.length);
  return body.features.map(({ properties }: { properties: { name: string } }) => properties.name).sort();
}

const current = places.map(([name]) => name).sort();

describe('a client that knows the address of the landing page alone', () => {
  it('is led to everything', async () => {
    const landing = await get(base);
    expect(landing.headers.get('content-type')).toContain('application/json');
    const { links } = landing.body;
    expect(hrefOf(links, 'self')).toBe(`${publicUrl}${base}`);
    expect(hrefOf(links, 'service-doc', 'text/html')).toBeDefined();
    expect((await get(local(hrefOf(links, 'service-doc')))).status).toBe(200);
    const { conformsTo } = (await get(local(hrefOf(links, 'conformance')))).body;
    for (const name of ['core', 'geojson', 'oas30', 'html'])
      expect(conformsTo).toContain(`http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`);
    const [collection] = (await get(local(hrefOf(links, 'data')))).body.collections;
    expect(collection).toMatchObject({ id: 'facilities', itemType: 'feature' });
    expect(collection.extent).toEqual({
      spatial: { bbox: [[-179.5, -16.5, 179.95, 50.9]], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' },
      temporal: { interval: [[expect.stringMatching(/Z$/), null]], trs: expect.any(String) },
    });
    expect((await get(local(hrefOf(collection.links, 'self')))).body).toEqual(collection);
    const found = await get(local(hrefOf(collection.links, 'items', 'application/geo+json')));
    expect(found.body).toMatchObject({ type: 'FeatureCollection', numberMatched: 6, numberReturned: 6 });
    const { properties } = (
      await get(local(hrefOf(collection.links, 'http://www.opengis.net/def/rel/ogc/1.0/queryables')))
    ).body;
    expect(Object.keys(properties)).toEqual(['kind', 'status', 'operator']);
    const [feature] = found.body.features;
    const one = await get(`${items}/${feature.id}`);
    expect(one.headers.get('content-type')).toContain('application/geo+json');
    const { links: ofOne, ...rest } = one.body;
    expect(rest).toEqual(feature);
    expect(hrefOf(ofOne, 'collection')).toBe(hrefOf(collection.links, 'self'));
    expect(hrefOf(ofOne, 'self')).toBe(`${publicUrl}${items}/${feature.id}`);
  });

  it('reads the definition in OpenAPI 3.0, which is valid and names every path and parameter', async () => {
    const answer = await get(`${base}/api`);
    expect(answer.headers.get('content-type')).toBe('application/vnd.oai.openapi+json;version=3.0');
    const definition = answer.body as {
      readonly openapi: string;
      readonly servers: object;
      readonly paths: Record<string, { get: { parameters: { name: string }[] } }>;
    };
    expect(await new Validator().validate(structuredClone(definition) as never)).toEqual({ valid: true });
    expect([definition.openapi, definition.servers]).toEqual(['3.0.3', [{ url: `${publicUrl}${base}` }]]);
    const served = test.process.routes
      .map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
      .filter((path) => path.startsWith(base))
      .map((path) => path.slice(base.length) || '/');
    expect(Object.keys(definition.paths).sort()).toEqual(served.sort());
    expect(definition.paths['/collections/facilities/items']?.get.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['limit', 'bbox', 'datetime', 'kind', 'status', 'operator']),
    );
  });

  it.each(['', '/conformance', '/collections', '/collections/facilities', '/collections/facilities/queryables'])(
    'gets %s as a page in both languages, by an address or by what it accepts',
    async (path) => {
      const [ro, en] = [await get(`${base}${path}?f=html`), await get(`${base}${path}?f=html&lang=en`)];
      expect([ro.status, ro.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect([ro.body, en.body]).toEqual([
        expect.stringContaining('<html lang="ro">'),
        expect.stringContaining('<html lang="en">'),
      ]);
      expect((await get(`${base}${path}`, { accept: 'text/html' })).body).toBe(
        ro.body.replaceAll(`?f=html&amp;lang=en`, '?lang=en'),
      );
      expect((await get(`${base}${path}?f=json`, { accept: 'text/html' })).body).toHaveProperty(
        path.endsWith('queryables') ? 'properties' : path === '/conformance' ? 'conformsTo' : 'links',
      );
    },
  );

  it('may be the page of another site, and is spared what it has', async () => {
    for (const path of [base, `${base}/api`, items, `${items}/${ids.get('Gara')}`, `${items}?f=html`]) {
      const answer = await get(path);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const etag = answer.headers.get('etag') ?? '';
      expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    }
  });
});

describe('features', () => {
  it('have flat properties, and no geometry where nothing is known of it', async () => {
    const { body } = await get(`${items}?limit=100`);
    const of = (name: string) => body.features.find((each: { id: string }) => each.id === ids.get(name));
    expect(of('Gara')).toMatchObject({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [10.9, 50.9] },
      properties: { kind: 'wifi', status: 'open', name: 'Gara', name_en: null, operator: 'CFR', version: 1 },
    });
    expect(of('Capul').properties).toMatchObject({ name: 'Capul', name_en: 'The cape' });
    expect(of('Portalul')).toMatchObject({ geometry: null, properties: { onlineOnly: true } });
    const flat = Object.values(of('Gara').properties).every((value) => value === null || typeof value !== 'object');
    expect(flat).toBe(true);
  });

  it.each([
    ['everything that is not retired', '', current],
    ['a box, and what has no place', 'bbox=10,50,10.5,50.5', ['Parcul', 'Piața', 'Portalul']],
    ['a box with heights', 'bbox=10,50,-5,10.5,50.5,1e3', ['Parcul', 'Piața', 'Portalul']],
    ['the edge of a box', 'bbox=10.2,50.2,10.9,50.9', ['Gara', 'Parcul', 'Portalul']],
    ['a box across the antimeridian', 'bbox=179,-20,-179,-10', ['Capul', 'Insula', 'Portalul']],
    ['a box around the globe', 'bbox=-180,-90,180,90', current],
    ['a kind', 'kind=portal', ['Portalul']],
    ['a kind that nobody has', 'kind=castle', []],
    ['an operator, with a diacritic', `operator=${encodeURIComponent('Primăria')}`, ['Parcul', 'Piața']],
    ['an operator and a kind in a box', 'operator=CFR&kind=wifi&bbox=10,50,11,51', ['Gara']],
    ['the retired, where they are asked for', 'status=retired', ['Vechiul']],
    ['all times', 'datetime=1970-01-01T00:00:00Z/..', current],
    ['no time yet', 'datetime=../1970-01-01T00:00:00Z', []],
    ['an end that is left out', 'datetime=1970-01-01T00:00:00%2B02:00/', current],
  ])('are found by %s', async (_name, query, names) => expect(await named(query)).toEqual([...names].sort()));

  it('are found by when they last changed: at a time, between two, from one on, up to one', async () => {
    const [first, second, third] = [...times].sort((a, b) => (a.at < b.at ? -1 : 1));
    const between = (from: string, to: string) =>
      times
        .filter(({ at }) => at >= from && at <= to)
        .map(({ name }) => name)
        .sort();
    const at = (from: string, to = from) => between(from, to);
    expect(await named(`datetime=${second!.at}`)).toEqual(at(second!.at));
    expect(await named(`datetime=${first!.at}/${second!.at}`)).toEqual(at(first!.at, second!.at));
    expect(await named(`datetime=${third!.at}/..`)).toEqual(between(third!.at, '9'));
    expect(await named(`datetime=../${second!.at}`)).toEqual(between('', second!.at));
  });

  it('come in pages, each once, also while others change', async () => {
    const seen: string[] = [];
    let next: string | undefined = `${items}?limit=2&bbox=-180,-90,180,90`;
    while (next) {
      const { body }: { body: { features: { id: string }[]; links: Linked[]; numberMatched: number } } =
        await get(next);
      expect(body.features.length).toBeLessThanOrEqual(2);
      expect(body.numberMatched).toBe(6);
      seen.push(...body.features.map(({ id }) => id));
      await test.api.post(`/facilities/v1/facilities/${body.features[0]!.id}/verify`, { by: 'Serviciul IT' });
      await test.settle();
      const href = hrefOf(body.links, 'next');
      next = href === undefined ? undefined : local(href);
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  it('are ten to a page, and never more than ten thousand', async () => {
    const { body } = await get(`${items}?limit=1000000`);
    expect(body.numberReturned).toBe(6);
    for (let index = 0; index < 6; index += 1)
      await test.api.post('/facilities/v1/facilities', { name: { ro: `Alta ${index}` }, kind: 'other' });
    await test.settle();
    expect((await get(items)).body).toMatchObject({ numberMatched: 12, numberReturned: 10 });
    const last = await get(`${items}?limit=12`);
    expect(hrefOf(last.body.links, 'next')).toBeUndefined();
    await Promise.all(
      (await named('kind=other')).map(async (name) => {
        const { features } = (await get(`${items}?kind=other&limit=100`)).body;
        const { id } = features.find((each: { properties: { name: string } }) => each.properties.name === name);
        await test.api.post(`/facilities/v1/facilities/${id}/retire`, { reason: { ro: 'Probă' } });
      }),
    );
    await test.settle();
  });

  it('are pages for people in both languages', async () => {
    const [list, next] = [await get(`${items}?f=html&limit=2`), await get(`${items}?f=html&limit=2&lang=en`)];
    expect(list.body).toContain('Facilități găsite: 6, pe această pagină: 2');
    expect(next.body).toContain('Next page');
    const one = await get(`${items}/${ids.get('Capul')}?f=html&lang=en`);
    expect(one.body).toContain('The cape');
  });

  it('can be asked for as they stood', async () => {
    const added = await test.api.post('/facilities/v1/facilities', { name: { ro: 'Noua' }, kind: 'library' });
    const position = Number((added.headers.get('ecou-position') ?? '').split(':')[1]);
    await test.api.post(`/facilities/v1/facilities/${added.body.id}/retire`, { reason: { ro: 'Greșeală' } });
    await test.settle();
    expect(await named('kind=library')).toEqual([]);
    expect(await named(`kind=library&asOf=${position}`)).toEqual(['Noua']);
    expect(await named(`kind=library&asOf=${position - 1}`)).toEqual([]);
    const one = await get(`${items}/${added.body.id}?asOf=${position}`);
    expect(one.body.properties).toMatchObject({ status: 'open', version: 1 });
  });
});

describe('what is not valid', () => {
  it.each([
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['bbox=1,2,3', 'bbox'],
    ['bbox=1,2,3,4,5', 'bbox'],
    ['bbox=1,2,3,x', 'bbox'],
    ['bbox=1,2,3,', 'bbox'],
    ['bbox=0,10,1,5', 'bbox'],
    ['bbox=0,0,181,10', 'bbox'],
    ['bbox=0,0,5,1,1,4', 'bbox'],
    ['bbox=1,2,3,4&bbox=1,2,3,4', 'bbox'],
    ['datetime=yesterday', 'datetime'],
    ['datetime=2024-01-01', 'datetime'],
    ['datetime=../..', 'datetime'],
    ['datetime=/', 'datetime'],
    ['datetime=', 'datetime'],
    ['datetime=2024-01-02T00:00:00Z/2024-01-01T00:00:00Z', 'datetime'],
    ['datetime=2024-01-01T00:00:00Z/2024-01-02T00:00:00Z/..', 'datetime'],
    ['status=closed', 'status'],
    ['cursor=abc', 'cursor'],
    ['f=xml', 'f'],
    ['crs=http://www.opengis.net/def/crs/EPSG/0/3857', 'crs'],
    ['colour=red', 'colour'],
  ])('is refused by its name: %s', async (query, field) => {
    const { status, headers, body } = await get(`${items}?${query}`);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body.code === 'INVALID_INPUT' ? body.errors.map(({ path }: { path: string }) => path) : [field]).toEqual([
      field,
    ]);
  });

  it.each([
    '',
    '/api',
    '/conformance',
    '/collections',
    '/collections/facilities',
    '/collections/facilities/queryables',
  ])('is refused of %s as well', async (path) => expect((await get(`${base}${path}?colour=red`)).status).toBe(400));

  it('is not there: a collection, a feature, an id that none can have', async () => {
    for (const path of ['/collections/roads', '/collections/roads/items'])
      expect((await get(`${base}${path}`)).status).toBe(404);
    for (const id of [randomUUID(), '12', '%00']) expect((await get(`${items}/${id}`)).status).toBeGreaterThan(399);
    expect((await get(`${items}/${randomUUID()}`)).status).toBe(404);
    expect((await get(`${items}/12`)).status).toBe(404);
  });
});

describe('the number of features', () => {
  it('is exact on each page, also after a change, and as of a position', async () => {
    const matched = async (query: string) => (await get(`${items}?limit=1&${query}`)).body.numberMatched as number;
    const before = await matched('kind=wifi');
    expect(await matched('kind=wifi')).toBe(before);
    const added = await test.api.post('/facilities/v1/facilities', { name: { ro: 'Noul punct' }, kind: 'wifi' });
    const [, position] = (added.headers.get('ecou-position') ?? '').split(':');
    await test.settle();
    expect(await matched('kind=wifi')).toBe(before + 1);
    expect(
      await matched(
        `kind=wifi&cursor=${hrefOf((await get(`${items}?limit=1`)).body.links, 'next')?.split('cursor=')[1]}`,
      ),
    ).toBe(before + 1);
    for (const _time of [1, 2]) {
      expect(await matched(`kind=wifi&asOf=${Number(position) - 1}`)).toBe(before);
      expect(await matched(`kind=wifi&asOf=${position}`)).toBe(before + 1);
    }
    expect(await matched('kind=wifi&operator=Nimeni')).toBe(0);
    expect(await matched('kind=wifi&operator=Nimeni')).toBe(0);
    await test.api.post(`/facilities/v1/facilities/${added.body.id}/retire`, { reason: { ro: 'Închis' } });
    await test.settle();
    expect(await matched('kind=wifi')).toBe(before);
  });
});
