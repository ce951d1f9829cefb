import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventsWith, type EventsApi } from '../../testing/events-api.js';

/** Synthetic. */
const settings = { ECOU_INSTITUTION: 'Primăria Exemplu', PUBLIC_URL: 'https://ecou.example.ro' };
const nasty = '</script><script>alert(1)</script> & „țărm” <b>';

describe('the page of a civic event', () => {
  let api: EventsApi;

  beforeAll(async () => {
    api = await startEventsWith(settings);
  });

  afterAll(() => api.test.stop());

  const page = async (id: string, query = '') => {
    const { status, headers, body } = await api.get(`/civic-events/${id}?format=html${query}`);
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    return body as string;
  };
  const jsonLdIn = (html: string) => {
    const scripts = [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)];
    expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/ld+json"']);
    return JSON.parse(scripts[0]?.[2] ?? '') as Record<string, unknown>;
  };

  it('tells it in both languages, and in schema.org', async () => {
    const id = await api.civicEvent('published', {
      title: { ro: 'Sesiune de consultare', en: 'Consultation session' },
      description: { ro: 'Despre țărmuri' },
      capacity: 40,
      startsAt: '2026-03-23T07:30:00Z',
      endsAt: '2026-03-23T14:00:00Z',
    });
    const agenda = [
      {
        kind: 'debate',
        title: { ro: 'Dezbatere' },
        startsAt: '2026-03-23T10:00:00+02:00',
        endsAt: '2026-03-23T11:00:00+02:00',
        speakers: [{ name: 'Numele Nimănui' }],
      },
    ];
    expect((await api.put(`/civic-events/${id}/agenda`, { items: agenda })).status).toBe(200);
    const ro = await page(id);
    for (const text of [
      '<html lang="ro">',
      '<h1>Sesiune de consultare</h1>',
      '23 martie 2026',
      '09:30–16:00</dd>',
      'Casa Exemplu, Strada Exemplului 8, București',
      '10:00–11:00',
      'română',
      `https://ecou.example.ro/events/v1/civic-events/${id}/calendar.ics?lang=ro`,
    ]) {
      expect(ro).toContain(text);
    }
    expect(ro).not.toContain('Numele Nimănui');
    expect(jsonLdIn(ro)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Event',
      '@id': `https://ecou.example.ro/events/v1/civic-events/${id}`,
      identifier: id,
      url: `https://ecou.example.ro/events/v1/civic-events/${id}?format=html&lang=ro`,
      name: 'Sesiune de consultare',
      description: 'Despre țărmuri',
      startDate: '2026-03-23T09:30:00+02:00',
      endDate: '2026-03-23T16:00:00+02:00',
      eventStatus: 'https://schema.org/EventScheduled',
      eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
      location: { '@type': 'Place', name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
      organizer: { '@type': 'GovernmentOrganization', name: 'Primăria Exemplu', url: 'https://ecou.example.ro' },
      inLanguage: ['ro'],
      superEvent: { '@type': 'EventSeries', name: 'consultation sessions' },
      maximumAttendeeCapacity: 40,
    });
    const en = await page(id, '&lang=en');
    expect(en).toContain('<h1>Consultation session</h1>');
    expect(en).toContain('<span lang="ro">Despre țărmuri</span>');
    expect(jsonLdIn(en)).toMatchObject({
      name: 'Consultation session',
      eventStatus: 'https://schema.org/EventScheduled',
    });
  });

  it('follows what is moved and cancelled, with an ETag, and shows how it stood', async () => {
    const id = await api.civicEvent('published', { format: 'hybrid', onlineAddress: 'https://meet.example.org/a' });
    const { headers } = await api.get(`/civic-events/${id}?format=html`);
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await api.get(`/civic-events/${id}?format=html`, known)).status).toBe(304);
    const before = await api.head();
    const times = { startsAt: '2023-05-11T09:30:00+03:00', endsAt: '2023-05-11T16:00:00+03:00' };
    await api.post(`/civic-events/${id}/reschedule`, times);
    expect((await api.get(`/civic-events/${id}?format=html`, known)).status).toBe(200);
    const moved = await page(id);
    expect(moved).toContain('fusese anunțat pentru 11 aprilie 2023, ora 09:30');
    expect(jsonLdIn(moved)).toMatchObject({
      startDate: '2023-05-11T09:30:00+03:00',
      previousStartDate: '2023-04-11T09:30:00+03:00',
      eventStatus: 'https://schema.org/EventRescheduled',
      eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
      location: [
        { '@type': 'Place', name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
        { '@type': 'VirtualLocation', url: 'https://meet.example.org/a' },
      ],
    });
    await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Sala e închisă' } });
    const cancelled = await page(id);
    expect(cancelled).toContain('<strong>Evenimentul a fost anulat.</strong> Sala e închisă');
    expect(jsonLdIn(cancelled)).toMatchObject({ eventStatus: 'https://schema.org/EventCancelled' });
    const earlier = await page(id, `&asOf=${before}`);
    expect(jsonLdIn(earlier)).toMatchObject({ eventStatus: 'https://schema.org/EventScheduled' });
    expect(earlier).not.toContain('11 mai 2023');
  });

  it('of one that only ends at another time tells no other start', async () => {
    const id = await api.civicEvent('published');
    const longer = { startsAt: '2023-04-11T09:30:00+03:00', endsAt: '2023-04-11T18:00:00+03:00' };
    expect((await api.post(`/civic-events/${id}/reschedule`, longer)).status).toBe(200);
    const html = await page(id);
    expect(jsonLdIn(html)).toMatchObject({ endDate: longer.endsAt });
    expect(jsonLdIn(html)).not.toHaveProperty('previousStartDate');
    expect(html).not.toContain('fusese anunțat');
  });

  it('links the report, and says how many came', async () => {
    const id = await api.civicEvent('held');
    await api.put(`/civic-events/${id}/attendance`, { categories: [{ category: 'citizen', count: 3 }], total: 5 });
    await api.post(`/civic-events/${id}/reports`);
    const html = await page(id);
    expect(html).toContain(`/civic-events/${id}/reports/latest?format=html&amp;lang=ro`);
    expect(html).toContain('<p>5 (cifrele nu concordă');
  });

  it('lets no text become markup', async () => {
    const id = await api.civicEvent('published', { title: { ro: nasty }, description: { ro: nasty } });
    const html = await page(id);
    expect(html).not.toMatch(/<script>alert|<b>/);
    expect(jsonLdIn(html)).toMatchObject({ name: nasty, description: nasty });
  });

  it('is asked for by Accept as well, and JSON is what it was', async () => {
    const id = await api.civicEvent('published');
    const browser = await api.get(`/civic-events/${id}`, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect(browser.body).toContain('<!doctype html>');
    const json = await api.get(`/civic-events/${id}`);
    expect(json.body).toMatchObject({ id, status: 'published' });
    expect([browser, json].map(({ headers }) => headers.get('vary')?.includes('Accept'))).toEqual([true, true]);
    expect((await api.get(`/civic-events/${id}?format=json`, { accept: 'text/html' })).body).toMatchObject({ id });
  });

  it('of what was never announced is for staff only', async () => {
    const id = await api.civicEvent('planned');
    expect((await api.get(`/civic-events/${id}?format=html`)).body).toMatchObject({ code: 'CIVIC_EVENT_UNKNOWN' });
    expect((await api.getAsStaff(`/civic-events/${id}?format=html`)).body).toContain('planificat, încă neanunțat');
  });

  it.each([
    ['format=xml', 'format', 'INVALID_VALUE'],
    ['lang=fr', 'lang', 'INVALID_VALUE'],
    ['page=1', 'page', 'UNKNOWN_FIELD'],
    ['format=html&asOf=soon', 'asOf', 'INVALID_UNION'],
    ['format=html&asOf=999999', 'asOf', 'AS_OF_BEYOND_HEAD'],
  ])('refuses %s', async (query, field, code) => {
    const id = await api.civicEvent('published');
    const { status, body } = await api.get(`/civic-events/${id}?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: field, code }]);
  });
});
