import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, plan, startEvents, type EventsApi } from '../../testing/events-api.js';

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
    const stood = await api.getAsStaff(`/civic-events/${id}?asOf=${before}`);
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

  it('may lie at either end of what a calendar holds', async () => {
    const series = { name: 'ends-of-time', place: 1 };
    const first = { series, startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T01:00:00Z' };
    const last = { series, startsAt: '9999-12-31T22:00:00Z', endsAt: '9999-12-31T23:59:59.999999999Z' };
    const ids = [await api.civicEvent('published', first), await api.civicEvent('published', last)];
    await api.test.settle();
    const page = await api.get('/civic-events?series=ends-of-time&limit=1&from=0001-01-01T00:00:00Z');
    const rest = await api.get(`/civic-events?series=ends-of-time&cursor=${page.body.next}&to=9999-12-31`);
    const found = [...page.body.items, ...rest.body.items] as { id: string; startsAt: string }[];
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.map(({ startsAt }) => startsAt)).toEqual([first.startsAt, last.startsAt]);
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
    expect(await api.put(`/civic-events/${id}/agenda`, { items: [] })).toMatchObject({
      status: 400,
      body: { code: 'REASON_MISSING', errors: [{ path: 'reason' }] },
    });
    const emptied = { items: [], reason: { ro: 'Fără program' } };
    expect((await api.put(`/civic-events/${id}/agenda`, emptied, { 'if-match': '"3"' })).status).toBe(200);
  });
});

describe('that a civic event was held', () => {
  it('is refused while it lies ahead', async () => {
    const ahead = { startsAt: '2999-04-11T09:30:00+03:00', endsAt: '2999-04-11T16:00:00+03:00' };
    const id = await api.civicEvent('published', ahead);
    expect(await api.post(`/civic-events/${id}/hold`)).toMatchObject({
      status: 409,
      body: { code: 'CIVIC_EVENT_AHEAD' },
    });
    const row = { id, ...plan, ...ahead, status: 'held' };
    const { body } = await api.post('/imports/civic-events', [row]);
    expect(body.rows ?? body.results).toMatchObject([{ outcome: 'failed', errors: [{ code: 'CIVIC_EVENT_AHEAD' }] }]);
  });

  it('is taken back by a reason that everybody reads, in both languages or marked as one', async () => {
    const id = await api.civicEvent('held');
    const reason = { ro: 'Consemnat la altă sesiune' };
    const revoke = () => api.post(`/civic-events/${id}/revoke-hold`, { reason });
    expect(await revoke()).toMatchObject({ status: 200 });
    expect((await revoke()).body.version).toBe((await api.get(`/civic-events/${id}`)).body.version);
    const { body } = await api.get(`/civic-events/${id}`);
    expect(body).toMatchObject({ status: 'published', corrections: [{ changed: ['hold'], reason }] });
    expect((await api.get(`/civic-events/${id}?format=html`)).body).toMatch(
      /<strong>Corectat la [^<]+: faptul că a avut loc\.<\/strong> Consemnat la altă sesiune/,
    );
    expect((await api.get(`/civic-events/${id}?format=html&lang=en`)).body).toContain(
      '<span lang="ro">Consemnat la altă sesiune</span>',
    );
    await api.test.settle();
    const { items } = (await api.get('/civic-events?status=published')).body;
    expect(items.find((each: { id: string }) => each.id === id)).toMatchObject({
      corrections: [{ changed: ['hold'] }],
    });
  });

  it('is not taken back where people attended or a report says so', async () => {
    const [attended, reported, planned] = [
      await api.civicEvent(),
      await api.civicEvent(),
      await api.civicEvent('planned'),
    ];
    await api.put(`/civic-events/${attended}/attendance`, figures);
    await api.post(`/civic-events/${reported}/reports`);
    const refused = [
      [attended, 409, 'CIVIC_EVENT_ATTENDED'],
      [reported, 409, 'REPORT_PUBLISHED'],
      [planned, 409, 'CIVIC_EVENT_NOT_HELD'],
    ] as const;
    for (const [id, status, code] of refused) {
      const answer = await api.post(`/civic-events/${id}/revoke-hold`, { reason: { ro: 'Greșit' } });
      expect(answer).toMatchObject({ status, body: { code } });
    }
    expect(await api.post(`/civic-events/${planned}/revoke-hold`, {})).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'reason' }] },
    });
  });
});

describe('a civic event that was not published', () => {
  const series = { name: 'quiet-series', place: 1 };
  const title = { ro: 'Întâlnire neanunțată' };
  const lists = ['series=quiet-series', 'q=neanuntata', 'series=quiet-series&status=planned'];

  const found = async (client: 'get' | 'getAsStaff', query: string) =>
    ((await api[client](`/civic-events?${query}`)).body.items as { id: string }[]).map(({ id }) => id);

  it('is known to callers with `events:read` only, and so is everything under it', async () => {
    const id = await api.civicEvent('planned', { series, title });
    const planned = await api.head();
    await api.put(`/civic-events/${id}/agenda`, { items: [{ kind: 'debate', title }] });
    await api.test.settle();
    const paths = ['', '/agenda', '/attendance', '/discussion-points', '/reports'].map(
      (path) => `/civic-events/${id}${path}`,
    );
    const operator = api.test.api.with(api.test.keys.operator);
    for (const path of [...paths, `${paths[0]}/reports/latest`, `${paths[0]}?asOf=${planned}`]) {
      const unknown = { status: 404, body: { code: 'CIVIC_EVENT_UNKNOWN' } };
      expect(await api.get(path)).toMatchObject(unknown);
      expect(await operator.get(`/events/v1${path}`)).toMatchObject(unknown);
    }
    for (const role of ['administrator', 'staff', 'analyst', 'system'] as const)
      for (const path of paths)
        expect((await api.test.api.with(api.test.keys[role]).get(`/events/v1${path}`)).status).toBe(200);
    for (const query of lists) {
      expect(await found('get', query)).toEqual([]);
      expect(await found('getAsStaff', query)).toEqual([id]);
    }

    await api.post(`/civic-events/${id}/publish`);
    await api.test.settle();
    for (const path of paths) expect((await api.get(path)).status).toBe(200);
    expect(await found('get', 'q=neanuntata')).toEqual([id]);
    // It had not been published at that position, so it is not read as it stood there.
    expect((await api.get(`${paths[0]}?asOf=${planned}`)).status).toBe(404);
    expect((await api.getAsStaff(`${paths[0]}?asOf=${planned}`)).body).toMatchObject({ status: 'planned' });
  });

  it('stays unknown where it was cancelled before', async () => {
    const id = await api.civicEvent('planned', { series: { ...series, name: 'given-up' } });
    await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Renunțat' } });
    const announced = await api.civicEvent('published', { series: { name: 'given-up', place: 2 } });
    await api.post(`/civic-events/${announced}/cancel`, { reason: { ro: 'Renunțat' } });
    await api.test.settle();
    expect((await api.get(`/civic-events/${id}`)).status).toBe(404);
    expect((await api.get(`/civic-events/${announced}`)).body).toMatchObject({ status: 'cancelled' });
    expect(await found('get', 'series=given-up')).toEqual([announced]);
    expect(new Set(await found('getAsStaff', 'series=given-up&status=cancelled'))).toEqual(new Set([id, announced]));
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
