import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { startEventsWith, type EventsApi } from '../testing/events-api.js';

/** Synthetic. */
const settings = { ECOU_INSTITUTION: 'Primăria Exemplu & Țărmul', PUBLIC_URL: 'https://ecou.example.ro' };
const nasty = 'Ședință ]]> <b>țărm</b> & „altele” \u0007';

interface Entry {
  readonly id: string;
  readonly title: { readonly '#text': string; readonly '@type': string };
  readonly updated: string;
  readonly published: string;
  readonly link: readonly { readonly '@href': string }[];
  readonly summary?: { readonly '#text': string };
  readonly category: readonly { readonly '@term': string }[];
}

interface AtomFeed {
  readonly '@xmlns': string;
  readonly '@xml:lang': string;
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly author: { readonly name: string };
  readonly link: readonly { readonly '@rel': string; readonly '@href': string }[];
  readonly entry?: readonly Entry[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => ['entry', 'link', 'category'].includes(name),
});

/** A feed as another program reads it; it refuses what is not well-formed. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is one more package, for one assertion
const read = (text: string): AtomFeed => (parser.parse(text, true) as { feed: AtomFeed }).feed;

describe('the feed of publications', () => {
  let api: EventsApi;

  beforeAll(async () => {
    api = await startEventsWith(settings);
  });

  afterAll(() => api.test.stop());

  const get = async (query = '', headers = {}) => {
    await api.test.settle();
    return api.get(`/publications.atom${query}`, headers);
  };
  const feed = async (query = '') => read((await get(query)).body as string);

  it('is valid without entries as well', async () => {
    const { status, headers } = await get();
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'application/atom+xml; charset=utf-8',
    });
    expect(await feed()).toMatchObject({
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': 'ro',
      id: 'https://ecou.example.ro/events/v1/publications.atom?lang=ro',
      title: 'Primăria Exemplu & Țărmul: Publicații despre evenimente civice',
      author: { name: 'Primăria Exemplu & Țărmul' },
      updated: expect.stringMatching(/Z$/),
      link: [
        { '@rel': 'alternate', '@href': 'https://ecou.example.ro/' },
        { '@rel': 'self', '@href': 'https://ecou.example.ro/events/v1/publications.atom?lang=ro' },
      ],
    });
  });

  it('tells what was announced, moved, cancelled and published, the newest first, and nothing else', async () => {
    const { body: programme } = await api.post('/programmes', { title: { ro: 'Programul' } });
    const id = await api.civicEvent('published', { title: { ro: nasty, en: 'A session' } });
    const hidden = await api.civicEvent('planned');
    const times = { startsAt: '2023-05-11T09:30:00+03:00', endsAt: '2023-05-11T16:00:00+03:00' };
    await api.post(`/civic-events/${hidden}/reschedule`, times);
    await api.post(`/civic-events/${hidden}/cancel`, { reason: { ro: 'Nu se mai ține' } });
    await api.post(`/civic-events/${id}/reschedule`, { ...times, reason: { ro: 'Sala e ocupată' } });
    await api.post(`/civic-events/${id}/hold`);
    await api.post(`/civic-events/${id}/reports`);
    const { body: published } = await api.post(`/programmes/${programme.id}/deliverables`, {
      kind: 'study',
      title: { ro: 'Studiul' },
      address: 'https://example.org/studiu?a=b&c=d',
    });
    expect(published.version).toBeDefined();
    const other = await api.civicEvent('published');
    await api.post(`/civic-events/${other}/cancel`, { reason: { ro: 'Vreme rea', en: 'Bad weather' } });

    const { entry = [] } = await feed();
    expect(entry.map(({ category }) => category[0]?.['@term'])).toEqual([
      'civic-event-cancelled',
      'civic-event-published',
      'deliverable-published',
      'report-published',
      'civic-event-rescheduled',
      'civic-event-published',
    ]);
    const links = entry.map(({ link }) => link[0]?.['@href']);
    expect(links).toContain(`https://ecou.example.ro/events/v1/civic-events/${id}/reports/1?format=html&lang=ro`);
    expect(links).toContain('https://example.org/studiu?a=b&c=d');
    const announced = entry.at(-1);
    // HTML within XML: once escaped for a page.
    expect(announced?.title).toMatchObject({ '@type': 'html' });
    expect(announced?.title['#text']).toContain('Ședință ]]&gt; &lt;b&gt;țărm&lt;/b&gt; &amp; „altele”');
    expect(entry[4]?.summary?.['#text']).toBe(
      '11 mai 2023, 09:30–16:00. Casa Exemplu, Strada Exemplului 8, București. Sala e ocupată',
    );
    expect(new Set(entry.map((each) => each.id)).size).toBe(entry.length);
    expect(entry.every((each) => /^urn:uuid:[0-9a-f-]{36}$/.test(each.id))).toBe(true);
    expect((await feed()).updated).toBe(entry[0]?.updated);

    const english = await feed('?lang=en');
    expect(english.entry?.[0]?.title['#text']).toBe('Event cancelled: Consultation session II');
    expect(english.entry?.map((each) => each.id)).toEqual(entry.map((each) => each.id));
  });

  it('is not sent again while nothing was published', async () => {
    const { headers } = await get();
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    await api.civicEvent('planned');
    expect((await get('', known)).status).toBe(304);
    await api.civicEvent('published');
    expect((await get('', known)).status).toBe(200);
  });

  it('holds the last hundred', async () => {
    const before = (await feed()).entry?.length ?? 0;
    for (let index = 0; index < 101 - before; index += 1)
      await api.civicEvent('published', { title: { ro: `Nr. ${index}` } });
    const { entry = [] } = await feed();
    expect(entry).toHaveLength(100);
    expect(entry[0]?.title['#text']).toBe(`Eveniment anunțat: Nr. ${100 - before}`);
  });

  it('equals its replay', () => api.test.replayEqualsIncremental('events', 'publication_list'));

  it.each([
    ['lang=fr', 'lang', 'INVALID_VALUE'],
    ['limit=5', 'limit', 'UNKNOWN_FIELD'],
  ])('refuses %s', async (query, field, code) => {
    const { status, body } = await api.get(`/publications.atom?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: field, code }]);
  });
});
