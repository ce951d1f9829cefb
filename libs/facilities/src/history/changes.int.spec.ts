import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { facilitiesContext } from '../context.js';

const facilities = '/facilities/v1/facilities';
const changes = '/facilities/v1/changes';
let test: TestProcess;
let market: string;
let portal: string;
/** The position of each step. */
const at: Record<string, number> = {};

const square = { name: { ro: 'Piața', en: 'The market' }, kind: 'payment-terminal', position: [10.1, 50.1] };
const moved = { ...square, name: { ro: 'Piața <Țepeș> & fiii' }, position: [20.2, 60.2], address: 'Strada Țepeș 4' };

async function step(name: string, path: string, body: object = {}, headers?: Record<string, string>): Promise<string> {
  const method = headers ? test.api.put.bind(test.api) : test.api.post.bind(test.api);
  const answer = await method(`${facilities}${path}`, body, headers ? { headers } : {});
  expect([name, answer.status]).toEqual([name, path === '' ? 201 : 200]);
  at[name] = Number((answer.headers.get('ecou-position') ?? '').split(':')[1]);
  return answer.body.id;
}

beforeAll(async () => {
  const env = { ECOU_INSTITUTION: 'Primăria Exemplu', PUBLIC_URL: 'https://ecou.example.ro' };
  test = await startTestProcess([facilitiesContext], { env });
  market = await step('added', '', { ...square, status: 'planned' });
  portal = await step('portal', '', { name: { ro: 'Portalul' }, kind: 'portal', onlineOnly: true });
  await step('opened', `/${market}/open`);
  await step('changed', `/${market}`, moved, { 'if-match': '"2"' });
  await step('verified', `/${market}/verify`, { by: 'Serviciul IT' });
  await step('suspended', `/${market}/suspend`, { reason: { ro: 'Renovare', en: 'Being renovated' } });
  await step('resumed', `/${market}/resume`);
  await step('retired', `/${market}/retire`, { reason: { ro: 'S-a mutat' } });
  await test.settle();
});
afterAll(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => test.visitor.get(path, { headers });

const names = async (query: string): Promise<string[]> => {
  const { status, body } = await get(`${facilities}?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ name }: { name: { ro: string } }) => name.ro);
};

describe('the map as it stood', () => {
  it.each([
    ['before anything was there', '', 0, []],
    ['when it was planned', 'status=planned', 'added', ['Piața']],
    ['when it was open', 'status=open', 'opened', ['Piața', 'Portalul']],
    ['in its first place', 'bbox=10,50,11,51', 'opened', ['Piața']],
    ['not in its first place any more', 'bbox=10,50,11,51', 'changed', []],
    ['in its second place', 'bbox=20,60,21,61', 'changed', ['Piața <Țepeș> & fiii']],
    ['by a word that it had then', 'q=tepes', 'changed', ['Piața <Țepeș> & fiii']],
    ['not by a word that it got later', 'q=tepes', 'opened', []],
    ['the nearest first', 'near=20.2,60.2', 'verified', ['Piața <Țepeș> & fiii']],
    ['a kind', 'kind=portal', 'opened', ['Portalul']],
    ['suspended', 'status=suspended', 'suspended', ['Piața <Țepeș> & fiii']],
    ['without what is retired', '', 'retired', ['Portalul']],
    ['with what is not retired yet', '', 'resumed', ['Piața <Țepeș> & fiii', 'Portalul']],
  ])('is found: %s', async (_name, query, moment, found) => {
    const position = typeof moment === 'number' ? moment : at[moment];
    expect(await names(`${query}&asOf=${position}`)).toEqual(found);
  });

  it('is each facility as its stream has it at that position', async () => {
    for (const position of Object.values(at)) {
      const { body, headers } = await get(`${facilities}?asOf=${position}&status=open&limit=1&kind=payment-terminal`);
      expect(headers.get('ecou-as-of')).toBe(`facilities:${position}`);
      for (const item of body.items)
        expect((await get(`${facilities}/${item.id}?asOf=${position}`)).body).toEqual(item);
    }
  });

  it('is answered for a time and for a day', async () => {
    expect(await names('asOf=2000-01-01')).toEqual([]);
    expect(await names('asOf=2999-01-01')).toEqual(['Portalul']);
    expect(await names('asOf=2000-01-01T00:00:00Z')).toEqual([]);
  });

  it('is GeoJSON and a page, too, whose next pages stand at the same moment', async () => {
    const geo = await get(`${facilities}?asOf=${at['opened']}&format=geojson&limit=1`);
    expect(geo.body.features).toMatchObject([{ geometry: { coordinates: [10.1, 50.1] } }]);
    const next = geo.body.links.find(({ rel }: { rel: string }) => rel === 'next').href;
    expect(next).toContain(`asOf=${at['opened']}`);
    const page = await get(`${facilities}?asOf=${at['opened']}&format=html&limit=1`);
    expect(page.body).toMatch(new RegExp(`href="[^"]*asOf=${at['opened']}[^"]*cursor=`));
  });

  it('is refused for a position that does not exist yet', async () => {
    expect((await get(`${facilities}?asOf=999999`)).body).toMatchObject({ status: 400, code: 'AS_OF_BEYOND_HEAD' });
    expect((await get(`${facilities}?asOf=tomorrow`)).body.errors).toMatchObject([{ path: 'asOf' }]);
  });
});

describe('what changed between two moments', () => {
  const told = async (query: string) => {
    const { status, body } = await get(`${changes}?${query}`);
    expect(status).toBe(200);
    return body.items as { change: string; fields: string[]; position: number }[];
  };
  const whatOf = (items: readonly { readonly change: string }[]) => items.map(({ change }) => change);

  it('is told fact by fact, the newest first, with the fields', async () => {
    const items = await told('');
    expect(items.map(({ change, fields, position }) => [change, fields, position])).toEqual([
      ['retired', [], at['retired']],
      ['resumed', [], at['resumed']],
      ['suspended', [], at['suspended']],
      ['verified', [], at['verified']],
      ['changed', ['name', 'position', 'address'], at['changed']],
      ['opened', [], at['opened']],
      ['added', [], at['portal']],
      ['added', [], at['added']],
    ]);
    expect(items[2]).toMatchObject({
      facilityId: market,
      kind: 'payment-terminal',
      name: { ro: 'Piața <Țepeș> & fiii' },
      status: 'suspended',
      reason: { ro: 'Renovare', en: 'Being renovated' },
    });
  });

  it('is what lies after the first and up to the second', async () => {
    expect(whatOf(await told(`from=${at['opened']}&to=${at['verified']}`))).toEqual(['verified', 'changed']);
    expect(await told(`from=${at['retired']}`)).toEqual([]);
    expect(whatOf(await told(`kind=portal`))).toEqual(['added']);
    expect(whatOf(await told(`facilityId=${portal}`))).toEqual(['added']);
  });

  it('holds both days whole', async () => {
    const all = await told('');
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Bucharest' });
    const { at: time } = (await get(`${changes}?limit=1`)).body.items[0];
    const today = day.format(new Date(time as string));
    const [before, after] = [-1, 1].map((days) => day.format(new Date(Date.parse(time as string) + days * 86_400_000)));
    // A night may lie between the first and the last of them.
    expect(await told(`from=${before}&to=${after}`)).toEqual(all);
    expect((await told(`from=${today}&to=${today}`))[0]).toEqual(all[0]);
    expect(await told(`to=2000-01-01`)).toEqual([]);
    expect(await told(`from=2999-01-01`)).toEqual([]);
  });

  it('comes in pages, and as a table', async () => {
    const seen: string[] = [];
    for (let next: string | null = `${changes}?limit=3`; next;) {
      const page = await get(next);
      seen.push(...whatOf(page.body.items));
      next = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(seen).toEqual(whatOf(await told('')));
    const table = await get(`${changes}?format=csv`);
    expect((table.body as string).trim().split('\n')).toHaveLength(9);
  });

  it('is a page in both languages, with a form for two days, that leads to each facility as it was then', async () => {
    const page = async (lang: string) =>
      (await get(`${changes}?format=html&lang=${lang}&from=2020-01-01&to=`)).body as string;
    const [ro, en] = [await page('ro'), await page('en')];
    expect(ro).toContain('suspendată: Renovare');
    expect(ro).toContain('modificată: numele, poziția, adresa');
    expect(ro).toContain('Piața &lt;Țepeș> &amp; fiii');
    expect(ro).toContain('<input type="date" name="from" value="2020-01-01"');
    expect(en).toContain('suspended: Being renovated');
    const [, href = ''] = /href="(\/facilities\/v1\/facilities\/[^"]*asOf=\d+)"/.exec(en) ?? [];
    expect((await get(href.replaceAll('&amp;', '&'))).status).toBe(200);
    const { body: first } = await get(`${changes}?format=html&limit=2&from=2020-01-01`);
    expect(first).toMatch(/href="\?[^"]*from=2020-01-01[^"]*cursor=[^"]*" rel="next"/);
  });

  it('is an Atom feed', async () => {
    const answer = await get(`${changes}.atom?lang=en`);
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is one more package, for one assertion
    const { feed } = parser.parse(answer.body as string, true);
    expect(feed).toMatchObject({
      '@xml:lang': 'en',
      id: `https://ecou.example.ro${changes}.atom?lang=en`,
      title: 'Primăria Exemplu: What changed on the map of digital facilities',
    });
    expect(feed.entry).toHaveLength(8);
    expect(feed.entry[4].title['#text']).toBe(
      'Piața &lt;Țepeș&gt; &amp; fiii: payment terminal, changed: name, position, address',
    );
    expect(new Set(feed.entry.map(({ id }: { id: string }) => id)).size).toBe(8);
    expect((await get(`${changes}.atom?kind=portal`)).body.match(/<entry>/g)).toHaveLength(1);
    const known = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await get(`${changes}.atom?lang=en`, known)).status).toBe(304);
  });

  it.each([
    ['from=yesterday', 'from'],
    ['to=2024-13-01', 'to'],
    ['from=999999', 'from'],
    ['to=999999', 'to'],
    ['cursor=abc', 'cursor'],
    ['facilityId=12', 'facilityId'],
    ['colour=red', 'colour'],
  ])('is refused for %s', async (query, field) => {
    const { status, body } = await get(`${changes}?${query}`);
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([field]);
  });
});
