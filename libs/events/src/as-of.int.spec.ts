import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, startEvents, type EventsApi } from './testing/events-api.js';

/** A moment between facts, as a position and as a time. */
interface Moment {
  readonly position: number;
  readonly time: string;
}

/** A page without the address of its other language, which is made of its own. */
const withoutSwitch = (body: unknown): string => String(body).replaceAll(/href="[^"]*lang=[^"]*"/g, '');

describe('a civic event, its attendance and its report as they stood', () => {
  let api: EventsApi;
  let id: string;
  const moments: Record<'planned' | 'held' | 'reported' | 'first' | 'corrected' | 'second', Moment> = {} as never;

  /** Times of facts are the database's, so is this one; the pauses keep facts apart. */
  const now = async (): Promise<Moment> => {
    await sleep(15);
    const { pool } = api.test.context('events');
    const { rows } = await pool.query<{ time: string }>('SELECT clock_timestamp() AS time');
    await sleep(15);
    return { position: await api.head(), time: rows[0]?.time ?? '' };
  };

  beforeAll(async () => {
    api = await startEvents();
    id = await api.civicEvent('planned');
    moments.planned = await now();
    await api.post(`/civic-events/${id}/publish`);
    await api.post(`/civic-events/${id}/hold`);
    moments.held = await now();
    await api.put(`/civic-events/${id}/attendance`, figures);
    moments.reported = await now();
    await api.post(`/civic-events/${id}/reports`);
    moments.first = await now();
    await api.post(`/civic-events/${id}/attendance/corrections`, { total: 43, reason: { ro: 'Numărate din nou' } });
    moments.corrected = await now();
    await api.post(`/civic-events/${id}/reports`, { changeNote: { ro: 'Prezența a fost corectată' } });
    moments.second = await now();
    // Something elsewhere, so that the head lies behind all of it.
    await api.civicEvent('published');
  });

  afterAll(() => api.test.stop());

  const forms: readonly (readonly [name: string, of: (moment: Moment) => string])[] = [
    ['a position', ({ position }) => `${position}`],
    ['a time', ({ time }) => encodeURIComponent(time)],
  ];

  describe.each(forms)('by %s', (_name, of) => {
    const at = (path: string, moment: Moment, headers = {}) =>
      api.get(`/civic-events/${id}${path}${path.includes('?') ? '&' : '?'}asOf=${of(moment)}`, headers);

    it('the civic event', async () => {
      const early = await at('', moments.planned);
      expect(early).toMatchObject({ status: 404, body: { code: 'CIVIC_EVENT_UNKNOWN' } });
      expect(early.body.detail).toMatch(/^Nothing was public before \d{4}-\d\d-\d\d; the session itself was held on /);
      expect((await at('', moments.held)).body).toMatchObject({
        status: 'held',
        attendance: { state: 'not-reported' },
        report: null,
      });
      expect((await at('', moments.first)).body).toMatchObject({
        attendance: { state: 'unreconciled', total: 23 },
        report: { version: 1 },
      });
      expect((await at('', moments.second)).body).toEqual((await api.get(`/civic-events/${id}`)).body);
    });

    it('the attendance', async () => {
      expect((await at('/attendance', moments.held)).body).toMatchObject({ state: 'not-reported', reported: null });
      expect((await at('/attendance', moments.reported)).body).toMatchObject({ difference: 20, corrected: null });
      expect((await at('/attendance', moments.second)).body).toMatchObject({ difference: 0, corrected: { total: 43 } });
    });

    it('the report', async () => {
      const latest = '/reports/latest';
      expect(await at(latest, moments.reported)).toMatchObject({ status: 404, body: { code: 'REPORT_UNKNOWN' } });
      const first = await at(latest, moments.corrected);
      expect(first.body).toMatchObject({ version: 1, participants: { total: 23 } });
      expect((await at(latest, moments.second)).body).toMatchObject({ version: 2, participants: { total: 43 } });
      expect((await at('/reports/2', moments.corrected)).status).toBe(404);
      for (const form of ['html', 'pdf']) {
        const then = await at(`${latest}?format=${form}`, moments.corrected);
        const first = await api.get(`/civic-events/${id}/reports/1?format=${form}`);
        expect(withoutSwitch(then.body)).toBe(withoutSwitch(first.body));
      }
    });

    it('says which position it answers, and has the ETag of what stood there', async () => {
      for (const path of ['', '/attendance', '/agenda', '/reports/latest', '?format=html']) {
        const [then, again] = [await at(path, moments.first), await at(path, moments.first)];
        expect(then.headers.get('ecou-as-of')).toBe(`events:${moments.first.position}`);
        const etag = then.headers.get('etag') ?? '';
        expect(again.headers.get('etag')).toBe(etag);
        expect((await at(path, moments.first, { 'if-none-match': etag })).status).toBe(304);
        const later = await at(path, moments.second, { 'if-none-match': etag });
        // The agenda is the one thing that nothing changed.
        expect({ path, status: later.status }).toEqual({ path, status: path === '/agenda' ? 304 : 200 });
      }
    });
  });

  it('names no position where none was asked for', async () => {
    expect((await api.get(`/civic-events/${id}`)).headers.get('ecou-as-of')).toBeNull();
  });

  it.each(['', '/attendance', '/agenda', '/reports/latest'])('%s refuses what never was', async (path) => {
    const beyond = await api.get(`/civic-events/${id}${path}?asOf=${(await api.head()) + 1}`);
    expect(beyond).toMatchObject({ status: 400, body: { code: 'AS_OF_BEYOND_HEAD', errors: [{ path: 'asOf' }] } });
    const odd = await api.get(`/civic-events/${id}${path}?asOf=yesterday`);
    expect(odd).toMatchObject({ status: 400, body: { errors: [{ path: 'asOf' }] } });
    const before = await api.get(`/civic-events/${id}${path}?asOf=1999-01-01T00:00:00Z`);
    expect(before).toMatchObject({ status: 404, body: { code: 'CIVIC_EVENT_UNKNOWN' } });
  });

  it('tells nobody of the public of what was never announced, then or now', async () => {
    const hidden = await api.civicEvent('planned');
    const asked = `/civic-events/${hidden}?asOf=1999-01-01T00:00:00Z`;
    expect((await api.get(asked)).body.detail).toBe('There is no such civic event.');
  });
});
