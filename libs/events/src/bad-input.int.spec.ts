import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@ecou/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { figures, plan, startEvents, type EventsApi } from './testing/events-api.js';

let api: EventsApi;
const known: Record<string, string> = {};

beforeAll(async () => {
  api = await startEvents();
  known['planned'] = await api.civicEvent('planned');
  known['published'] = await api.civicEvent('published');
  known['held'] = await api.civicEvent('held');
  known['cancelled'] = await api.civicEvent('published');
  await api.post(`/civic-events/${known['cancelled']}/cancel`, { reason: { ro: 'Vreme rea' } });
  known['attended'] = await api.civicEvent('held');
  await api.put(`/civic-events/${known['attended']}/attendance`, figures);
  known['closed'] = await api.civicEvent('held');
  await api.post(`/civic-events/${known['closed']}/close`);
  known['programme'] = (await api.post('/programmes', { title: { ro: 'Program' } })).body.id as string;
  await api.test.settle();
});
afterAll(() => api.test.stop());

const [programmes, civicEvents] = ['/programmes', '/civic-events'];
const title = { ro: 'T' };
const item = { kind: 'debate', title };
const categories = [{ category: 'citizen', count: 3 }];
const text = { ro: 'S-a spus' };
const longAgo = { startsAt: '0000-12-31T23:00:00Z', endsAt: '0001-01-01T01:00:00Z' };
const cursorOf = (...keys: (string | number)[]) => `cursor=${encodeCursor(keys)}`;

/** A request, with `{planned}` and the like for what stands there, and what is wrong with it: a status, and a field's path or a code. */
type Case = readonly [name: string, request: string, body: unknown, status: number, wrong: string];

const cases: readonly Case[] = [
  ['no title', `POST ${programmes}`, {}, 400, 'title'],
  ['an unknown field', `POST ${programmes}`, { title, colour: 'red' }, 400, 'colour'],
  ['a title of the wrong type', `POST ${programmes}`, { title: 'T' }, 400, 'title'],
  ['a title without Romanian', `POST ${programmes}`, { title: { en: 'T' } }, 400, 'title.ro'],
  ['an empty title', `POST ${programmes}`, { title: { ro: '  ' } }, 400, 'title.ro'],
  ['an id that is no UUID', `POST ${programmes}`, { id: '7', title }, 400, 'id'],
  [
    'a period whose end lies before its start',
    `POST ${programmes}`,
    { title, period: { from: '2023-02-01', to: '2023-01-01' } },
    400,
    'period.to',
  ],
  [
    'a day that does not exist',
    `POST ${programmes}`,
    { title, period: { from: '2023-02-30', to: '2023-03-01' } },
    400,
    'period.from',
  ],
  [
    'an address that is no web address',
    `POST ${programmes}/{programme}/deliverables`,
    { kind: 'study', title, address: 'javascript:alert(1)' },
    400,
    'address',
  ],
  [
    'a deliverable that is not there',
    `POST ${programmes}/{programme}/deliverables/${randomUUID()}/publish`,
    { address: 'https://example.org' },
    404,
    'DELIVERABLE_UNKNOWN',
  ],
  ['a programme that is not there', `POST ${programmes}/${randomUUID()}/start`, undefined, 404, 'PROGRAMME_UNKNOWN'],

  ['an end before the start', `POST ${civicEvents}`, { ...plan, endsAt: '2023-04-11T09:00:00+03:00' }, 400, 'endsAt'],
  ['an end at the start', `POST ${civicEvents}`, { ...plan, endsAt: plan.startsAt }, 400, 'endsAt'],
  ['more than a week', `POST ${civicEvents}`, { ...plan, endsAt: '2023-04-19T09:00:00+03:00' }, 400, 'endsAt'],
  ['no title', `POST ${civicEvents}`, { ...plan, title: undefined }, 400, 'title'],
  ['an unknown field', `POST ${civicEvents}`, { ...plan, colour: 'red' }, 400, 'colour'],
  [
    'an unknown field inside another',
    `POST ${civicEvents}`,
    { ...plan, venue: { ...plan.venue, floor: 2 } },
    400,
    'venue.floor',
  ],
  ['an unknown kind', `POST ${civicEvents}`, { ...plan, kind: 'party' }, 400, 'kind'],
  [
    'no time zone of this earth',
    `POST ${civicEvents}`,
    { ...plan, timeZone: 'Europe/Atlantis' },
    400,
    'timeZone TIME_ZONE_UNKNOWN',
  ],
  ['no place in the series', `POST ${civicEvents}`, { ...plan, series: { name: 'x' } }, 400, 'series.place'],
  ['an unknown programme', `POST ${civicEvents}`, { ...plan, programmeId: randomUUID() }, 400, 'programmeId'],
  ['a time without offset', `POST ${civicEvents}`, { ...plan, startsAt: '2023-04-11T09:30:00' }, 400, 'startsAt'],
  ['a start in year 0000', `POST ${civicEvents}`, { ...plan, ...longAgo }, 400, 'startsAt TIME_OUT_OF_RANGE'],
  [
    'an offset of 23 hours',
    `POST ${civicEvents}`,
    { ...plan, startsAt: '2023-04-11T09:30:00+23:00' },
    400,
    'startsAt TIME_OUT_OF_RANGE',
  ],
  [
    'a period from year 0000 on',
    `POST ${programmes}`,
    { title, period: { from: '0000-01-01', to: '2023-03-01' } },
    400,
    'period.from TIME_OUT_OF_RANGE',
  ],
  [
    'a venue of what takes place online',
    `POST ${civicEvents}`,
    { ...plan, format: 'online' },
    400,
    'venue ONLINE_WITH_VENUE',
  ],
  ['a negative capacity', `POST ${civicEvents}`, { ...plan, capacity: -1 }, 400, 'capacity'],
  ['a body that is no object', `POST ${civicEvents}`, '[1, 2]', 400, ''],
  ['a body that is no JSON', `POST ${civicEvents}`, '{"title":', 400, 'JSON_INVALID'],
  ['an id that is no UUID', `POST ${civicEvents}/7/publish`, undefined, 400, 'id'],
  [
    'a civic event that is not there',
    `POST ${civicEvents}/${randomUUID()}/publish`,
    undefined,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'moving to an end before the start',
    `POST ${civicEvents}/{published}/reschedule`,
    { startsAt: plan.endsAt, endsAt: plan.startsAt },
    400,
    'endsAt',
  ],
  ['cancelling without a reason', `POST ${civicEvents}/{published}/cancel`, {}, 400, 'reason'],
  [
    'cancelling what people attended',
    `POST ${civicEvents}/{attended}/cancel`,
    { reason: text },
    409,
    'CIVIC_EVENT_HELD',
  ],
  ['holding what was not published', `POST ${civicEvents}/{planned}/hold`, undefined, 409, 'CIVIC_EVENT_NOT_PUBLISHED'],
  ['holding what was cancelled', `POST ${civicEvents}/{cancelled}/hold`, undefined, 409, 'CIVIC_EVENT_CANCELLED'],
  ['closing what was not held', `POST ${civicEvents}/{published}/close`, undefined, 409, 'CIVIC_EVENT_NOT_HELD'],

  [
    'an item outside the civic event',
    `PUT ${civicEvents}/{held}/agenda`,
    { items: [item, { ...item, endsAt: '2023-04-11T17:00:00+03:00' }] },
    400,
    'items.1.endsAt',
  ],
  [
    'an item that ends before it starts',
    `PUT ${civicEvents}/{held}/agenda`,
    { items: [{ ...item, startsAt: '2023-04-11T11:00:00+03:00', endsAt: '2023-04-11T10:00:00+03:00' }] },
    400,
    'items.0.endsAt',
  ],
  [
    'a deliverable that the programme does not have',
    `PUT ${civicEvents}/{held}/agenda`,
    { items: [{ ...item, deliverables: [randomUUID()] }] },
    400,
    'items.0.deliverables.0',
  ],
  ['the agenda of what was cancelled', `PUT ${civicEvents}/{cancelled}/agenda`, { items: [item] }, 409, 'AGENDA_FIXED'],

  [
    'a negative count',
    `PUT ${civicEvents}/{held}/attendance`,
    { categories: [{ category: 'citizen', count: -1 }], total: 1 },
    400,
    'categories.0.count',
  ],
  ['a negative total', `PUT ${civicEvents}/{held}/attendance`, { categories, total: -3 }, 400, 'total'],
  [
    'a count that is no whole number',
    `PUT ${civicEvents}/{held}/attendance`,
    { categories: [{ category: 'citizen', count: 1.5 }], total: 1 },
    400,
    'categories.0.count',
  ],
  [
    'a count as text',
    `PUT ${civicEvents}/{held}/attendance`,
    { categories: [{ category: 'citizen', count: '3' }], total: 3 },
    400,
    'categories.0.count',
  ],
  [
    'a category twice',
    `PUT ${civicEvents}/{held}/attendance`,
    { categories: [...categories, ...categories], total: 6 },
    400,
    'categories.1.category',
  ],
  ['no total', `PUT ${civicEvents}/{held}/attendance`, { categories }, 400, 'total'],
  [
    'attendance of a cancelled civic event',
    `PUT ${civicEvents}/{cancelled}/attendance`,
    { categories, total: 3 },
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'attendance of what was not published',
    `PUT ${civicEvents}/{planned}/attendance`,
    { categories, total: 3 },
    409,
    'CIVIC_EVENT_NOT_PUBLISHED',
  ],
  [
    'other figures without a correction',
    `PUT ${civicEvents}/{attended}/attendance`,
    { categories, total: 3 },
    409,
    'ATTENDANCE_REPORTED',
  ],
  [
    'a correction without a reason',
    `POST ${civicEvents}/{attended}/attendance/corrections`,
    { total: 43 },
    400,
    'reason',
  ],
  [
    'a correction of nothing',
    `POST ${civicEvents}/{attended}/attendance/corrections`,
    { reason: { ro: 'R' } },
    400,
    'categories CORRECTION_EMPTY',
  ],
  [
    'a correction of what nobody reported',
    `POST ${civicEvents}/{held}/attendance/corrections`,
    { total: 43, reason: { ro: 'R' } },
    409,
    'ATTENDANCE_NOT_REPORTED',
  ],

  ['an unknown kind', `POST ${civicEvents}/{held}/discussion-points`, { kind: 'joke', text }, 400, 'kind'],
  [
    'a theme with a space',
    `POST ${civicEvents}/{held}/discussion-points`,
    { kind: 'suggestion', text, themes: ['two words'] },
    400,
    'themes.0',
  ],
  [
    'what was said at a cancelled civic event',
    `POST ${civicEvents}/{cancelled}/discussion-points`,
    { kind: 'suggestion', text },
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'what was said at what was not published',
    `POST ${civicEvents}/{planned}/discussion-points`,
    { kind: 'suggestion', text },
    409,
    'CIVIC_EVENT_NOT_PUBLISHED',
  ],

  ['a report of what was not held', `POST ${civicEvents}/{published}/reports`, {}, 409, 'CIVIC_EVENT_NOT_HELD'],
  ['a report of what was cancelled', `POST ${civicEvents}/{cancelled}/reports`, {}, 409, 'CIVIC_EVENT_CANCELLED'],
  [
    'a version that is not the next',
    `POST ${civicEvents}/{held}/reports`,
    { version: 7 },
    409,
    'REPORT_VERSION_NOT_NEXT',
  ],
  ['a version that is no number', `GET ${civicEvents}/{held}/reports/first`, undefined, 400, 'version'],
  ['a version that is not there', `GET ${civicEvents}/{held}/reports/1`, undefined, 404, 'REPORT_UNKNOWN'],
  ['a language that is not spoken', `GET ${civicEvents}/{held}/reports/1?lang=fr`, undefined, 400, 'lang'],

  ['an unknown filter', `GET ${civicEvents}?colour=red`, undefined, 400, 'colour'],
  ['a status that there is not', `GET ${civicEvents}?status=lost`, undefined, 400, 'status'],
  ['a page of none', `GET ${civicEvents}?limit=0`, undefined, 400, 'limit'],
  ['a cursor of one’s own', `GET ${civicEvents}?cursor=nonsense`, undefined, 400, 'cursor'],
  ['a U+0000 in a cursor', `GET ${programmes}?${cursorOf('\0', randomUUID())}`, undefined, 400, 'cursor'],
  [
    'a cursor of year 0000',
    `GET ${civicEvents}?${cursorOf('0000-01-01T00:00:00Z', randomUUID())}`,
    undefined,
    400,
    'cursor',
  ],
  [
    'a cursor of no version',
    `GET ${civicEvents}/{held}/reports?${cursorOf(9007199254740991)}`,
    undefined,
    400,
    'cursor',
  ],
  [
    'a cursor of no rank',
    `GET ${civicEvents}/{held}/discussion-points?${cursorOf(9007199254740991, 1)}`,
    undefined,
    400,
    'cursor',
  ],
  ['a day of year 0000', `GET ${civicEvents}?from=0000-01-01`, undefined, 400, 'from TIME_OUT_OF_RANGE'],
  ['a time of year 0000', `GET ${civicEvents}?to=0000-01-01T00:00:00Z`, undefined, 400, 'to TIME_OUT_OF_RANGE'],
  [
    'a time that is 23 hours off',
    `GET ${civicEvents}/{held}?asOf=2023-01-01T00:00:00%2B23:00`,
    undefined,
    400,
    'asOf TIME_OUT_OF_RANGE',
  ],
  [
    'a time of 200 digits',
    `GET ${civicEvents}/{held}?asOf=2023-01-01T00:00:00.${'1'.repeat(200)}Z`,
    undefined,
    400,
    'asOf TIME_OUT_OF_RANGE',
  ],
  ['a time that is still to come', `GET ${civicEvents}/{held}?asOf=999999999`, undefined, 400, 'asOf'],
];

it.each(cases)('%s is refused, and nothing is stored: %s', async (_name, request, body, status, wrong) => {
  const before = await api.head();
  const [method = '', address = ''] = request.replace(/\{(\w+)\}/, (_match, name: string) => known[name]!).split(' ');
  const answer = await api.test.api.call(method, `/events/v1${address}`, body);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { code, errors = [] } = answer.body as { code: string; errors?: { path: string; code: string }[] };
  expect(errors.map((each) => each.code)).not.toContain('CUSTOM');
  const [path, rule] = wrong.split(' ');
  const named =
    status === 400 && errors.length > 0 ? errors.map((each) => [each.path, rule && each.code]) : [[code, undefined]];
  expect([answer.status, named]).toEqual([status, [[path, rule]]]);
  expect(await api.head()).toBe(before);
});

it.each([
  ['a stale ETag of the civic event', 'POST', '{published}/hold', undefined, '"1"'],
  ['a stale ETag of the agenda', 'PUT', '{published}/agenda', { items: [item] }, '"9"'],
  [
    'a stale ETag of the attendance',
    'POST',
    '{attended}/attendance/corrections',
    { total: 43, reason: { ro: 'R' } },
    '"0"',
  ],
  ['a stale ETag of the report', 'POST', '{held}/reports', {}, '"3"'],
])('%s is refused, and nothing is stored', async (_name, method, path, body, etag) => {
  const before = await api.head();
  const url = `/events/v1/civic-events/${path.replace(/\{(\w+)\}/, (_match, name: string) => known[name]!)}`;
  const answer = await api.test.api.call(method, url, body, { headers: { 'if-match': etag } });
  expect([answer.status, answer.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
  expect(await api.head()).toBe(before);
});

it('only who may write writes, and history is for staff', async () => {
  const before = await api.head();
  const { keys, visitor } = api.test;
  expect((await visitor.post('/events/v1/civic-events', plan)).status).toBe(401);
  for (const role of ['analyst', 'operator', 'system'] as const) {
    expect((await visitor.post('/events/v1/civic-events', plan, { key: keys[role] })).status).toBe(403);
  }
  expect((await visitor.get(`/events/v1/civic-events/${known['held']}/history`)).status).toBe(401);
  expect(await api.head()).toBe(before);
});
