import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@ecou/runtime';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from './context.js';

const base = '/facilities/v1/facilities';
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext]);
});
afterAll(() => test.stop());

const library = { kind: 'library', name: { ro: 'Biblioteca Șotron' }, position: [26.1, 44.4], approximate: true };

const add = (body: object) => test.api.post(base, body);

async function added(change: object = {}): Promise<string> {
  const { status, body } = await add({ ...library, ...change });
  expect(status).toBe(201);
  return body.id;
}

/** Names of what a search finds, once the map has caught up. */
async function found(query: string): Promise<string[]> {
  await test.settle();
  const { status, body } = await test.visitor.get(`${base}?limit=200&${query}`);
  expect(status).toBe(200);
  return body.items.map(({ name }: { name: { ro: string } }) => name.ro);
}

describe('a facility', () => {
  it('is put on the map and read back, by anybody', async () => {
    const answer = await add(library);
    expect(answer).toMatchObject({ status: 201, body: { version: 1 } });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('ecou-position')).toMatch(/^facilities:\d+$/);
    const read = await test.visitor.get(`${base}/${answer.body.id}`);
    expect(read).toMatchObject({
      status: 200,
      body: { ...library, status: 'open', onlineOnly: false, verified: null, links: [], version: 1 },
    });
    expect(read.headers.get('etag')).toBe('"1"');
    const again = { headers: { 'if-none-match': '"1"' } };
    expect((await test.visitor.get(`${base}/${answer.body.id}`, again)).status).toBe(304);
  });

  it('that is sent again changes nothing; other content with its id is refused', async () => {
    const body = { id: randomUUID(), ...library };
    expect((await add(body)).status).toBe(201);
    expect(await add(body)).toMatchObject({ status: 200, body: { id: body.id, version: 1 } });
    expect(await add({ ...body, name: { ro: 'Alta' } })).toMatchObject({
      status: 409,
      body: { code: 'FACILITY_EXISTS' },
    });
  });

  it('goes from planned to open, suspended and retired, and can be read as it stood', async () => {
    const id = await added({ status: 'planned' });
    const order = (verb: string, body?: object) => test.api.post(`${base}/${id}/${verb}`, body);
    const reason = { ro: 'Renovare' };
    expect(await order('suspend', { reason })).toMatchObject({ status: 409, body: { code: 'FACILITY_NOT_OPEN' } });
    expect(await order('open')).toMatchObject({ status: 200, body: { id, version: 2 } });
    const suspended = await order('suspend', { reason });
    const [, position] = (suspended.headers.get('ecou-position') ?? '').split(':');
    expect((await order('verify', { by: 'Serviciul IT' })).status).toBe(200);
    expect(await order('retire', { reason: { ro: 'S-a mutat' } })).toMatchObject({ status: 200, body: { version: 5 } });
    expect(await order('open')).toMatchObject({ status: 409, body: { code: 'FACILITY_RETIRED' } });
    expect((await test.visitor.get(`${base}/${id}`)).body).toMatchObject({
      status: 'retired',
      reason: { ro: 'S-a mutat' },
      verified: { by: 'Serviciul IT', at: test.clock.now() },
    });
    const before = await test.visitor.get(`${base}/${id}?asOf=${position}`);
    expect(before.body).toMatchObject({ status: 'suspended', reason, verified: null, version: 3 });
    expect(before.headers.get('ecou-as-of')).toBe(`facilities:${position}`);
  });

  it('is changed only by somebody who has seen what they change', async () => {
    const id = await added();
    const change = (headers: Record<string, string>, name = 'Biblioteca nouă') =>
      test.api.put(`${base}/${id}`, { ...library, name: { ro: name } }, { headers });
    expect((await change({})).status).toBe(428);
    expect((await change({ 'if-match': '"2"' })).status).toBe(412);
    expect((await change({ 'if-match': 'soon' })).status).toBe(400);
    const changed = await change({ 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await change({ 'if-match': '"1"' }, 'Prea târziu')).status).toBe(412);
    expect((await test.visitor.get(`${base}/${id}`)).body).toMatchObject({
      name: { ro: 'Biblioteca nouă' },
      version: 2,
    });
  });
});

describe('a search', () => {
  beforeAll(async () => {
    const place = (ro: string, more: object) => added({ name: { ro }, ...more });
    await place('Piața Exemplului', { kind: 'payment-terminal', position: [10.1, 50.1], address: 'Strada Țepeș 4' });
    await place('Parcul Exemplului', { kind: 'wifi', position: [10.2, 50.2] });
    await place('Gara Exemplului', { kind: 'wifi', position: [10.9, 50.9] });
    await place('Insula Datei', { kind: 'wifi', position: [179.95, -16.5] });
    await place('Portalul Exemplului', { kind: 'portal', position: null, approximate: false, onlineOnly: true });
  });

  it.each([
    ['a box', 'bbox=10,50,10.5,50.5', ['Parcul Exemplului', 'Piața Exemplului']],
    ['the edge of a box', 'bbox=10.2,50.2,10.9,50.9', ['Gara Exemplului', 'Parcul Exemplului']],
    ['a box across the antimeridian', 'bbox=179,-20,-179,-10', ['Insula Datei']],
    ['the nearest first', 'near=10.3,50.3&bbox=10,50,11,51', ['Parcul', 'Piața', 'Gara'].map((n) => `${n} Exemplului`)],
    ['a kind in a box', 'kind=wifi&bbox=10,50,11,51', ['Gara Exemplului', 'Parcul Exemplului']],
    ['words without diacritics', 'q=piata%20exemplului', ['Piața Exemplului']],
    ['words with diacritics of another kind', `q=${encodeURIComponent('piaţa ŢEPEŞ')}`, ['Piața Exemplului']],
    ['a part of a word', 'q=tepe', ['Piața Exemplului']],
    ['a wildcard, which is a letter', 'q=pia%25ta', []],
    ['a kind without a place', 'kind=portal', ['Portalul Exemplului']],
    ['nothing of the kind', 'kind=charging-point', []],
  ])('finds %s', async (_name, query, names) => expect(await found(query)).toEqual(names));

  it('tells how far away the nearest are, in metres (0.1° of latitude: 11,120 m; of longitude at 50.15° N: 7,125 m)', async () => {
    await test.settle();
    const { body } = await test.visitor.get(`${base}?near=10.1,50.1&limit=2`);
    expect(body.items.map(({ distance }: { distance: number }) => distance)).toEqual([0, 13_206]);
  });

  it('answers page after page, each facility once', async () => {
    const pages: string[] = [];
    for (let next: string | null = `${base}?near=10.1,50.1&limit=1&bbox=10,50,11,51`; next;) {
      const page = await test.visitor.get(next);
      pages.push(...page.body.items.map(({ name }: { name: { ro: string } }) => name.ro));
      next = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
      expect(next === null).toBe(page.body.next === null);
    }
    expect(pages).toEqual(['Piața', 'Parcul', 'Gara'].map((name) => `${name} Exemplului`));
  });

  it('leaves the retired out unless they are asked for', async () => {
    const id = await added({ name: { ro: 'Ghișeul vechi' } });
    await test.api.post(`${base}/${id}/retire`, { reason: { ro: 'Închis' } });
    expect(await found('q=ghiseul')).toEqual([]);
    expect(await found('q=ghiseul&status=retired')).toEqual(['Ghișeul vechi']);
  });

  it('waits for what the caller has just written', async () => {
    const written = await add({ ...library, name: { ro: 'Chioșcul proaspăt' } });
    const headers = { 'ecou-min-position': written.headers.get('ecou-position') ?? '' };
    const { body } = await test.visitor.get(`${base}?q=proaspat`, { headers });
    expect(body.items).toMatchObject([{ id: written.body.id }]);
  });
});

describe('GeoJSON', () => {
  const headers = { accept: 'application/geo+json' };

  it('is asked for by an address alone, with whole addresses in it', async () => {
    const { body, headers: told } = await test.visitor.get('/facilities/v1/facilities?format=geojson&limit=1');
    expect(told.get('content-type')).toContain('application/geo+json');
    const [self, next] = body.links as { rel: string; href: string }[];
    expect(self).toMatchObject({
      rel: 'self',
      href: expect.stringMatching(/^http.*\/facilities\?format=geojson&limit=1$/),
    });
    expect(next).toMatchObject({ rel: 'next', href: expect.stringMatching(/^http.*format=geojson.*cursor=/) });
    const { body: one } = await test.visitor.get(`/facilities/v1/facilities/${body.features[0].id}?format=geojson`);
    expect(one).toMatchObject({ type: 'Feature', links: [{ rel: 'self' }] });
    expect((await test.visitor.get('/facilities/v1/facilities?format=json', { headers })).body).toHaveProperty('items');
  });

  it('is what a GIS program gets of one facility', async () => {
    const id = await added();
    const answer = await test.visitor.get(`${base}/${id}`, { headers });
    expect(answer.headers.get('content-type')).toContain('application/geo+json');
    expect(answer.headers.get('vary')).toContain('Accept');
    expect(answer.headers.get('etag')).toBe('"1-geo+json"');
    expect(answer.body).toMatchObject({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [26.1, 44.4] },
      properties: { kind: 'library', approximate: true },
    });
  });

  it('is what it gets of a search, with the address of the next page', async () => {
    await test.settle();
    const answer = await test.visitor.get(`${base}?bbox=10,50,11,51&limit=2`, { headers });
    const { features, links, ...collection } = answer.body;
    expect(collection).toEqual({ type: 'FeatureCollection', numberReturned: 2 });
    expect(features.map(({ geometry }: { geometry: object }) => geometry)).toEqual([
      { type: 'Point', coordinates: [10.9, 50.9] },
      { type: 'Point', coordinates: [10.2, 50.2] },
    ]);
    const { pathname, search } = new URL(links[1].href as string);
    const rest = await test.visitor.get(`${pathname}${search}`, { headers });
    expect(rest.body).toMatchObject({
      features: [{ properties: { name: { ro: 'Piața Exemplului' } } }],
      links: [{ rel: 'self' }],
    });
  });

  it('has a facility without a place too', async () => {
    const { body } = await test.visitor.get(`${base}?kind=portal`, { headers });
    expect(body.features).toMatchObject([{ geometry: null, properties: { onlineOnly: true } }]);
  });
});

describe('bad input', () => {
  const head = () => test.context('facilities').head();
  const pathsOf = ({ errors = [] }: { errors?: { path: string; code: string }[] }) => {
    // Each names the rule that was broken.
    expect(errors.map(({ code }) => code)).not.toContain('CUSTOM');
    return errors.map(({ path }) => path);
  };

  it.each([
    ['a longitude off the globe', { position: [181, 44.4] }, ['position.0']],
    ['a latitude off the globe', { position: [26.1, -90.5] }, ['position.1']],
    ['latitude and longitude as words', { position: ['26.1', '44.4'] }, ['position.0', 'position.1']],
    ['a position of one number', { position: [26.1] }, ['position']],
    ['a position of what is online only', { onlineOnly: true, approximate: false }, ['position']],
    [
      'an address of what is online only',
      { onlineOnly: true, position: null, approximate: false, address: 'x' },
      ['address'],
    ],
    ['no position that is approximate', { position: null }, ['approximate']],
    ['an unknown field', { colour: 'red' }, ['colour']],
    ['an unknown field inside', { name: { ro: 'x', fr: 'y' } }, ['name.fr']],
    ['a kind that is no id', { kind: 'Two Words' }, ['kind']],
    ['no kind', { kind: undefined }, ['kind']],
    ['no name', { name: undefined }, ['name']],
    ['no Romanian name', { name: { en: 'Library' } }, ['name.ro']],
    ['an empty name', { name: { ro: '  ' } }, ['name.ro']],
    ['a name that is a number', { name: 7 }, ['name']],
    ['a status that it cannot begin with', { status: 'retired' }, ['status']],
    ['an id that is no UUID', { id: '12' }, ['id']],
    ['a link of an unsafe kind', { links: [{ kind: 'guide', url: 'javascript:alert(1)' }] }, ['links.0.url']],
    ['an unknown kind of link', { links: [{ kind: 'gossip', url: 'https://x.ro' }] }, ['links.0.kind']],
    [
      'an incentive that ends before it starts',
      { incentives: [{ title: { ro: 'x' }, validFrom: '2026-04-01', validUntil: '2026-03-31' }] },
      ['incentives.0.validUntil'],
    ],
    [
      'a day that no year has',
      { incentives: [{ title: { ro: 'x' }, validUntil: '--13-01' }] },
      ['incentives.0.validUntil'],
    ],
    [
      'a day of year 0000',
      { incentives: [{ title: { ro: 'x' }, validFrom: '0000-03-31' }] },
      ['incentives.0.validFrom'],
    ],
  ])('of a facility is refused at its path, and nothing is stored: %s', async (_name, change, paths) => {
    const before = await head();
    const { status, body } = await add({ ...library, ...change });
    expect([status, body.code, pathsOf(body)]).toEqual([400, 'INVALID_INPUT', paths]);
    expect(await head()).toBe(before);
  });

  it.each([
    ['a box of three numbers', 'bbox=1,2,3', ['bbox']],
    ['a box off the globe', 'bbox=0,0,181,10', ['bbox']],
    ['a box upside down', 'bbox=0,10,1,5', ['bbox']],
    ['a place that is no place', 'near=here', ['near']],
    ['latitude before longitude, where that leaves the globe', 'near=44.4,126.1', ['near']],
    ['an unknown kind', 'kind=castle', ['kind']],
    ['a word of two letters', 'q=ab', ['q']],
    ['a page too large', 'limit=1000', ['limit']],
    ['a cursor of somebody else', 'cursor=abc', ['cursor']],
    ['a cursor with U+0000', `cursor=${encodeCursor(['\0', randomUUID()])}`, ['cursor']],
    ['a cursor without an id', `cursor=${encodeCursor(['x', 'y'])}`, ['cursor']],
    ['an unknown parameter', 'colour=red', ['colour']],
  ])('of a search is refused at its path: %s', async (_name, query, paths) => {
    const { status, body } = await test.visitor.get(`${base}?${query}`);
    expect([status, pathsOf(body)]).toEqual([400, paths]);
  });

  it.each([
    ['text that is no JSON', '{"kind":', {}, 400],
    ['a list', '[]', {}, 400],
    ['a body of another media type', 'kind=library', { 'content-type': 'text/csv' }, 415],
    ['a body of more than 64 KiB', JSON.stringify({ ...library, source: 'x'.repeat(65 * 1024) }), {}, 413],
  ])('as a whole is refused, and nothing is stored: %s', async (_name, body, headers, status) => {
    const before = await head();
    expect((await test.api.post(base, body, { headers })).status).toBe(status);
    expect(await head()).toBe(before);
  });

  it('is refused of a facility that is not there, and at an id that is none', async () => {
    const unknown = { status: 404, body: { code: 'FACILITY_UNKNOWN' } };
    expect(await test.visitor.get(`${base}/${randomUUID()}`)).toMatchObject(unknown);
    expect(await test.api.post(`${base}/${randomUUID()}/open`)).toMatchObject(unknown);
    expect((await test.visitor.get(`${base}/12`)).body).toMatchObject({ status: 400, errors: [{ path: 'id' }] });
  });

  it('of a verification is refused: a time to come, a field too many', async () => {
    const id = await added();
    const verify = (body: object) => test.api.post(`${base}/${id}/verify`, body);
    const future = await verify({ by: 'Serviciul IT', at: '2100-01-01T00:00:00Z' });
    expect([future.status, pathsOf(future.body)]).toEqual([400, ['at']]);
    const ancient = await verify({ by: 'Serviciul IT', at: '0000-01-01T00:00:00Z' });
    expect(ancient.body.errors).toMatchObject([{ path: 'at', code: 'TIME_OUT_OF_RANGE' }]);
    const more = await verify({ by: 'Serviciul IT', sure: true });
    expect([more.status, pathsOf(more.body)]).toEqual([400, ['sure']]);
  });

  it('of a caller without the right is refused before anything else', async () => {
    const before = await head();
    expect((await test.visitor.post(base, { colour: 'red' })).status).toBe(401);
    expect((await test.visitor.post(base, library, { key: 'ecou_nobody' })).status).toBe(401);
    expect((await test.api.post(base, library, { key: test.keys.analyst })).status).toBe(403);
    expect(await head()).toBe(before);
  });
});

describe('every view', () => {
  it.each(facilitiesContext.views.map(({ name }) => name))(
    '%s, replayed from nothing, equals the one that was kept up',
    (name) => test.replayEqualsIncremental('facilities', name),
  );
});
