import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../testing/events-api.js';

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

describe('a civic event', () => {
  it('reads as it stands and as it stood', async () => {
    const id = await api.civicEvent('planned', { timeZone: 'Europe/Chisinau' });
    const before = await api.head();
    await api.post(`/civic-events/${id}/publish`);
    const moved = {
      startsAt: '2023-04-12T10:00:00+03:00',
      endsAt: '2023-04-12T16:30:00+03:00',
      reason: { ro: 'Sala' },
    };
    await api.post(`/civic-events/${id}/reschedule`, moved);
    const { body, headers } = await api.get(`/civic-events/${id}`);
    expect(body).toMatchObject({
      id,
      status: 'rescheduled',
      durationMinutes: 390,
      timeZone: 'Europe/Chisinau',
      attendance: { state: 'not-reported', total: null, difference: null },
      report: null,
    });
    expect(headers.get('etag')).toBe('"3-a0.r0"');
    const stood = await api.get(`/civic-events/${id}?asOf=${before}`);
    expect(stood.body).toMatchObject({ status: 'planned', version: 1 });
    expect(stood.headers.get('ecou-as-of')).toBe(`events:${before}`);
    expect((await api.get(`/civic-events/${id}?asOf=${before + 1_000_000}`)).status).toBe(400);
    expect((await api.get(`/civic-events/${randomUUID()}`)).body).toMatchObject({ code: 'CIVIC_EVENT_UNKNOWN' });
  });

  it('is found by each filter', async () => {
    const programme = (await api.post('/programmes', { title: { ro: 'Program' } })).body.id as string;
    const title = { ro: 'Șezătoare în grădină', en: 'Garden gathering' };
    const more = { programmeId: programme, kind: 'entertainment', title, series: { name: 'gardens', place: 1 } };
    const id = await api.civicEvent('published', more);
    const later = await api.civicEvent('published', {
      ...more,
      startsAt: '2023-05-01T00:30:00+03:00',
      endsAt: '2023-05-01T02:00:00+03:00',
    });
    await api.test.settle();
    const idsOf = async (query: string) =>
      ((await api.get(`/civic-events?${query}`)).body.items as { id: string }[]).map((item) => item.id);
    for (const query of [`programme=${programme}`, 'series=gardens', 'kind=entertainment', 'q=sezatoare%20gradina'])
      expect(await idsOf(query)).toEqual([id, later]);
    expect(await idsOf(`programme=${programme}&status=published&to=2023-04-30`)).toEqual([id]);
    expect(await idsOf(`programme=${programme}&from=2023-05-01`)).toEqual([later]);
    expect(await idsOf(`programme=${programme}&from=2023-04-30T21:31:00Z`)).toEqual([]);
    const first = await api.get(`/civic-events?programme=${programme}&limit=1`);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(await idsOf(`programme=${programme}&limit=1&cursor=${first.body.next}`)).toEqual([later]);
    expect((await api.get('/civic-events?cursor=nonsense')).body).toMatchObject({ errors: [{ path: 'cursor' }] });
  });

  it('has an agenda with a version of its own, and shows speakers to staff only', async () => {
    const id = await api.civicEvent('published');
    const items = [
      {
        kind: 'presentation',
        title: { ro: 'Prezentarea studiului' },
        startsAt: '2023-04-11T10:00:00+03:00',
        speakers: [{ name: 'Ana Exemplu', affiliation: 'Asociația Exemplu' }],
      },
      { kind: 'debate', title: { ro: 'Dezbatere' } },
    ];
    const first = await api.put(`/civic-events/${id}/agenda`, { items }, { 'if-match': '"1"' });
    expect(first).toMatchObject({ status: 200, body: { id, version: 3 } });
    expect(await api.put(`/civic-events/${id}/agenda`, { items })).toMatchObject({ status: 200, body: { version: 3 } });
    await api.post(`/civic-events/${id}/hold`);
    const seen = await api.get(`/civic-events/${id}/agenda`);
    expect(seen.headers.get('etag')).toBe('"3"');
    expect(seen.body.items[0]).toMatchObject({
      startsAt: '2023-04-11T10:00:00+03:00',
      speakers: [{ name: null, affiliation: 'Asociația Exemplu' }],
    });
    const staff = await api.getAsStaff(`/civic-events/${id}/agenda`);
    expect(staff.body.items[0].speakers).toEqual([{ name: 'Ana Exemplu', affiliation: 'Asociația Exemplu' }]);
    expect((await api.get(`/civic-events/${id}`)).headers.get('etag')).toBe('"4-a0.r0"');
    expect((await api.put(`/civic-events/${id}/agenda`, { items: [] }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await api.put(`/civic-events/${id}/agenda`, { items: [] }, { 'if-match': '"3"' })).status).toBe(200);
  });
});

describe('the history', () => {
  it('never shows personal values, and is for staff', async () => {
    const id = await api.civicEvent('published');
    await api.put(`/civic-events/${id}/agenda`, {
      items: [{ kind: 'debate', title: { ro: 'D' }, speakers: [{ name: 'Ana Exemplu' }] }],
    });
    await api.test.settle();
    const { body } = await api.getAsStaff(`/civic-events/${id}/history`);
    expect(JSON.stringify(body)).not.toContain('Ana');
    expect(body.items.at(-1)).toMatchObject({ type: 'AgendaSet', data: { items: [{ speakers: [{ name: null }] }] } });
    const { pool } = api.test.context('events');
    const { rows } = await pool.query(
      `SELECT data::text FROM events.civic_event_history WHERE data::text LIKE '%Ana%'`,
    );
    expect(rows).toEqual([]);
    expect((await api.get(`/civic-events/${id}/history`)).status).toBe(401);
    expect((await api.getAsStaff(`/civic-events/${randomUUID()}/history`)).status).toBe(404);
  });
});
