import { randomUUID } from 'node:crypto';
import { streamOf } from '@ecou/event-sourcing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { listedFacilityEvents } from './listed-facility/listed-facility.events.js';
import { delisted, facilityId, listed } from './listed-facility/listed-facility.samples.js';

const base = '/feedback/v1/facility-feedback';
const ratings = '/feedback/v1/facility-ratings';
const reason = { ro: 'Numește o persoană.' };

let test: TestProcess;

/** A facility as the map shows it, and as the policy records it. */
async function hear(id: string, ...events: { type: string; data: object }[]): Promise<void> {
  const { store } = test.context('feedback');
  const stream = streamOf(listedFacilityEvents.category, id);
  const metadata = { actor: 'policy:facility-is-listed', correlationId: randomUUID(), causationId: randomUUID() };
  const writes = [
    { stream, expected: 'any' as const, events: events.map((event) => ({ id: randomUUID(), ...event })) },
  ];
  expect(await store.append({ metadata, writes })).toMatchObject({ status: 'ok' });
}

const give = (body: object = {}, api = test.visitor) =>
  api.post(base, { facilityId, grade: 4, device: randomUUID(), ...body });
const moderate = (id: string, verb: string, body?: object) => test.api.post(`${base}/${id}/${verb}`, body);
const seen = async (id: string, api = test.visitor) => (await api.get(`${base}/${id}`)).body;

async function given(body: object = {}): Promise<string> {
  const { status, body: answer } = await give(body);
  expect(status).toBe(201);
  return answer.id as string;
}

async function ratingOf(id: string) {
  await test.settle();
  return (await test.visitor.get(`${ratings}/${id}`)).body;
}

beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { ECOU_LIMITS: 'on' } });
  await hear(facilityId, listed);
});
afterAll(() => test.stop());

describe('feedback on a facility', () => {
  it('is given by anybody, once with one id, and once a month with one device', async () => {
    const [id, device] = [randomUUID(), randomUUID()];
    const body = { id, device, comment: 'Liniște și wi-fi bun.' };
    expect(await give(body)).toMatchObject({ status: 201, body: { id, version: 1 } });
    expect(await give(body)).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect(await give({ ...body, comment: 'Altceva' })).toMatchObject({ status: 409 });
    expect((await give({ device })).body).toMatchObject({ status: 409, code: 'FACILITY_FEEDBACK_GIVEN' });
    const other = randomUUID();
    await hear(other, listed);
    expect((await give({ device, facilityId: other })).status).toBe(201);
    expect(await seen(id)).toMatchObject({
      facilityId,
      kind: 'library',
      grade: 4,
      gradeCounts: true,
      status: 'shown',
      comment: 'Liniște și wi-fi bun.',
      commented: true,
      decisions: [],
      version: 1,
    });
  });

  it('is given once by a device, however often it asks at the same time', async () => {
    const device = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => give({ device })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  it('is entered by staff without a device', async () => {
    expect((await give({ device: undefined }, test.api)).status).toBe(201);
    expect((await give({ device: undefined }, test.api)).status).toBe(201);
  });

  it('keeps no device, and no row that leads from one to what it said', async () => {
    const device = randomUUID();
    const id = await given({ device, comment: 'Doamna de la ghișeul 3 m-a ajutat.' });
    await test.settle();
    const { pool } = test.context('feedback');
    for (const table of ['events', 'claims']) {
      const { rows } = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM feedback.${table} t`);
      expect(rows.map(({ row }) => row).join()).not.toContain(device);
    }
    const { rows } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM feedback.claims t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`,
      [id],
    );
    expect(rows).toEqual([]);
  });

  it('is hidden and restored, and everybody sees what was decided', async () => {
    const id = await given({ comment: 'Ion Popescu doarme la ghișeu.' });
    const before = await test.context('feedback').head();
    expect(await moderate(id, 'hide', { reason })).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await seen(id)).toMatchObject({
      status: 'hidden',
      comment: null,
      commented: true,
      gradeCounts: true,
      decisions: [{ decision: 'hidden', reason, at: test.clock.now() }],
    });
    expect((await seen(id, test.api)).comment).toBe('Ion Popescu doarme la ghișeu.');
    // As it stood then it was shown; it is not any more.
    expect((await test.visitor.get(`${base}/${id}?asOf=${before}`)).body).toMatchObject({
      status: 'shown',
      comment: null,
    });
    await test.settle();
    const { items } = (await test.visitor.get(`${base}?status=hidden&facility=${facilityId}`)).body;
    expect(items).toMatchObject([{ id, comment: null, decisions: [{ decision: 'hidden', reason }] }]);
    expect((await test.api.get(`${base}?status=hidden`)).body.items[0].comment).toContain('Ion Popescu');

    expect((await moderate(id, 'restore', { reason: { ro: 'Numele e inventat.' } })).status).toBe(200);
    expect(await seen(id)).toMatchObject({
      status: 'shown',
      comment: 'Ion Popescu doarme la ghișeu.',
      decisions: [{ decision: 'hidden' }, { decision: 'restored', reason: { ro: 'Numele e inventat.' } }],
      version: 3,
    });
  });

  it('does not tell whoever repeats its id what was hidden', async () => {
    const body = { id: randomUUID(), device: randomUUID(), comment: 'Ion Popescu doarme.' };
    expect((await give(body)).status).toBe(201);
    expect((await give({ ...body, comment: 'Altceva' })).status).toBe(409);
    await moderate(body.id, 'hide', { reason });
    const guesses = await Promise.all(
      [body.comment, 'Altceva', undefined].map((comment) => give({ ...body, device: randomUUID(), comment })),
    );
    expect(guesses.map(({ status, body: answer }) => ({ status, answer }))).toEqual(
      guesses.map(() => ({ status: 200, answer: guesses[0]?.body as object })),
    );
    expect(guesses[0]?.body).toMatchObject({ id: body.id, version: 2 });
    expect((await give({ ...body, grade: 1 })).status).toBe(409);
    expect((await give({ ...body, comment: 'Altceva' }, test.api)).status).toBe(409);
    expect((await seen(body.id, test.api)).comment).toBe(body.comment);
  });

  it('comes to figures, from which hiding takes a grade only where it says so', async () => {
    const id = randomUUID();
    await hear(id, listed);
    expect(await ratingOf(id)).toMatchObject({ count: 0, mean: null, retired: false, name: listed.data.name });
    const [first, second] = [
      await given({ facilityId: id, grade: 5, comment: 'Bine' }),
      await given({ facilityId: id, grade: 1, comment: 'Cumpărați aici!' }),
      await given({ facilityId: id, grade: 4 }),
    ];
    expect(await ratingOf(id)).toMatchObject({ count: 3, mean: 3.33, comments: 2, hidden: 0, excluded: 0 });
    await moderate(first, 'hide', { reason });
    await moderate(second, 'hide', { reason, excludeGrade: true });
    expect(await ratingOf(id)).toMatchObject({ count: 2, mean: 4.5, comments: 2, hidden: 2, excluded: 1 });
    await moderate(second, 'restore', { reason });
    expect(await ratingOf(id)).toMatchObject({
      count: 3,
      mean: 3.33,
      hidden: 1,
      excluded: 0,
      distribution: [1, 0, 0, 1, 1].map((count, index) => ({ grade: index + 1, count })),
    });
    await hear(id, delisted);
    expect(await ratingOf(id)).toMatchObject({ retired: true, count: 3 });
    expect((await give({ facilityId: id })).body).toMatchObject({ status: 409, code: 'FACILITY_RETIRED' });
    const all = (await test.visitor.get(`${ratings}?kind=library&limit=1`)).body;
    expect(all).toMatchObject({ items: [{ kind: 'library' }], next: expect.any(String) });
    expect((await test.visitor.get(`${ratings}?kind=wifi`)).body.items).toEqual([]);
  });

  it('is listed newest first, page by page, and filtered', async () => {
    const id = randomUUID();
    await hear(id, { type: 'FacilityListed', data: { kind: 'wifi', name: { ro: 'Wi-Fi în parc' } } });
    const ids = [];
    for (const grade of [1, 2, 3, 3, 5]) ids.push(await given({ facilityId: id, grade }));
    await test.settle();
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await test.visitor.get(`${base}?kind=wifi&limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push(...(body.items as { id: string }[]).map((item) => item.id));
      cursor = body.next;
    }
    expect(pages).toEqual([...ids].reverse());
    expect((await test.visitor.get(`${base}?facility=${id}&grade=3`)).body.items).toHaveLength(2);
  });

  it('keeps a comment back until it is approved, where the settings say so', async () => {
    const careful = await startTestProcess([feedbackContext], { env: { ECOU_FACILITY_COMMENTS: 'approved' } });
    const usual = test;
    try {
      test = careful;
      await hear(facilityId, listed);
      const [id, silent] = [await given({ comment: 'Bun' }), await given()];
      expect(await seen(id)).toMatchObject({ status: 'awaiting', comment: null });
      expect(await seen(silent)).toMatchObject({ status: 'shown', commented: false });
      expect(await ratingOf(facilityId)).toMatchObject({ count: 2 });
      expect((await moderate(id, 'approve')).status).toBe(200);
      expect(await seen(id)).toMatchObject({ status: 'shown', comment: 'Bun', decisions: [{ decision: 'approved' }] });
    } finally {
      test = usual;
      await careful.stop();
    }
  });

  it.each(['facility_feedback_list', 'facility_rating'])('%s equals its replay', (view) =>
    test.replayEqualsIncremental('feedback', view),
  );
});

describe('what is refused, with nothing stored', () => {
  const unknown = randomUUID();
  const cases: [string, () => ReturnType<typeof give>, number, string, string?][] = [
    ['a grade of 6', () => give({ grade: 6 }), 400, 'TOO_BIG', 'grade'],
    ['a grade of 0', () => give({ grade: 0 }), 400, 'TOO_SMALL', 'grade'],
    ['half a grade', () => give({ grade: 3.5 }), 400, 'INVALID_TYPE', 'grade'],
    ['no grade', () => give({ grade: undefined }), 400, 'INVALID_TYPE', 'grade'],
    ['an empty comment', () => give({ comment: ' ' }), 400, 'TOO_SMALL', 'comment'],
    ['a comment that is too long', () => give({ comment: 'a'.repeat(2001) }), 400, 'TOO_BIG', 'comment'],
    ['a comment that cannot be kept', () => give({ comment: 'a\u0000' }), 400, 'TEXT_NOT_ALLOWED', 'comment'],
    ['another language', () => give({ language: 'de' }), 400, 'INVALID_VALUE', 'language'],
    ['an unknown field', () => give({ name: 'Ana' }), 400, 'UNKNOWN_FIELD', 'name'],
    ['no device', () => give({ device: undefined }), 400, 'DEVICE_MISSING', 'device'],
    ['a device that is no UUID', () => give({ device: 'phone' }), 400, 'INVALID_FORMAT', 'device'],
    ['what is no facility', () => give({ facilityId: 'library' }), 400, 'INVALID_FORMAT', 'facilityId'],
    ['an unknown facility', () => give({ facilityId: unknown }), 404, 'FACILITY_UNKNOWN'],
    ['hiding without a reason', () => moderate(unknown, 'hide', {}), 400, 'INVALID_TYPE', 'reason'],
    [
      'hiding with an empty reason',
      () => moderate(unknown, 'hide', { reason: { ro: '' } }),
      400,
      'TOO_SMALL',
      'reason.ro',
    ],
    ['hiding nothing', () => moderate(unknown, 'hide', { reason }), 404, 'FACILITY_FEEDBACK_UNKNOWN'],
    ['restoring without a reason', () => moderate(unknown, 'restore', {}), 400, 'INVALID_TYPE', 'reason'],
    ['approving nothing', () => moderate(unknown, 'approve'), 404, 'FACILITY_FEEDBACK_UNKNOWN'],
    ['a grade to look for that is none', () => test.visitor.get(`${base}?grade=six`), 400, 'INVALID_TYPE', 'grade'],
    ['a status that is none', () => test.visitor.get(`${base}?status=gone`), 400, 'INVALID_VALUE', 'status'],
    ['a cursor of another list', () => test.visitor.get(`${ratings}?cursor=WzFd`), 400, 'CURSOR_INVALID', 'cursor'],
    ['figures of nothing', () => test.visitor.get(`${ratings}/${unknown}`), 404, 'FACILITY_UNKNOWN'],
    ['hiding by the public', () => test.visitor.post(`${base}/${unknown}/hide`, { reason }), 401, 'KEY_MISSING'],
  ];
  const named = cases.map(([name, send, status, code, path]) => ({ name, send, status, code, path }));
  it.each(named)('$name', async ({ send, status, code, path }) => {
    const before = await test.context('feedback').head();
    const { body, ...answer } = await send();
    expect({ status: answer.status, body }).toMatchObject({ status });
    if (path === undefined) expect(body).toMatchObject({ status, code });
    else expect(body.errors).toContainEqual({ path, code, message: expect.any(String) });
    expect(await test.context('feedback').head()).toBe(before);
  });
});

it('is slowed down where too much comes from one address, but for staff', async () => {
  let answer = await give();
  for (let left = 60; left > 0 && answer.status === 201; left -= 1) answer = await give();
  expect(answer).toMatchObject({ status: 429, body: { code: 'PROOF_NEEDED' } });
  const before = await test.context('feedback').head();
  expect((await give()).status).toBe(429);
  expect(await test.context('feedback').head()).toBe(before);
  expect((await give({ device: undefined }, test.api)).status).toBe(201);
});
