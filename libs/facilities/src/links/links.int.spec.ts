import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';
import { linkAddress } from './link/address.js';
import type { LinkAnswer } from './link/link.schemas.js';
import { Site } from './testing/site.js';

const base = '/facilities/v1/facilities';
const queue = '/facilities/v1/links';
const [minute, hour] = [60_000, 3_600_000];
const env = {
  ...{ ECOU_LINKS: 'on', ECOU_LINKS_NETWORKS: '127.0.0.0/8', ECOU_LINKS_PAUSE_MS: '0', ECOU_LINKS_SECONDS: '1' },
  PUBLIC_URL: 'https://ecou.test',
};

let test: TestProcess;
/** One always answers: our own connection works. */
let [site, other]: Site[] = [];

beforeAll(async () => {
  [site, other, test] = await Promise.all([Site.start(), Site.start(), startTestProcess([facilitiesContext], { env })]);
  await added(other.url('ok'));
});
afterAll(async () => {
  await test.stop();
  await Promise.all([site!.stop(), other!.stop()]);
});

const details = (...urls: string[]) => ({
  kind: 'portal',
  name: { ro: 'Portal' },
  links: urls.map((url) => ({ kind: 'service', url })),
});

async function added(...urls: string[]): Promise<string> {
  const { status, body } = await test.api.post(base, details(...urls));
  expect(status).toBe(201);
  return body.id;
}

const idOf = (url: string) => linkAddress(url)!.id;

async function linkOf(url: string): Promise<LinkAnswer> {
  const { status, body } = await test.api.get(`${queue}/${idOf(url)}`);
  expect(status).toBe(200);
  return body;
}

/** The state of a link once it was checked then or later. */
async function checked(url: string, since: string): Promise<LinkAnswer> {
  return until(async () => {
    const found = await linkOf(url);
    // What breaks is due until that is told.
    const { checkedAt, nextCheckAt } = found;
    return checkedAt !== null && checkedAt >= since && nextCheckAt > checkedAt && found;
  }, `${url} to be checked`);
}

/** Moves the clock to the next check of a link, and waits for it. */
async function nextCheck(url: string): Promise<LinkAnswer> {
  const { nextCheckAt } = await linkOf(url);
  const now = Date.parse(nextCheckAt) + 1;
  if (now > Date.parse(test.clock.now())) test.clock.set(new Date(now).toISOString());
  return checked(url, test.clock.now());
}

/** The state of a link once it was checked. */
const firstCheck = (url: string): Promise<LinkAnswer> =>
  until(async () => {
    const { body } = await test.api.get(`${queue}/${idOf(url)}`);
    return typeof body.checkedAt === 'string' && (body as LinkAnswer);
  }, url);

/** Messages about a link, in order. */
async function told(url: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { rows } = await test
    .context('facilities')
    .pool.query<{ type: string; data: Record<string, unknown> }>(
      'SELECT type, data FROM facilities.outbox WHERE key = $1 ORDER BY "offset"',
      [idOf(url)],
    );
  return rows;
}

describe('links of facilities', () => {
  it('are checked, each once whoever shows it, and only those of http', async () => {
    const url = site!.url('ok?shared');
    const [one] = await Promise.all([added(url, 'tel:0210000000'), added(`${url}#there`, 'mailto:a@example.org')]);
    expect(await firstCheck(url)).toMatchObject({
      state: 'ok',
      status: 200,
      failures: 0,
      facilityCount: 2,
      note: null,
    });
    expect(site!.paths('HEAD').filter((path) => path === '/ok?shared')).toHaveLength(1);
    const { body } = await test.api.get(`${queue}?facility=${one}`);
    expect(body.items).toMatchObject([
      { url, state: 'ok', facilities: [{ kind: 'portal' }, { name: { ro: 'Portal' } }] },
    ]);
  });

  it('are those of guides and of the contact, too', async () => {
    const [guide, contact] = [site!.url('ok?guide'), site!.url('ok?contact')];
    const body = { ...details(), guides: [{ title: { ro: 'Ghid' }, url: guide }], contact: { url: contact } };
    expect((await test.api.post(base, body)).status).toBe(201);
    expect(await firstCheck(guide)).toMatchObject({ state: 'ok' });
    expect(await firstCheck(contact)).toMatchObject({ state: 'ok' });
  });

  it('are checked again a day later, and not before', async () => {
    const url = site!.url('ok?daily');
    await added(url);
    const { nextCheckAt, checkedAt } = await firstCheck(url);
    const pause = Date.parse(nextCheckAt) - Date.parse(checkedAt!);
    expect(pause).toBeGreaterThanOrEqual(24 * hour);
    expect(pause).toBeLessThanOrEqual(26.4 * hour);
    test.clock.advance(20 * hour);
    await nextCheck(url);
    expect(site!.paths('HEAD').filter((path) => path === '/ok?daily')).toHaveLength(2);
  });

  it('are broken after three failures in more than an hour, once, and restored when they work', async () => {
    const url = site!.url('status/404?breaks');
    const id = await added(url);
    const first = await firstCheck(url);
    expect(first).toMatchObject({ state: 'unchecked', failures: 1, status: 404, note: 'HTTP 404' });
    expect(await nextCheck(url)).toMatchObject({ state: 'unchecked', failures: 2 });
    const before = (await test.visitor.get(`${base}/${id}`)).headers.get('etag');
    expect(await nextCheck(url)).toMatchObject({ state: 'broken', failures: 3, status: 404 });
    expect(await linkOf(url)).toMatchObject({ since: first.checkedAt });
    await nextCheck(url);

    await test.settle();
    const since = new Date(first.checkedAt!).toISOString();
    const facility = await test.visitor.get(`${base}/${id}`);
    expect(facility.body.links).toEqual([{ kind: 'service', url, title: null, brokenSince: since }]);
    expect(facility.headers.get('etag')).not.toBe(before);
    const again = await test.visitor.get(`${base}/${id}`, {
      headers: { 'if-none-match': facility.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    const listed = (await test.visitor.get(`${base}?q=Portal&limit=200`)).body.items;
    expect(listed.find((each: { id: string }) => each.id === id).links[0].brokenSince).toBe(since);
    const page = await test.visitor.get(`${base}/${id}?format=html`);
    expect(page.body).toMatch(/nu funcționează din <time/);
    const geoJson = await test.visitor.get(`${base}/${id}?format=geojson`);
    expect(geoJson.body.properties.links[0].brokenSince).toBe(since);
    const broken = (await test.api.get(`${queue}?state=broken`)).body.items.map((each: LinkAnswer) => each.url);
    expect(broken).toEqual([url]);
    const position = facility.headers.get('ecou-position') ?? (await test.context('facilities').head());

    site!.always = 'ok';
    expect(await nextCheck(url)).toMatchObject({ state: 'ok', failures: 0, status: 200 });
    site!.always = undefined;
    await test.settle();
    expect((await test.visitor.get(`${base}/${id}`)).body.links).toEqual([{ kind: 'service', url, title: null }]);
    const then = await test.visitor.get(`${base}/${id}?asOf=${String(position)}`);
    expect(then.body.links[0].brokenSince).toBe(since);

    expect(await until(async () => (await told(url)).length === 2 && told(url))).toMatchObject([
      {
        type: 'ecou.facilities.link-broken.v1',
        data: {
          linkId: idOf(url),
          url,
          status: 404,
          fault: null,
          since,
          failures: 3,
          facilities: [id],
          facilityCount: 1,
        },
      },
      { type: 'ecou.facilities.link-restored.v1', data: { url, since, status: 200 } },
    ]);
  });

  it('are not broken by a hiccup', async () => {
    const url = site!.url('ok?hiccup');
    await added(url);
    await firstCheck(url);
    site!.always = 'status/500';
    expect(await nextCheck(url)).toMatchObject({ state: 'ok', failures: 1, status: 500 });
    expect(await nextCheck(url)).toMatchObject({ state: 'ok', failures: 2 });
    site!.always = undefined;
    expect(await nextCheck(url)).toMatchObject({ state: 'ok', failures: 0, note: null });
    expect(await told(url)).toEqual([]);
  });

  it('are not broken where it may be our own connection that is', async () => {
    const gone = await Site.start();
    const url = gone.url('ok');
    await gone.stop();
    const { pool } = test.context('facilities');
    await pool.query(`UPDATE facilities.link_checks SET due_at = 'infinity'`);
    test.clock.advance(minute);
    await added(url);
    expect(await firstCheck(url)).toMatchObject({ failures: 1, note: 'refused' });
    await nextCheck(url);
    await nextCheck(url);
    expect(await nextCheck(url)).toMatchObject({ state: 'unchecked', failures: 4 });
    await test.api.post(`${queue}/${idOf(other!.url('ok'))}/check`);
    await checked(other!.url('ok'), test.clock.now());
    expect(await nextCheck(url)).toMatchObject({ state: 'broken', failures: 5, status: null, note: 'refused' });
  });

  it.each([
    ['site asks for patience', 'patience/7200', { status: 503, note: 'HTTP 503' }],
    ['server refuses programs', 'status/403', { status: 403, note: 'HTTP 403' }],
    ['link leads where nothing may be asked', `to/${encodeURIComponent('http://169.254.169.254/')}`, { status: null }],
  ])('say nothing where a %s', async (_what, path, found) => {
    const url = site!.url(`${path}?x`);
    await added(url);
    expect(await firstCheck(url)).toMatchObject({ state: 'unchecked', failures: 0, ...found });
    const { checkedAt, nextCheckAt } = await linkOf(url);
    expect(Date.parse(nextCheckAt) - Date.parse(checkedAt!)).toBeGreaterThanOrEqual(24 * hour);
  });

  it('hold nobody up: a site that hangs is one of many', async () => {
    const slow = await Site.start();
    slow.always = 'hangs';
    await added(slow.url('1'), slow.url('2'), slow.url('3'));
    await until(() => slow.visits.length > 0);
    const started = performance.now();
    await added(site!.url('ok?beside'));
    await firstCheck(site!.url('ok?beside'));
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await firstCheck(slow.url('3'))).toMatchObject({ failures: 1, note: 'timeout' });
    expect(slow.most).toBe(1);
    await slow.stop();
  });

  it('are checked when an editor asks, a minute after the last time at the earliest', async () => {
    const url = site!.url('ok?asked');
    await added(url);
    const { checkedAt } = await firstCheck(url);
    const path = `${queue}/${idOf(url)}/check`;
    const soon = await test.api.post(path);
    expect(soon).toMatchObject({ status: 200, body: { url, state: 'ok' } });
    expect(Date.parse(soon.body.nextCheckAt) - Date.parse(checkedAt!)).toBe(minute);
    test.clock.advance(minute);
    await checked(url, test.clock.now());
    expect(await test.visitor.post(path)).toMatchObject({ status: 401 });
    expect(await test.visitor.get(queue)).toMatchObject({ status: 401 });
    const unknown = await test.api.post(`${queue}/6f0c2b1e-6d0d-5f0a-9c57-0d4f5a1b2c3d/check`);
    expect(unknown).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } });
  });

  it('are dropped where no facility shows them any more', async () => {
    const url = site!.url('status/410?dropped');
    const [changed, retired] = [await added(url), await added(url)];
    await firstCheck(url);
    await nextCheck(url);
    await nextCheck(url);
    const { status } = await test.api.put(`${base}/${changed}`, details(), { headers: { 'if-match': '"1"' } });
    expect(status).toBe(200);
    expect(await nextCheck(url)).toMatchObject({ state: 'broken', facilityCount: 1 });
    await test.api.post(`${base}/${retired}/retire`, { reason: { ro: 'Nu mai este' } });
    await test.settle();
    expect((await test.api.get(`${queue}?state=broken&limit=200`)).body.items).not.toContainEqual(
      expect.objectContaining({ url }),
    );
    await test.api.post(`${queue}/${idOf(url)}/check`);
    test.clock.advance(2 * minute);
    await until(async () => (await test.api.get(`${queue}/${idOf(url)}`)).status === 404);
    const last = await until(async () => (await told(url)).at(-1));
    expect(last).toMatchObject({ type: 'ecou.facilities.link-dropped.v1', data: { url } });
    // Shown again, it is checked again.
    await added(url);
    expect(await firstCheck(url)).toMatchObject({ state: 'unchecked', failures: 1 });
  });

  it('are listed page by page', async () => {
    const all = (await test.api.get(`${queue}?limit=200`)).body.items;
    const pages: LinkAnswer[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await test.api.get(`${queue}?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(...body.items);
      cursor = body.next;
    }
    expect(pages.map(({ id }) => id)).toEqual(all.map(({ id }: LinkAnswer) => id));
    expect((await test.api.get(`${queue}?state=wrong`)).status).toBe(400);
    expect((await test.api.get(`${queue}?cursor=wrong`)).status).toBe(400);
  });

  it('are counted', async () => {
    const { body: metrics } = await test.api.get('/metrics');
    expect(metrics).toMatch(/ecou_links\{[^}]*state="ok"[^}]*\} [1-9]/);
    expect(metrics).toMatch(/ecou_link_checks_total\{[^}]*outcome="fails"[^}]*\} [1-9]/);
  });

  it('fold to what stands', async () => {
    await test.replayEqualsIncremental('facilities', 'facility_links');
    await test.replayEqualsIncremental('facilities', 'broken_links');
  });
});
