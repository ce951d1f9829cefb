import { randomUUID } from 'node:crypto';
import { unitsSince, type Answer } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, plan, startEvents, type EventsApi } from '../../testing/events-api.js';

// What callers rely on beyond each rule, of a civic event and of what is recorded of it: which of several refusals is told, and what a repeat comes to.

const nothing = '00000000-0000-4000-8000-000000000009';
const stale = { 'if-match': '"99"' };
const said = { kind: 'suggestion', text: { ro: 'Sintetic' } };
const martian = { ...figures, categories: [{ category: 'martian', count: 1 }] };

let api: EventsApi;
let known: Record<'planned' | 'published' | 'held' | 'cancelled' | 'suggestion' | 'recommendation', string>;
beforeAll(async () => {
  api = await startEvents();
  const [planned, published, held, cancelled] = [
    await api.civicEvent('planned'),
    await api.civicEvent('published'),
    await api.civicEvent('held'),
    await api.civicEvent('published'),
  ];
  await api.post(`/civic-events/${cancelled}/cancel`, { reason: { ro: 'Sintetic' } });
  const point = async (kind: string) =>
    (await api.post(`/civic-events/${held}/discussion-points`, { ...said, kind })).body.id as string;
  known = {
    ...{ planned, published, held, cancelled },
    suggestion: await point('suggestion'),
    recommendation: await point('recommendation'),
  };
});
afterAll(() => api.test.stop());

/** A request with `{held}` and the like for what stands there; whether under a stale If-Match; the status, and the code that is told. */
type Case = readonly [
  name: string,
  request: string,
  body: object | undefined,
  under: object,
  status: number,
  code: string,
];

const cases: readonly Case[] = [
  [
    'an unknown programme, before an unknown kind',
    'POST /civic-events',
    { ...plan, programmeId: nothing, kind: 'martian' },
    {},
    400,
    'PROGRAMME_UNKNOWN',
  ],
  [
    'an unknown civic event, before an unknown deliverable on its agenda',
    `PUT /civic-events/${nothing}/agenda`,
    { items: [{ kind: 'debate', title: { ro: 'x' }, deliverables: [nothing] }] },
    { 'if-match': '"1"' },
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'an unknown deliverable, before a stale If-Match',
    'PUT /civic-events/{held}/agenda',
    { items: [{ kind: 'debate', title: { ro: 'x' }, deliverables: [nothing] }] },
    stale,
    400,
    'DELIVERABLE_UNKNOWN',
  ],
  [
    'a stale If-Match, before what was cancelled',
    'POST /civic-events/{cancelled}/hold',
    undefined,
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before cancelling what was held',
    'POST /civic-events/{held}/cancel',
    { reason: { ro: 'x' } },
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'an unknown civic event, before a stale If-Match',
    `PUT /civic-events/${nothing}/attendance`,
    figures,
    stale,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'a stale If-Match, before what was cancelled, of attendance',
    'PUT /civic-events/{cancelled}/attendance',
    figures,
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a civic event that was cancelled, before an unknown category',
    'PUT /civic-events/{cancelled}/attendance',
    martian,
    {},
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'a stale If-Match, before an unknown category',
    'PUT /civic-events/{held}/attendance',
    martian,
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'an unknown civic event, before a stale If-Match, of a report',
    `POST /civic-events/${nothing}/reports`,
    {},
    stale,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'a stale If-Match, before what was not held, of a report',
    'POST /civic-events/{planned}/reports',
    {},
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'an unknown civic event, before an unknown theme',
    `POST /civic-events/${nothing}/discussion-points`,
    { ...said, themes: ['martian'] },
    {},
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'an unknown recommendation, before a stale If-Match',
    `POST /recommendations/${nothing}/review`,
    undefined,
    stale,
    404,
    'DISCUSSION_POINT_UNKNOWN',
  ],
  [
    'a stale If-Match, before a step that is too early',
    'POST /recommendations/{recommendation}/start',
    undefined,
    stale,
    412,
    'PRECONDITION_FAILED',
  ],
];

const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_match, name: keyof typeof known) => known[name]);

describe('of several refusals, civic events tell', () => {
  it.each(cases)('%s', async (...[, request, body, under, status, code]) => {
    const before = await api.head();
    const [method = '', path = ''] = filled(request).split(' ');
    const answer = await api.test.api.call(method, `/events/v1${path}`, body, { headers: { ...under } });
    const { code: whole, errors = [] } = answer.body as { code: string; errors?: { code: string }[] };
    expect([answer.status, [whole, ...errors.map((each) => each.code)]]).toEqual([
      status,
      expect.arrayContaining([code]),
    ]);
    expect(await api.head()).toBe(before);
  });
});

/** Calls the same four times at once: statuses, how many different answers, and what was written. */
async function atOnce(call: () => Promise<Answer>) {
  const events = api.test.context('events');
  const before = await events.head();
  const answers = await Promise.all([call(), call(), call(), call()]);
  const units = await unitsSince(events, before);
  return {
    statuses: answers.map(({ status }) => status).sort(),
    bodies: new Set(answers.map(({ body }) => JSON.stringify(body))).size,
    written: units.flat().map((event) => event.split(' ')[0]),
  };
}
const once = (statuses: number[], ...written: string[]) => ({ statuses, bodies: 1, written });
const changed = [200, 200, 200, 200];

describe('the same several times at once has one effect and one answer', () => {
  it('planning, by the id that its sender made, and by its key', async () => {
    const id = randomUUID();
    expect(await atOnce(() => api.post('/civic-events', { id, ...plan }))).toEqual(
      once([200, 200, 200, 201], 'CivicEventPlanned'),
    );
    const key = { 'idempotency-key': randomUUID() };
    expect(await atOnce(() => api.post('/civic-events', plan, key))).toEqual(
      once([201, 201, 201, 201], 'CivicEventPlanned'),
    );
  });

  it('publishing, moving, cancelling', async () => {
    const id = await api.civicEvent('planned');
    expect(await atOnce(() => api.post(`/civic-events/${id}/publish`))).toEqual(once(changed, 'CivicEventPublished'));
    const times = { startsAt: '2023-04-12T09:30:00+03:00', endsAt: '2023-04-12T16:00:00+03:00' };
    const moved = await atOnce(() => api.post(`/civic-events/${id}/reschedule`, { ...times, reason: { ro: 'x' } }));
    expect(moved).toEqual(once(changed, 'CivicEventRescheduled'));
    const cancelled = await atOnce(() => api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'x' } }));
    expect(cancelled).toEqual(once(changed, 'CivicEventCancelled'));
  });

  it('attendance, and a report by its key', async () => {
    const id = await api.civicEvent('held');
    expect(await atOnce(() => api.put(`/civic-events/${id}/attendance`, figures))).toEqual(
      once(changed, 'AttendanceReported'),
    );
    const key = { 'idempotency-key': randomUUID() };
    expect(
      await atOnce(() => api.post(`/civic-events/${id}/reports`, { changeNote: { ro: 'Sintetic' } }, key)),
    ).toEqual(once([201, 201, 201, 201], 'ReportPublished'));
  });

  it('what was said, by its id, and a decision on it', async () => {
    const [event, id] = [await api.civicEvent('held'), randomUUID()];
    const point = { ...said, id, kind: 'recommendation' };
    expect(await atOnce(() => api.post(`/civic-events/${event}/discussion-points`, point))).toEqual(
      once([200, 200, 200, 201], 'DiscussionPointRecorded'),
    );
    expect((await atOnce(() => api.post(`/recommendations/${id}/review`))).written).toHaveLength(1);
  });
});

describe('what changes nothing', () => {
  it('answers the version of its own part, and not that of the stream', async () => {
    const id = await api.civicEvent('published');
    const { version } = (await api.getAsStaff(`/civic-events/${id}`)).body;
    const items = [{ kind: 'debate', title: { ro: 'Sintetic' } }];
    const etag = (await api.getAsStaff(`/civic-events/${id}/agenda`)).headers.get('etag') ?? '"0"';
    const set = await api.put(`/civic-events/${id}/agenda`, { items }, { 'if-match': etag });
    expect(set.status).toBe(200);
    expect((await api.post(`/civic-events/${id}/publish`)).body.version).toBe(version);
    const again = await api.put(`/civic-events/${id}/agenda`, { items }, { 'if-match': `"${set.body.version}"` });
    expect(again).toMatchObject({ status: 200, body: { version: set.body.version } });
  });
});
