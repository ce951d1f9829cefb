import { petitionTokens, subscriptionFormPath } from '@ecou/contracts';
import { SecretTokens } from '@ecou/runtime';
import type { TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import type { Browser } from 'playwright-core';
import { sessionIdOf } from '../sample/ids.ts';
import { petitionIdOf } from '../sample/petitions.ts';
import { upcomingId } from '../sample/registrations.ts';
import { until } from '../processes.ts';
import { faultsAt, openChromium, sendAsItStands } from './axe.ts';
import { alternatesOf, walkPages } from './pages.ts';
import { institution, publicUrl, startWithSample } from './sample-process.ts';

const session = sessionIdOf({ place: 2 });
const topic = `civic-event:${session}`;
let test: TestProcess;
let visited: Awaited<ReturnType<typeof walkPages>>;

beforeAll(async () => {
  test = await startWithSample();
  visited = await walkPages('/', { url: test.process.url, publicUrl, institution });
});

afterAll(() => test.stop());

/** Pages of one kind differ by ids and values only; two of each kind are read in each language. */
function eachKindOf(addresses: readonly string[]): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const address of addresses) {
    const { pathname, searchParams } = new URL(address);
    const path = pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|ecou\.[\w.-]+|\d+/g, '*');
    const kind = [path, searchParams.get('lang'), ...[...searchParams.keys()].sort()].join(' ');
    kinds.set(kind, [...(kinds.get(kind) ?? []), address].slice(0, 2));
  }
  return [...kinds.values()].flat();
}

describe('every page', () => {
  it('is reached from the start page, and leads to pages: with the institution, in both languages, without ids and JSON', () => {
    expect(visited.filter(({ fault }) => fault !== null)).toEqual([]);
    const paths = new Set(visited.map(({ address }) => new URL(address).pathname));
    for (const path of [
      '/',
      '/docs',
      '/privacy',
      '/feedback/v1/status',
      `/events/v1/civic-events/${sessionIdOf({ place: 1 })}`,
    ])
      expect(paths).toContain(path);
    expect(visited.length).toBeGreaterThan(50);
  });

  it('that the feed names as an alternate is there', async () => {
    const { body } = await test.visitor.get('/events/v1/publications.atom');
    const own = alternatesOf(body as string).filter((address) => address.startsWith(publicUrl));
    expect(own.length).toBeGreaterThan(5);
    for (const address of new Set(own)) {
      const { status, headers } = await test.visitor.get(address.slice(publicUrl.length));
      expect({ address, status, type: headers.get('content-type') }).toMatchObject({
        status: 200,
        type: 'text/html; charset=utf-8',
      });
    }
  });

  it('of an error is one that a person reads, and a problem document for programs', async () => {
    const address = '/events/v1/civic-events/6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
    const page = await test.visitor.get(`${address}?lang=en`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.body).toContain('There is no such page');
    expect(page.body).toContain(institution);
    expect((await test.visitor.get('/nowhere', { headers: { accept: 'text/html' } })).body).toContain(
      'Pagina nu există',
    );
    expect((await test.visitor.get(address)).body).toMatchObject({ code: 'CIVIC_EVENT_UNKNOWN' });
  });
});

describe('every page in Chromium', () => {
  let browser: Browser;
  const at = (path: string) => new URL(path, test.process.url).href;

  beforeAll(async () => {
    browser = await openChromium();
  }, 400_000);

  afterAll(() => browser.close());

  it('has nothing that axe finds wrong, and nothing that its policy forbids', async () => {
    const addresses = eachKindOf(visited.filter(({ isPage }) => isPage).map(({ address }) => address));
    const shown = addresses.map((address) => address.slice(test.process.url.length));
    const kinds = [
      ...['/facilities/v1/facilities', '/facilities/v1/changes', '/events/v1/civic-events', '/events/v1/programmes'],
      ...['/feedback/v1/petition-form', '/feedback/v1/status', '/analytics/v1/figures', '/integrations/v1/contracts'],
      `/events/v1/civic-events/${sessionIdOf({ place: 1 })}/reports`,
      '/notifications/v1/subscription-form',
      ...['/privacy', '/identity/v1/retention/periods'],
    ];
    for (const path of kinds) {
      const languages = ['ro', 'en'].filter((lang) =>
        shown.some((each) => each.startsWith(path) && each.includes(`lang=${lang}`)),
      );
      expect({ path, languages }).toEqual({ path, languages: ['ro', 'en'] });
    }
    expect(await faultsAt(browser, addresses)).toEqual([]);
  }, 400_000);

  it('is as sound where people sign in, and nothing that its policy forbids is run', async () => {
    const addresses = (['ro', 'en'] as const).flatMap((lang) => [
      at(`/identity/v1/login?lang=${lang}`),
      at(`/identity/v1/invitation?lang=${lang}`),
    ]);
    expect(await faultsAt(browser, addresses)).toEqual([]);
  });

  it('is as sound where a form was sent that nobody filled in', async () => {
    const addresses = (['ro', 'en'] as const).flatMap((lang) => [
      at(`/feedback/v1/petition-form?lang=${lang}`),
      at(`/events/v1/civic-events/${upcomingId}/registration-form?lang=${lang}`),
      at(subscriptionFormPath(topic, lang)),
    ]);
    expect(await faultsAt(browser, addresses, sendAsItStands)).toEqual([]);
  });

  /** A path of each kind of page that mails lead to. */
  async function pathsInMails(): Promise<readonly string[]> {
    const { items } = (await test.api.get('/notifications/v1/mails?limit=200')).body;
    const texts = await Promise.all(
      (items as readonly { file: string }[]).map(
        async ({ file }) =>
          (await simpleParser((await test.api.get(`/notifications/v1/mails/${file}`)).body)).text ?? '',
      ),
    );
    const paths = texts
      .flatMap((text) => [...text.matchAll(/https:\/\/ecou\.example\.ro(\/[^\s>]*)/g)].map(([, path = '']) => path))
      .filter((path) => !/\.ics|format=pdf/.test(path));
    const kindOf = (path: string) => path.split('?')[0]?.split('/').slice(0, 4).join('/');
    return [...new Map(paths.map((path) => [kindOf(path), path])).values()];
  }

  /** The path of a page in a mail that comes soon. */
  const mailed = (page: string): Promise<string> =>
    until(
      async () => (await pathsInMails()).find((path) => path.startsWith(`/notifications/v1/${page}/`)),
      60_000,
      `a mail that leads to ${page}`,
    );

  it('is as sound where it is behind a link of somebody', async () => {
    const asked = { address: 'ana@example.org', topics: [topic], consentVersion: 1 };
    expect((await test.visitor.post('/notifications/v1/subscriptions', asked)).status).toBe(202);
    const id = petitionIdOf('form');
    const { number } = (await test.api.get(`/feedback/v1/petitions/${id}`)).body;
    const token = new SecretTokens(test.process.config.secret, petitionTokens.status).of(number, id);
    const status = `/feedback/v1/status/${number}?token=${token}`;
    const confirm = await mailed('confirm');
    expect((await test.visitor.post(confirm)).status).toBe(200);
    const changeNote = { ro: 'Sintetic.', en: 'Synthetic.' };
    expect((await test.api.post(`/events/v1/civic-events/${session}/reports`, { changeNote })).status).toBe(201);
    const preferences = await mailed('preferences');
    const paths = [status, confirm, preferences, ...(await pathsInMails())];
    const addresses = paths.flatMap((path) =>
      ['ro', 'en'].map((lang) => {
        const address = new URL(path, test.process.url);
        address.searchParams.set('lang', lang);
        return address.href;
      }),
    );
    expect(await faultsAt(browser, addresses)).toEqual([]);
  });
});
