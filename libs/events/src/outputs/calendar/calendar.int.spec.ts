import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { startEventsWith, type EventsApi } from '../../testing/events-api.js';

/** Synthetic. */
const settings = { ECOU_INSTITUTION: 'Primăria Exemplu, sector 9', PUBLIC_URL: 'https://ecou.example.ro/' };
const long = `Ședință; despre „țărmuri”, ăâîșț 🏛 și altele: ${'școli, grădinițe, piețe și străzi '.repeat(6)}`.trim();

/** A calendar as another program reads it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(zone);
  }
  return {
    calendar,
    zones: calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid')),
    events: calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component)),
  };
}

describe('calendars', () => {
  let api: EventsApi;
  let id: string;
  let other: string;

  beforeAll(async () => {
    api = await startEventsWith(settings);
    id = await api.civicEvent('published', {
      title: { ro: long, en: 'A session' },
      description: { ro: 'Prima linie\nA doua; linie\\' },
      startsAt: '2026-03-23T09:30:00+02:00',
      endsAt: '2026-03-23T16:00:00+02:00',
    });
    other = await api.civicEvent('published', {
      series: null,
      startsAt: '2026-07-01T10:00:00-04:00',
      endsAt: '2026-07-01T11:00:00-04:00',
      timeZone: 'America/New_York',
      format: 'online',
      venue: null,
      onlineAddress: 'https://meet.example.org/1?a=b&c=d',
    });
    await api.civicEvent('planned', { title: { ro: 'Nepublicat' } });
    await api.test.settle();
  });

  afterAll(() => api.test.stop());

  const get = async (path: string, headers = {}) => {
    await api.test.settle();
    return api.get(path, headers);
  };
  const textOf = async (path: string) => (await get(path)).body as string;

  it('are iCalendar that another program reads, folded diacritics included', async () => {
    const { status, headers, body } = await get('/calendar.ics');
    expect({ status, type: headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/calendar; charset=utf-8',
    });
    const { calendar, zones, events } = read(body);
    expect(zones.sort()).toEqual(['America/New_York', 'Europe/Bucharest']);
    // The parser knows no NAME (RFC 7986), so it leaves the text as it is written.
    expect(calendar.getFirstPropertyValue('name')).toBe('Primăria Exemplu\\, sector 9: evenimente civice');
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H');
    expect(events.map(({ uid }) => uid)).toEqual([id, other]);
    const [first] = events;
    expect(first).toMatchObject({
      summary: long,
      description: 'Prima linie\nA doua; linie\\',
      location: 'Casa Exemplu\nStrada Exemplului 8, București',
      sequence: 2,
    });
    expect(first?.component.getFirstPropertyValue('url')).toBe(
      `https://ecou.example.ro/events/v1/civic-events/${id}?format=html&lang=ro`,
    );
    expect(first?.startDate.toJSDate().toISOString()).toBe('2026-03-23T07:30:00.000Z');
    expect(first?.endDate.toJSDate().toISOString()).toBe('2026-03-23T14:00:00.000Z');
    expect(events[1]?.startDate.toJSDate().toISOString()).toBe('2026-07-01T14:00:00.000Z');
    expect(body).not.toContain('Nepublicat');
  });

  it('have lines of 75 octets at most, that end in CRLF and split no character', async () => {
    const response = await fetch(`${api.test.visitor.url}/events/v1/calendar.ics`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = text.split('\r\n');
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' ') && /[ășțâî]/.test(line))).toBe(true);
    expect(() => lines.map((line) => encodeURIComponent(line))).not.toThrow();
  });

  it('give times on the clock of the place, and their own in UTC', async () => {
    const text = await textOf('/calendar.ics');
    expect(text).toContain('DTSTART;TZID=Europe/Bucharest:20260323T093000\r\n');
    expect(text).toContain('DTEND;TZID=America/New_York:20260701T110000\r\n');
    expect(text.match(/^DTSTAMP:.*$/gm)?.every((line) => /^DTSTAMP:\d{8}T\d{6}Z\r?$/.test(line))).toBe(true);
    expect(text.match(/^LAST-MODIFIED:.*$/gm)?.every((line) => /Z\r?$/.test(line))).toBe(true);
  });

  it('have their properties before their components, and one component where there is no event', async () => {
    for (const path of ['/calendar.ics', '/calendar.ics?series=nothing-of-the-kind']) {
      const [head = '', ...components] = (await textOf(path)).split(/^BEGIN:(?=V(?:TIMEZONE|EVENT))/m);
      expect(head).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
      expect(components.length).toBeGreaterThan(0);
      // Between two components stands nothing.
      for (const component of components) expect(component).toMatch(/^(\w+)\r\n[^]*END:\1\r\n(?:END:VCALENDAR\r\n)?$/);
    }
    expect(read(await textOf('/calendar.ics?series=nothing-of-the-kind')).zones).toEqual(['Europe/Bucharest']);
  });

  it('are had of all, of a series, of one, and by criteria', async () => {
    const idsIn = async (path: string) => read(await textOf(path)).events.map(({ uid }) => uid);
    expect(await idsIn('/series/consultation-sessions/calendar.ics')).toEqual([id]);
    expect(await api.get('/series/nothing-of-the-kind/calendar.ics')).toMatchObject({
      status: 404,
      body: { code: 'SERIES_UNKNOWN' },
    });
    expect(await idsIn('/calendar.ics?series=nothing-of-the-kind')).toEqual([]);
    expect(await idsIn(`/civic-events/${other}/calendar.ics`)).toEqual([other]);
    expect(await idsIn('/calendar.ics?series=consultation-sessions')).toEqual([id]);
    expect(await idsIn('/calendar.ics?from=2026-04-01')).toEqual([other]);
    expect(await idsIn('/calendar.ics?kind=webinar')).toEqual([]);
    expect(read(await textOf('/calendar.ics?lang=en')).events[0]?.summary).toBe('A session');
    // It is called what the titles of its civic events begin with.
    expect(await textOf('/series/consultation-sessions/calendar.ics?lang=en')).toContain('sector 9: A session');
    expect(await textOf('/calendar.ics?series=nothing-of-the-kind')).toContain('sector 9: nothing of the kind');
  });

  it('say the same of one civic event as of all', async () => {
    const partOf = (text: string) => /BEGIN:VEVENT.*?END:VEVENT/s.exec(text)?.[0];
    const one = partOf(await textOf(`/civic-events/${id}/calendar.ics`));
    expect(one).toBe(partOf(await textOf('/calendar.ics')));
    expect(one).toBeDefined();
  });

  it('are not sent again while nothing changed, and follow what is moved and cancelled', async () => {
    const paths = ['/calendar.ics', '/series/consultation-sessions/calendar.ics', `/civic-events/${id}/calendar.ics`];
    const seen = await Promise.all(paths.map((path) => get(path)));
    const tags = seen.map(({ headers }) => ({ 'if-none-match': headers.get('etag') ?? '' }));
    const again = await Promise.all(paths.map((path, index) => get(path, tags[index])));
    expect(again.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([304, undefined]));

    const sequences = [read(seen[0]?.body as string).events[0]?.sequence ?? NaN];
    const note = async (status: string) => {
      const answers = await Promise.all(paths.map((path, index) => get(path, tags[index])));
      for (const { status: code, body } of answers) {
        expect(code).toBe(200);
        const [event] = read(body as string).events;
        expect(event).toMatchObject({ uid: id });
        expect(event?.component.getFirstPropertyValue('status')).toBe(status);
      }
      sequences.push(read(answers[0]?.body as string).events[0]?.sequence ?? NaN);
      return answers[0]?.body as string;
    };
    const times = { startsAt: '2026-03-24T09:30:00+02:00', endsAt: '2026-03-24T16:00:00+02:00' };
    expect((await api.post(`/civic-events/${id}/reschedule`, times)).status).toBe(200);
    expect(await note('CONFIRMED')).toContain('DTSTART;TZID=Europe/Bucharest:20260324T093000');
    expect((await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Sala e închisă' } })).status).toBe(200);
    const cancelled = await note('CANCELLED');
    expect(read(cancelled).events[0]?.description).toContain('Anulat: Sala e închisă');
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
  });

  it('of what was never announced are of nothing', async () => {
    const hidden = await api.civicEvent('planned');
    expect(await get(`/civic-events/${hidden}/calendar.ics`)).toMatchObject({
      status: 404,
      body: { code: 'CIVIC_EVENT_UNKNOWN' },
    });
    await api.post(`/civic-events/${hidden}/cancel`, { reason: { ro: 'Nu se mai ține' } });
    expect(await textOf('/calendar.ics')).not.toContain(hidden);
  });

  it('give a time of the hour that comes twice in autumn in UTC', async () => {
    const repeated = await api.civicEvent('published', {
      series: null,
      startsAt: '2026-10-25T03:30:00+02:00',
      endsAt: '2026-10-25T05:00:00+02:00',
    });
    const text = await textOf(`/civic-events/${repeated}/calendar.ics`);
    expect(text).toContain('DTSTART:20261025T013000Z\r\nDTEND:20261025T030000Z\r\n');
    const [event] = read(text).events;
    expect(event?.startDate.toJSDate().toISOString()).toBe('2026-10-25T01:30:00.000Z');
  });

  it.each([
    ['/calendar.ics?colour=red', 'colour', 'UNKNOWN_FIELD'],
    ['/calendar.ics?lang=fr', 'lang', 'INVALID_VALUE'],
    ['/calendar.ics?from=yesterday', 'from', 'INVALID_UNION'],
    ['/calendar.ics?limit=5', 'limit', 'UNKNOWN_FIELD'],
    ['/calendar.ics?kind=Not%20a%20slug', 'kind', 'INVALID_FORMAT'],
    ['/series/Not%20a%20slug/calendar.ics', 'name', 'INVALID_FORMAT'],
    ['/civic-events/7/calendar.ics', 'id', 'INVALID_FORMAT'],
  ])('refuse %s', async (path, field, code) => {
    const { status, body } = await api.get(path);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: field, code }]);
  });
});
