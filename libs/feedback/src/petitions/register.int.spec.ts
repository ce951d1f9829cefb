import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { category, complaint, defineDirectory, petitioner } from './petitions.samples.js';

const base = '/feedback/v1/petitions';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { PUBLIC_URL: 'https://ecou.example.ro' } });
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

const send = (body: object, headers: Record<string, string> = {}) => test.visitor.post(base, body, { headers });
const get = (path: string) => test.api.get(`${base}${path}`);

describe('the register', () => {
  it('answers with a receipt at once', async () => {
    const { status, body, headers } = await send(complaint);
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      version: 1,
      number: expect.stringMatching(/^2024-\d{6}$/),
      receipt: expect.objectContaining({ format: 'ecou-receipt/v1' }),
      kind: 'complaint',
      category,
      department: 'public-works',
      receivedOn: '2024-03-01',
      registeredAt: '2024-03-01T10:00:00.000Z',
      // 31 March 2024 was a Sunday.
      answerBy: '2024-04-01',
      legalAnswerBy: '2024-04-01',
      statusUrl: expect.stringMatching(
        /^https:\/\/ecou\.example\.ro\/feedback\/v1\/status\/2024-\d{6}\?token=[\w-]{22}$/,
      ),
    });
  });

  it('answers a repeated request with the same receipt, by its id and by its Idempotency-Key', async () => {
    const id = randomUUID();
    const first = await send({ ...complaint, id });
    const again = await send({ ...complaint, id });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect((await send({ ...complaint, id, text: 'Altceva' })).body.code).toBe('PETITION_EXISTS');
    const twice = { ...complaint, id: randomUUID() };
    const sent = await Promise.all([1, 2, 3, 4].map(() => send(twice)));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const key = { 'idempotency-key': randomUUID() };
    const [one, other] = await Promise.all([send(complaint, key), send(complaint, key)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toEqual(one.body);
    const later = await send(complaint, key);
    expect(later).toMatchObject({ status: 201, body: one.body });
    expect(later.headers.get('etag')).toBe('"1"');
    expect((await send({ ...complaint, text: 'Altceva' }, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('numbers what 32 send at once without a gap, and starts anew with the municipality’s year', async () => {
    test.clock.set('2029-12-31T21:59:00.000Z');
    const numbers = (await Promise.all(Array.from({ length: 32 }, () => send(complaint)))).map(
      ({ body }) => body.number,
    );
    const expected = Array.from({ length: 32 }, (_, index) => `2029-${String(index + 1).padStart(6, '0')}`);
    expect(numbers.sort()).toEqual(expected);
    test.clock.set('2029-12-31T22:00:00.000Z');
    expect((await send(complaint)).body.number).toBe('2030-000001');
    test.clock.set('2024-03-01T10:00:00.000Z');
  });

  it('keeps what is personal in envelopes, and shows it to staff who may write', async () => {
    const { body } = await send({ ...complaint, place: { position: [26.1, 44.4], address: 'Strada Sintetică 3' } });
    const seen = await get(`/${body.id}`);
    expect(seen.body).toMatchObject({
      id: body.id,
      number: body.number,
      status: 'registered',
      deadlineState: 'due',
      deadline: { startsOn: '2024-03-01', days: 30, answerBy: '2024-04-01', forwardBy: '2024-03-06' },
      personal: {
        petitioner: { ...petitioner, address: null },
        text: complaint.text,
        place: { position: [26.1, 44.4], address: 'Strada Sintetică 3' },
        officer: null,
        thread: [],
      },
    });
    const analyst = await test.api.with(test.keys.analyst).get(`${base}/${body.id}`);
    expect(analyst.body.number).toBe(body.number);
    expect(JSON.stringify(analyst.body)).not.toMatch(/Exemplu|example\.org|Sintetică|becul/i);
    expect((await test.visitor.get(`${base}/${body.id}`)).status).toBe(401);
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT data, metadata FROM feedback.events WHERE stream_id = $1`, [`petition-${body.id}`]);
    expect(rows).toHaveLength(1);
    const { petitioner: who, text, ...rest } = rows[0].data;
    expect(who.name.subject).toBe(text.subject);
    expect(await test.opened(who.name)).toBe(petitioner.name);
    expect(JSON.stringify([{ ...rest, place: null }, rows[0].metadata])).not.toMatch(/Exemplu|example\.org|becul/i);
  });

  it('lists what was registered by each criterion, the newest first, without anything personal', async () => {
    const first = (await send({ ...complaint, kind: 'suggestion' })).body;
    const second = (await send({ ...complaint, kind: 'suggestion' })).body;
    await test.settle();
    const found = async (query: string) => (await get(`?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found('kind=suggestion')).toEqual([second.id, first.id]);
    expect(await found(`number=${first.number}&status=registered&department=public-works`)).toEqual([first.id]);
    expect(await found('kind=suggestion&due=2024-03-31')).toEqual([]);
    expect(await found('kind=suggestion&due=2024-04-01&limit=1')).toEqual([second.id]);
    expect(await found('kind=suggestion&overdue=true')).toEqual([]);
    expect(await found(`officer=${randomUUID()}`)).toEqual([]);
    const { body } = await get('?kind=suggestion');
    expect(JSON.stringify(body)).not.toMatch(/Exemplu|example\.org|becul/i);
    await test.replayEqualsIncremental('feedback', 'petition_list');
  });

  it('takes what is anonymous as a notice, which has a number and no deadline', async () => {
    const { body } = await send({ kind: 'notice', category, text: 'Un bec este ars.' });
    expect(body).toMatchObject({ kind: 'notice', answerBy: null, number: expect.stringMatching(/^2024-/) });
    expect((await get(`/${body.id}`)).body).toMatchObject({ deadlineState: 'none', personal: { petitioner: null } });
  });
});

describe('strangers with the same Idempotency-Key', () => {
  it('are kept apart, by the networks that they come from', async () => {
    const key = { 'idempotency-key': '1' };
    const [one, other] = ['203.0.113.21', '203.0.113.22'].map((from) => ({ ...key, 'x-forwarded-for': from }));
    const first = await send(complaint, one);
    const second = await send(complaint, other);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.number).not.toBe(first.body.number);
    expect(second.body.statusUrl).not.toBe(first.body.statusUrl);
    expect((await send({ ...complaint, text: 'Altceva' }, { ...key, 'x-forwarded-for': '203.0.113.23' })).status).toBe(
      201,
    );
    expect((await send(complaint, one)).body).toEqual(first.body);
  });
});
