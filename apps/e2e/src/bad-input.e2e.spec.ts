import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallOptions } from '@ecou/runtime/testing';
import { startPlatform, type Deployment } from './deployment.js';

const civicEvents = '/events/v1/civic-events';
const questionnaires = '/feedback/v1/questionnaires';
const facilities = '/facilities/v1/facilities';

const plan = {
  kind: 'consultation',
  title: { ro: 'Sesiune sintetică' },
  startsAt: '2026-03-10T10:00:00+02:00',
  endsAt: '2026-03-10T12:00:00+02:00',
};
const attendance = { categories: [{ category: 'citizen', count: 3 }], total: 3 };
const questionnaire = {
  title: { ro: 'Chestionar sintetic' },
  about: { theme: 'synthetic' },
  items: [
    { id: 'programme', kind: 'grade', aspect: 'programme', wording: { ro: 'Programul' } },
    { id: 'ideas', kind: 'text', wording: { ro: 'Ce propuneți?' } },
  ],
};
const facility = { kind: 'wifi', name: { ro: 'Sintetică' }, position: [26.1, 44.4] };

describe('bad input, over HTTP', () => {
  let ecou: Deployment;
  /** The subjects of the cases. */
  const made = { event: '', cancelled: '', questionnaire: '', closed: '', invited: '', token: '', facility: '' };

  const create = async (path: string, body: object): Promise<string> => {
    const answer = await ecou.api.post(path, body);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const command = async (path: string, body?: object) => {
    const answer = await ecou.api.post(path, body);
    expect([200, 201]).toContain(answer.status);
    return answer.body;
  };

  beforeAll(async () => {
    ecou = await startPlatform();
    made.event = await create(civicEvents, plan);
    made.cancelled = await create(civicEvents, plan);
    await command(`${civicEvents}/${made.cancelled}/publish`);
    await command(`${civicEvents}/${made.cancelled}/cancel`, { reason: { ro: 'Sala nu este liberă.' } });
    made.questionnaire = await create(questionnaires, questionnaire);
    await command(`${questionnaires}/${made.questionnaire}/open`);
    made.closed = await create(questionnaires, questionnaire);
    await command(`${questionnaires}/${made.closed}/open`);
    await command(`${questionnaires}/${made.closed}/close`);
    made.invited = await create(questionnaires, { ...questionnaire, access: 'token' });
    await command(`${questionnaires}/${made.invited}/invitations`, { count: 1 });
    await command(`${questionnaires}/${made.invited}/open`);
    const { body } = await ecou.api.get(`${questionnaires}/${made.invited}/invitations`);
    made.token = body.items[0].token;
    const first = { token: made.token, answers: [{ item: 'programme', grade: 5 }] };
    expect((await ecou.visitor.post(`${questionnaires}/${made.invited}/responses`, first)).status).toBe(201);
    made.facility = await create(facilities, facility);
    const changed = await ecou.api.put(
      `${facilities}/${made.facility}`,
      { ...facility, openingHours: '24/7' },
      { headers: { 'if-match': '"1"' } },
    );
    expect({ status: changed.status, etag: changed.headers.get('etag') }).toEqual({ status: 200, etag: '"2"' });
    // By then the last event that follows from all this stands.
    const listed = async () =>
      (await ecou.visitor.get(`/feedback/v1/facility-ratings/${made.facility}`)).status === 200;
    while (!(await listed())) await sleep(50);
  });

  afterAll(() => ecou.stop());

  /** Every table's rows, by context, without what moves by itself. */
  async function stored(): Promise<string> {
    const { pool } = ecou.database('events');
    const { rows } = await pool.query<{ head: string }>(
      `SELECT string_agg(s || ':' || (xpath('//c/text()', query_to_xml('SELECT count(*) AS c FROM ' || s || '.' || t, false, true, '')))[1]::text, ' '
         ORDER BY s, t) AS head
       FROM unnest(ARRAY['events', 'feedback', 'facilities', 'notifications', 'integrations', 'analytics', 'identity']) s,
            unnest(ARRAY['events', 'streams', 'claims', 'numbers', 'answers', 'timers']) t`,
    );
    return rows[0]?.head ?? '';
  }

  interface Case {
    readonly what: string;
    readonly request: () => readonly [string, string, unknown?, CallOptions?];
    readonly status: number;
    readonly code: string;
    /** The path of the fault; only of what is invalid (400). */
    readonly path?: string;
  }

  const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: deep(levels - 1) });
  const responses = (id: string) => `${questionnaires}/${id}/responses`;

  const cases: readonly Case[] = [
    {
      what: 'an unknown field',
      request: () => ['POST', civicEvents, { ...plan, colour: 'red' }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'colour',
    },
    {
      what: 'an unknown field inside another',
      request: () => ['POST', civicEvents, { ...plan, title: { ro: 'x', fr: 'x' } }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'title.fr',
    },
    {
      what: 'a wrong type',
      request: () => ['POST', civicEvents, { ...plan, capacity: 'many' }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'capacity',
    },
    {
      what: 'an end before its start',
      request: () => ['POST', civicEvents, { ...plan, endsAt: '2026-03-10T09:00:00+02:00' }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'endsAt',
    },
    {
      what: 'a time without an offset',
      request: () => ['POST', civicEvents, { ...plan, startsAt: '2026-03-10T10:00:00' }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'startsAt',
    },
    {
      what: 'a text with a NUL, which no database keeps',
      request: () => ['POST', civicEvents, { ...plan, title: { ro: 'a\u0000b' } }],
      status: 400,
      code: 'TEXT_NOT_ALLOWED',
      path: 'title.ro',
    },
    {
      what: 'a negative count',
      request: () => [
        'PUT',
        `${civicEvents}/${made.event}/attendance`,
        { ...attendance, categories: [{ category: 'citizen', count: -1 }] },
      ],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'categories.0.count',
    },
    {
      what: 'attendance for an event that was cancelled',
      request: () => ['PUT', `${civicEvents}/${made.cancelled}/attendance`, attendance],
      status: 409,
      code: 'CIVIC_EVENT_CANCELLED',
    },
    {
      what: 'a grade of 6',
      request: () => ['POST', responses(made.questionnaire), { answers: [{ item: 'programme', grade: 6 }] }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'answers.0.grade',
    },
    {
      what: 'an answer to an item that is not there',
      request: () => ['POST', responses(made.questionnaire), { answers: [{ item: 'weather', grade: 4 }] }],
      status: 400,
      code: 'ITEM_UNKNOWN',
      path: 'answers.0.item',
    },
    {
      what: 'a second answer with one token',
      request: () => [
        'POST',
        responses(made.invited),
        { token: made.token, answers: [{ item: 'programme', grade: 4 }] },
        { key: null },
      ],
      status: 409,
      code: 'TOKEN_USED',
    },
    {
      what: 'a token that was made up',
      request: () => [
        'POST',
        responses(made.invited),
        { token: 'A'.repeat(24), answers: [{ item: 'programme', grade: 4 }] },
        { key: null },
      ],
      status: 400,
      code: 'TOKEN_UNKNOWN',
      path: 'token',
    },
    {
      // Staff may still enter paper.
      what: 'an answer of the public to a questionnaire that is closed',
      request: () => ['POST', responses(made.closed), { answers: [{ item: 'programme', grade: 4 }] }, { key: null }],
      status: 409,
      code: 'QUESTIONNAIRE_CLOSED',
    },
    {
      what: 'feedback on a facility with a grade of 6',
      request: () => ['POST', '/feedback/v1/facility-feedback', { facilityId: made.facility, grade: 6 }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'grade',
    },
    {
      what: 'feedback on no facility',
      request: () => ['POST', '/feedback/v1/facility-feedback', { facilityId: randomUUID(), grade: 4 }],
      status: 404,
      code: 'FACILITY_UNKNOWN',
    },
    {
      what: 'a category that is offered to apps and is none',
      request: () => ['PUT', '/feedback/v1/open311-services/dragons', {}],
      status: 400,
      code: 'CATEGORY_UNKNOWN',
      path: 'code',
    },
    {
      what: 'a position off the globe',
      request: () => ['POST', facilities, { ...facility, position: [26.1, 94.4] }],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'position.1',
    },
    {
      what: 'a box that is none',
      request: () => ['GET', `${facilities}?bbox=1,2,3`],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'bbox',
    },
    {
      what: 'an address that is none',
      request: () => [
        'POST',
        '/notifications/v1/subscriptions',
        { address: 'nobody', topics: ['series:x'], consentVersion: 1 },
      ],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'address',
    },
    {
      what: 'a body over 64 KiB',
      request: () => ['POST', civicEvents, { ...plan, description: { ro: 'x'.repeat(64 * 1024) } }],
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    {
      what: 'a body that is nested deeper than any of ours',
      request: () => ['POST', civicEvents, { ...plan, description: deep(40) }],
      status: 400,
      code: 'JSON_TOO_DEEP',
    },
    { what: 'what is not JSON', request: () => ['POST', civicEvents, '{"title":'], status: 400, code: 'JSON_INVALID' },
    {
      what: 'another media type',
      request: () => ['POST', civicEvents, '<a/>', { headers: { 'content-type': 'application/xml' } }],
      status: 415,
      code: 'MEDIA_TYPE_UNSUPPORTED',
    },
    {
      what: 'an id that is none',
      request: () => ['GET', `${civicEvents}/seven`],
      status: 400,
      code: 'INVALID_INPUT',
      path: 'id',
    },
    {
      what: 'an id that nobody knows',
      request: () => ['POST', `${civicEvents}/${randomUUID()}/publish`],
      status: 404,
      code: 'CIVIC_EVENT_UNKNOWN',
    },
    {
      what: 'no key',
      request: () => ['POST', civicEvents, plan, { key: null }],
      status: 401,
      code: 'KEY_MISSING',
    },
    {
      what: 'a key that nobody made',
      request: () => ['POST', civicEvents, plan, { key: `ecou_${'x'.repeat(43)}` }],
      status: 401,
      code: 'KEY_UNKNOWN',
    },
    {
      what: 'a stale If-Match',
      request: () => ['PUT', `${facilities}/${made.facility}`, facility, { headers: { 'if-match': '"1"' } }],
      status: 412,
      code: 'PRECONDITION_FAILED',
    },
    {
      what: 'a change that does not say of what',
      request: () => ['PUT', `${facilities}/${made.facility}`, facility],
      status: 428,
      code: 'IF_MATCH_REQUIRED',
    },
    {
      what: 'an id that stands for something else',
      request: () => ['POST', facilities, { ...facility, id: made.facility, name: { ro: 'Alta' } }],
      status: 409,
      code: 'FACILITY_EXISTS',
    },
  ];

  it.each(cases)('refuses $what', async ({ request, status, code, path }) => {
    const before = await stored();
    const [method, address, body, options] = request();
    const answer = await ecou.api.call(method, address, body, options);
    expect({ status: answer.status, code: answer.body.code, paths: pathsOf(answer.body) }).toEqual({
      status,
      code,
      paths: path === undefined ? expect.anything() : expect.arrayContaining([path]),
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await stored()).toBe(before);
  });

  it('refuses another body under an idempotency key that was used', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await ecou.api.post(civicEvents, plan, { headers });
    const before = await stored();
    const again = await ecou.api.post(civicEvents, plan, { headers });
    expect({ status: again.status, body: again.body }).toEqual({ status: first.status, body: first.body });
    const other = await ecou.api.post(civicEvents, { ...plan, capacity: 5 }, { headers });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await stored()).toBe(before);
  });
});

const pathsOf = ({ errors = [] }: { errors?: { path: string }[] }): string[] => errors.map(({ path }) => path);
