import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from './context.js';

const base = '/events/v1';
const times = { startsAt: '2023-04-11T09:30:00+03:00', endsAt: '2023-04-11T16:00:00+03:00' };
const plan = {
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare II', en: 'Consultation session II' },
  series: { name: 'consultation-sessions', place: 2 },
  ...times,
  venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
};
const figures = {
  categories: [
    { category: 'ngo-member', count: 17 },
    { category: 'public-institution', count: 3 },
    { category: 'project-team', count: 23 },
  ],
  total: 23,
};

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([eventsContext]);
});
afterAll(() => test.stop());

const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  test.api.post(`${base}${path}`, body, { headers });
const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  test.api.put(`${base}${path}`, body, { headers });
const get = (path: string, headers: Record<string, string> = {}) => test.visitor.get(`${base}${path}`, { headers });

/** A civic event over HTTP, as far along as asked. */
async function civicEvent(upTo: 'planned' | 'published' | 'held' = 'held', more: object = {}): Promise<string> {
  const { status, body } = await post('/civic-events', { ...plan, ...more });
  expect(status).toBe(201);
  if (upTo !== 'planned') await post(`/civic-events/${body.id}/publish`);
  if (upTo === 'held') await post(`/civic-events/${body.id}/hold`);
  return body.id as string;
}
const head = () => test.context('events').head();

describe('a programme', () => {
  it('is created once, and lists its deliverables', async () => {
    const id = randomUUID();
    const [study, map] = [randomUUID(), randomUUID()];
    const body = {
      id,
      title: { ro: 'Cetățeni activi și digitali', en: 'Active and digital citizens' },
      fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
      activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
      period: { from: '2022-01-01', to: '2023-12-31' },
      deliverables: [{ id: study, kind: 'study', title: { ro: 'Studiu' } }],
    };
    expect(await post('/programmes', body)).toMatchObject({ status: 201, body: { id, version: 2 } });
    expect(await post('/programmes', body)).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await post('/programmes', { ...body, title: { ro: 'Altul' } })).toMatchObject({
      status: 409,
      body: { code: 'PROGRAMME_EXISTS' },
    });
    expect((await post(`/programmes/${id}/start`)).status).toBe(200);
    const published = await post(`/programmes/${id}/deliverables`, {
      id: map,
      kind: 'facilities-map',
      title: { ro: 'Harta facilităților' },
      address: 'https://example.org/harta',
    });
    expect(published).toMatchObject({ status: 201, body: { id: map } });
    await post(`/programmes/${id}/deliverables/${study}/publish`, { address: 'https://example.org/studiu' });
    const { body: deliverables } = await get(`/programmes/${id}/deliverables`);
    expect(deliverables.items).toMatchObject([
      { id: study, published: { address: 'https://example.org/studiu' } },
      { id: map, published: { address: 'https://example.org/harta' } },
    ]);
    await test.settle();
    const found = await get('/programmes?q=cetateni%20ACTIVI&status=started');
    expect(found.body.items).toMatchObject([{ id, deliverables: [{ id: study }, { id: map }] }]);
    expect((await get(`/programmes/${id}`)).headers.get('etag')).toBe(`"${found.body.items[0].version}"`);
  });
});

describe('a civic event', () => {
  it('reads as it stands and as it stood', async () => {
    const id = await civicEvent('planned');
    const before = await head();
    await post(`/civic-events/${id}/publish`);
    const moved = {
      startsAt: '2023-04-12T10:00:00+03:00',
      endsAt: '2023-04-12T16:30:00+03:00',
      reason: { ro: 'Sala' },
    };
    await post(`/civic-events/${id}/reschedule`, moved);
    const { body, headers } = await get(`/civic-events/${id}`);
    expect(body).toMatchObject({
      id,
      status: 'rescheduled',
      durationMinutes: 390,
      timeZone: 'Europe/Bucharest',
      attendance: { state: 'not-reported', total: null, difference: null },
      report: null,
    });
    expect(headers.get('etag')).toBe('"3-a0.r0"');
    const stood = await get(`/civic-events/${id}?asOf=${before}`);
    expect(stood.body).toMatchObject({ status: 'planned', version: 1 });
    expect(stood.headers.get('ecou-as-of')).toBe(`events:${before}`);
    expect((await get(`/civic-events/${id}?asOf=${before + 1_000_000}`)).status).toBe(400);
    expect((await get(`/civic-events/${randomUUID()}`)).body).toMatchObject({ code: 'CIVIC_EVENT_UNKNOWN' });
  });

  it('is found by each filter', async () => {
    const programme = (await post('/programmes', { title: { ro: 'Program' } })).body.id as string;
    const title = { ro: 'Șezătoare în grădină', en: 'Garden gathering' };
    const more = { programmeId: programme, kind: 'entertainment', title, series: { name: 'gardens', place: 1 } };
    const id = await civicEvent('published', more);
    const later = await civicEvent('published', {
      ...more,
      startsAt: '2023-05-01T00:30:00+03:00',
      endsAt: '2023-05-01T02:00:00+03:00',
    });
    await test.settle();
    const idsOf = async (query: string) =>
      ((await get(`/civic-events?${query}`)).body.items as { id: string }[]).map((item) => item.id);
    for (const query of [`programme=${programme}`, 'series=gardens', 'kind=entertainment', 'q=sezatoare%20gradina'])
      expect(await idsOf(query)).toEqual([id, later]);
    expect(await idsOf(`programme=${programme}&status=published&to=2023-04-30`)).toEqual([id]);
    expect(await idsOf(`programme=${programme}&from=2023-05-01`)).toEqual([later]);
    expect(await idsOf(`programme=${programme}&from=2023-04-30T21:31:00Z`)).toEqual([]);
    const first = await get(`/civic-events?programme=${programme}&limit=1`);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(await idsOf(`programme=${programme}&limit=1&cursor=${first.body.next}`)).toEqual([later]);
    expect((await get('/civic-events?cursor=nonsense')).body).toMatchObject({ errors: [{ path: 'cursor' }] });
  });

  it('has an agenda with a version of its own, and shows speakers to staff only', async () => {
    const id = await civicEvent('published');
    const items = [
      {
        kind: 'presentation',
        title: { ro: 'Prezentarea studiului' },
        startsAt: '2023-04-11T10:00:00+03:00',
        speakers: [{ name: 'Ana Exemplu', affiliation: 'Asociația Exemplu' }],
      },
      { kind: 'debate', title: { ro: 'Dezbatere' } },
    ];
    const first = await put(`/civic-events/${id}/agenda`, { items }, { 'if-match': '"1"' });
    expect(first).toMatchObject({ status: 200, body: { id, version: 3 } });
    expect(await put(`/civic-events/${id}/agenda`, { items })).toMatchObject({ status: 200, body: { version: 3 } });
    await post(`/civic-events/${id}/hold`);
    const seen = await get(`/civic-events/${id}/agenda`);
    expect(seen.headers.get('etag')).toBe('"3"');
    expect(seen.body.items[0]).toMatchObject({
      startsAt: '2023-04-11T10:00:00+03:00',
      speakers: [{ name: null, affiliation: 'Asociația Exemplu' }],
    });
    const staff = await test.api.get(`${base}/civic-events/${id}/agenda`);
    expect(staff.body.items[0].speakers).toEqual([{ name: 'Ana Exemplu', affiliation: 'Asociația Exemplu' }]);
    expect((await get(`/civic-events/${id}`)).headers.get('etag')).toBe('"4-a0.r0"');
    expect((await put(`/civic-events/${id}/agenda`, { items: [] }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await put(`/civic-events/${id}/agenda`, { items: [] }, { 'if-match': '"3"' })).status).toBe(200);
  });
});

describe('attendance', () => {
  it('that does not add up reads as unreconciled everywhere until it is corrected, and both figures stay', async () => {
    const id = await civicEvent();
    expect((await get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      state: 'not-reported',
      reported: null,
      difference: null,
    });
    expect(await put(`/civic-events/${id}/attendance`, figures)).toMatchObject({
      status: 200,
      body: { id, version: 1 },
    });
    expect(await put(`/civic-events/${id}/attendance`, figures)).toMatchObject({ status: 200, body: { version: 1 } });
    const before = await head();
    const unreconciled = { state: 'unreconciled', total: 23, difference: 20 };
    expect((await get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      reported: figures,
      corrected: null,
      reconciled: false,
      difference: 20,
    });
    expect((await get(`/civic-events/${id}`)).body.attendance).toEqual(unreconciled);
    await test.settle();
    const listed = await get('/civic-events?limit=200');
    expect(listed.body.items.find((item: { id: string }) => item.id === id).attendance).toEqual(unreconciled);
    expect(await put(`/civic-events/${id}/attendance`, { ...figures, total: 43 })).toMatchObject({
      status: 409,
      body: { code: 'ATTENDANCE_REPORTED' },
    });
    const right = figures.categories.map((each) => (each.category === 'project-team' ? { ...each, count: 3 } : each));
    const corrected = await post(
      `/civic-events/${id}/attendance/corrections`,
      { categories: right, reason: 'Lista de prezență' },
      { 'if-match': '"1"' },
    );
    expect(corrected).toMatchObject({ status: 201, body: { id, version: 2 } });
    expect((await get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      state: 'reconciled',
      reported: figures,
      corrected: { categories: right, total: 23, reason: 'Lista de prezență' },
      reconciled: true,
      difference: 0,
    });
    expect((await get(`/civic-events/${id}/attendance?asOf=${before}`)).body).toMatchObject({
      reconciled: false,
      corrected: null,
    });
    await test.settle();
    const { body: history } = await test.api.get(`${base}/civic-events/${id}/history`);
    expect(
      history.items.map(
        ({ type, data }: { type: string; data: { total?: number; categories?: { count: number }[] } }) => [
          type,
          data.categories?.[2]?.count,
        ],
      ),
    ).toEqual([
      ['CivicEventPlanned', undefined],
      ['CivicEventPublished', undefined],
      ['CivicEventHeld', undefined],
      ['AttendanceReported', 23],
      ['AttendanceCorrected', 3],
    ]);
    expect(history.items[3]).toMatchObject({
      actor: 'key:administrator',
      subject: 'attendance',
      subjectId: id,
      occurredAt: null,
    });
    expect(Date.parse(history.items[3].recordedAt)).not.toBeNaN();
    const page = await test.api.get(`${base}/civic-events/${id}/history?limit=4`);
    const rest = await test.api.get(`${base}/civic-events/${id}/history?cursor=${page.body.next}`);
    expect(rest.body.items).toEqual(history.items.slice(4));
  });

  it('of a cancelled civic event is refused, and nothing is stored', async () => {
    const id = await civicEvent('published');
    await post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } });
    const before = await head();
    expect(await put(`/civic-events/${id}/attendance`, figures)).toMatchObject({
      status: 409,
      body: { code: 'CIVIC_EVENT_CANCELLED' },
    });
    expect(
      await post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: 'x' } }),
    ).toMatchObject({ status: 409 });
    expect(await head()).toBe(before);
    expect((await get(`/civic-events/${id}/attendance`)).body).toMatchObject({ reported: null, version: 0 });
  });

  it('and a cancellation at the same moment: just one of the two stands', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await civicEvent('published');
      const [reported, cancelled] = await Promise.all([
        put(`/civic-events/${id}/attendance`, figures),
        post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } }),
      ]);
      expect([reported.status, cancelled.status].sort()).toEqual([200, 409]);
    }
  });
});

describe('the history', () => {
  it('never shows personal values, and is for staff', async () => {
    const id = await civicEvent('published');
    await put(`/civic-events/${id}/agenda`, {
      items: [{ kind: 'debate', title: { ro: 'D' }, speakers: [{ name: 'Ana Exemplu' }] }],
    });
    await test.settle();
    const { body } = await test.api.get(`${base}/civic-events/${id}/history`);
    expect(JSON.stringify(body)).not.toContain('Ana');
    expect(body.items.at(-1)).toMatchObject({ type: 'AgendaSet', data: { items: [{ speakers: [{ name: null }] }] } });
    const { pool } = test.context('events');
    const { rows } = await pool.query(
      `SELECT data::text FROM events.civic_event_history WHERE data::text LIKE '%Ana%'`,
    );
    expect(rows).toEqual([]);
    expect((await get(`/civic-events/${id}/history`)).status).toBe(401);
    expect((await test.api.get(`${base}/civic-events/${randomUUID()}/history`)).status).toBe(404);
  });
});

describe('the report', () => {
  it('is versioned by position: an earlier version reads exactly as it did', async () => {
    const id = await civicEvent();
    await put(`/civic-events/${id}/attendance`, figures);
    await post(`/civic-events/${id}/discussion-points`, { kind: 'observation', text: { ro: 'A doua' }, place: 2 });
    await post(`/civic-events/${id}/discussion-points`, {
      kind: 'recommendation',
      text: { ro: 'Întâia' },
      themes: ['trust'],
      place: 1,
    });
    expect((await get(`/civic-events/${id}/reports/latest`)).body).toMatchObject({ code: 'REPORT_UNKNOWN' });
    expect(await post(`/civic-events/${id}/reports`, { version: 1 })).toMatchObject({ status: 201, body: { id } });
    const first = await get(`/civic-events/${id}/reports/1`);
    expect(first.body).toMatchObject({
      version: 1,
      participants: { state: 'unreconciled', total: 23, difference: 20 },
      discussionPoints: [{ text: { ro: 'Întâia' } }, { text: { ro: 'A doua' } }],
      feedback: [],
    });
    const page = await get(`/civic-events/${id}/reports/1?lang=ro`, { accept: 'text/html' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('Neconciliat');

    await post(`/civic-events/${id}/attendance/corrections`, { total: 43, reason: 'Numărate din nou' });
    await post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: 'Mai târziu' } });
    const between = await head();
    expect(await post(`/civic-events/${id}/reports`, {})).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'changeNote' }] },
    });
    const changeNote = { ro: 'Prezența a fost corectată', en: 'Attendance was corrected' };
    expect((await post(`/civic-events/${id}/reports`, { version: 2, changeNote })).status).toBe(201);
    expect((await post(`/civic-events/${id}/reports`, { version: 2, changeNote })).status).toBe(200);

    const again = await get(`/civic-events/${id}/reports/1`);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect((await get(`/civic-events/${id}/reports/1?format=html`)).body).toBe(page.body);
    const latest = await get(`/civic-events/${id}/reports/latest`);
    expect(latest.body).toMatchObject({
      version: 2,
      changeNote,
      participants: { state: 'reconciled', total: 43, reported: { total: 23 } },
    });
    expect(latest.body.discussionPoints).toHaveLength(3);
    expect((await get(`/civic-events/${id}/reports/latest?asOf=${between}`)).body).toEqual(first.body);
    expect((await get(`/civic-events/${id}/reports/3`)).status).toBe(404);
    await test.settle();
    expect((await get(`/civic-events/${id}/reports`)).body.items).toMatchObject([
      { version: 1, participants: { total: 23, reconciled: false } },
      { version: 2, participants: { total: 43, reconciled: true }, changeNote },
    ]);
    expect((await get(`/civic-events/${id}`)).body.report).toMatchObject({ version: 2 });
  });

  it('waits for what was said just before it, and for nothing said after', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await civicEvent();
      const say = (index: number) =>
        post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: `${index}` } });
      await Promise.all([say(1), say(2), say(3)]);
      const during = [say(4), say(5)];
      await post(`/civic-events/${id}/reports`);
      const first = await get(`/civic-events/${id}/reports/1`);
      expect(first.body.discussionPoints.length).toBeGreaterThanOrEqual(3);
      await Promise.all([...during, say(6)]);
      await test.settle();
      expect((await get(`/civic-events/${id}/reports/1`)).body).toEqual(first.body);
    }
  });
});

describe('bad input', () => {
  const errorsOf = (body: { errors?: { path: string; code: string }[] }) => body.errors?.map(({ path }) => path);

  it.each([
    ['an end before the start', { endsAt: '2023-04-11T09:00:00+03:00' }, ['endsAt']],
    ['no title', { title: undefined }, ['title']],
    ['an unknown field', { colour: 'red' }, ['colour']],
    ['an unknown kind', { kind: 'party' }, ['kind']],
    ['no time zone of this earth', { timeZone: 'Europe/Atlantis' }, ['timeZone']],
    ['no place in the series', { series: { name: 'x' } }, ['series.place']],
    ['an unknown programme', { programmeId: randomUUID() }, ['programmeId']],
    ['a time without offset', { startsAt: '2023-04-11T09:30:00' }, ['startsAt']],
  ])('of a civic event is refused at its path: %s', async (_name, change, paths) => {
    const before = await head();
    const { status, body } = await post('/civic-events', { ...plan, ...change });
    expect([status, errorsOf(body)]).toEqual([400, paths]);
    expect(await head()).toBe(before);
  });

  it('of attendance and agenda is refused at its path', async () => {
    const id = await civicEvent();
    const negative = { ...figures, categories: [{ category: 'citizen', count: -1 }] };
    const refused = await put(`/civic-events/${id}/attendance`, negative);
    expect([refused.status, errorsOf(refused.body)]).toEqual([400, ['categories.0.count']]);
    const twice = { ...figures, categories: [...figures.categories, { category: 'ngo-member', count: 1 }] };
    expect(errorsOf((await put(`/civic-events/${id}/attendance`, twice)).body)).toEqual(['categories.3.category']);
    const outside = { items: [{ kind: 'debate', title: { ro: 'D' }, endsAt: '2023-04-11T17:00:00+03:00' }] };
    expect(errorsOf((await put(`/civic-events/${id}/agenda`, outside)).body)).toEqual(['items.0.endsAt']);
    const noReason = await post(`/civic-events/${id}/attendance/corrections`, { total: 3 });
    expect(errorsOf(noReason.body)).toEqual(['reason']);
  });

  it('a stale If-Match is refused, and a public caller too', async () => {
    const id = await civicEvent('published');
    expect((await post(`/civic-events/${id}/hold`, undefined, { 'if-match': '"1"' })).status).toBe(412);
    expect((await post(`/civic-events/${id}/hold`, undefined, { 'if-match': '"2-a0.r0"' })).status).toBe(200);
    expect((await put(`/civic-events/${id}/attendance`, figures, { 'if-match': '"1"' })).status).toBe(412);
    expect((await put(`/civic-events/${id}/attendance`, figures, { 'if-match': '"0"' })).status).toBe(200);
    expect((await test.visitor.post(`${base}/civic-events`, plan)).status).toBe(401);
  });
});

describe('the views', () => {
  it.each(eventsContext.views.map(({ name }) => name))(
    '%s, replayed from nothing, equals the one that was kept up',
    (name) => test.replayEqualsIncremental('events', name),
  );
});
