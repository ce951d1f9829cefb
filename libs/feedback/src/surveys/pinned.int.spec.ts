import { randomUUID } from 'node:crypto';
import { startTestProcess, unitsSince, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { atOnce } from '../testing/at-once.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';
import { civicEventId, draft, form } from './surveys.samples.js';

// What callers rely on beyond each rule, of answers: which of several refusals is told, what stands in one unit, and what a repeat
// comes to.

const base = '/feedback/v1/questionnaires';
const nothing = '00000000-0000-4000-8000-000000000009';
const stale = { 'if-match': '"99"' };
const yes = { item: 'objectives', yes: true };
const wrong = { item: 'objectives', grade: 5 };
const radio = { item: 'channel', choice: 'radio' };

let test: TestProcess;
let known: Record<'open' | 'draft' | 'closed' | 'byToken' | 'byBallot' | 'answered' | 'response', string>;
let tokens: string[];
let closedToken: string;

const make = async (body: object, ...verbs: string[]): Promise<string> => {
  const { id } = (await test.api.post(base, body)).body as { id: string };
  for (const verb of verbs) expect((await test.api.post(`${base}/${id}/${verb}`, {})).status).toBe(200);
  return id;
};
const tokensOf = async (id: string, count: number): Promise<string[]> => {
  await test.api.post(`${base}/${id}/invitations`, { count });
  const { items } = (await test.api.get(`${base}/${id}/invitations?limit=${count}`)).body;
  return (items as { token: string }[]).map(({ token }) => token);
};
const answer = (id: string, body: object, headers: Record<string, string> = {}) =>
  test.visitor.post(`${base}/${id}/responses`, { answers: [yes], ...body }, { headers });

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  const byToken = await make({ ...draft, access: 'token' });
  tokens = await tokensOf(byToken, 9);
  const closed = await make({ ...draft, access: 'token' });
  [closedToken] = (await tokensOf(closed, 1)) as [string];
  for (const id of [byToken, closed]) await test.api.post(`${base}/${id}/open`);
  expect((await answer(closed, { token: closedToken })).status).toBe(201);
  await test.api.post(`${base}/${closed}/close`);
  const coded = { ...form, about: { civicEventId }, topics: ['series:synthetic'] };
  const answered = await make(coded, 'open');
  const response = (await answer(answered, { answers: [radio] })).body.id as string;
  known = {
    byToken,
    closed,
    answered,
    response,
    open: await make(draft, 'open'),
    draft: await make({ ...draft, access: 'token' }),
    byBallot: await make({ ...draft, access: 'anonymous-once' }),
  };
  expect((await answer(byToken, { token: tokens[0] })).status).toBe(201);
  expect((await answer(known.open, { id: known.response })).status).toBe(409);
});
afterAll(() => test.stop());

const answering =
  (to: keyof typeof known | null, body: () => object): Send =>
  () =>
    answer(to === null ? nothing : known[to], body());
const coding =
  (to: keyof typeof known | null, response: () => string, body: object, headers = {}): Send =>
  () =>
    test.api.put(`${base}/${to === null ? nothing : known[to]}/responses/${response()}/themes`, body, { headers });
const acting =
  (to: keyof typeof known, verb: string, body: object = {}): Send =>
  () =>
    test.api.post(`${base}/${known[to]}/${verb}`, body, { headers: stale });

const cases: readonly Refusal[] = [
  [
    'an unknown questionnaire, before a token that is none',
    answering(null, () => ({ token: 'x' })),
    404,
    'QUESTIONNAIRE_UNKNOWN',
  ],
  [
    'a token that is none, before what is not open',
    answering('draft', () => ({ token: 'x' })),
    400,
    'TOKEN_UNKNOWN',
    'token',
  ],
  ['a token that lacks, before what is not open', answering('draft', () => ({})), 400, 'TOKEN_MISSING', 'token'],
  [
    'a token that is none, before a ballot that is needed',
    answering('byBallot', () => ({ token: 'x' })),
    400,
    'TOKEN_UNKNOWN',
    'token',
  ],
  ['a ballot that is needed, before what is not open', answering('byBallot', () => ({})), 400, 'BALLOT_NEEDED'],
  [
    'what is closed, before a token that was used',
    answering('closed', () => ({ token: closedToken })),
    409,
    'QUESTIONNAIRE_CLOSED',
  ],
  [
    'what is not open, before answers that do not fit',
    answering('draft', () => ({ token: tokens[1], answers: [wrong] })),
    400,
    'TOKEN_UNKNOWN',
    'token',
  ],
  [
    'a token that was used, before answers that do not fit',
    answering('byToken', () => ({ token: tokens[0], answers: [wrong] })),
    409,
    'TOKEN_USED',
  ],
  [
    'answers that do not fit, and no wish is written',
    answering('open', () => ({ answers: [wrong], email: 'ana@example.org' })),
    400,
    'ANSWER_KIND',
    'answers.0',
  ],
  [
    'a token that was used, and no wish is written',
    answering('byToken', () => ({ token: tokens[0], email: 'ana@example.org' })),
    409,
    'TOKEN_USED',
  ],
  [
    'answers that do not fit, before a known id',
    answering('open', () => ({ id: known.response, answers: [wrong] })),
    400,
    'ANSWER_KIND',
    'answers.0',
  ],
  [
    'a token that lacks, before a known id',
    answering('byToken', () => ({ id: known.response })),
    400,
    'TOKEN_MISSING',
    'token',
  ],

  [
    'an unknown questionnaire, before an unknown answer',
    coding(null, () => nothing, { item: 'suggestions', themes: ['guides'] }),
    404,
    'QUESTIONNAIRE_UNKNOWN',
  ],
  [
    'an unknown answer, before an unknown theme',
    coding('answered', () => nothing, { item: 'suggestions', themes: ['moon'] }),
    404,
    'RESPONSE_UNKNOWN',
  ],
  [
    'a text that there is not, before an unknown theme',
    coding('answered', () => known.response, { item: 'suggestions', themes: ['moon'] }),
    400,
    'TEXT_UNKNOWN',
    'item',
  ],
  [
    'a stale If-Match, before an unknown answer',
    coding('answered', () => nothing, { item: 'suggestions', themes: [] }, stale),
    412,
    'PRECONDITION_FAILED',
  ],

  [
    'a stale If-Match, before publishing what is not closed',
    acting('open', 'results/publish'),
    412,
    'PRECONDITION_FAILED',
  ],
  ['a stale If-Match, before closing what is not open', acting('draft', 'close'), 412, 'PRECONDITION_FAILED'],
];

describe('of several refusals, answers tell', () => {
  refusals(cases, () => test);

  it('what does not fit in any row of a batch, and not what a row before it came to', async () => {
    const before = await test.context('feedback').head();
    const responses = [{ answers: [radio] }, { answers: [wrong] }, { answers: [{ item: 'moon', yes: true }] }];
    const { status, body } = await test.api.post(`${base}/${known.answered}/responses/batch`, { responses });
    expect([status, body.code]).toEqual([400, 'BATCH_REFUSED']);
    expect((body.errors as { path: string }[]).map(({ path }) => path.split('.').slice(0, 2).join('.'))).toEqual([
      'responses.1',
      'responses.2',
    ]);
    expect(await test.context('feedback').head()).toBe(before);
  });
});

/** The events that a call writes, unit by unit. */
async function unitsOf(call: () => Promise<Answer>) {
  const feedback = test.context('feedback');
  const before = await feedback.head();
  const { status, body } = await call();
  expect(status).toBeLessThan(300);
  return { body, units: await unitsSince(feedback, before) };
}

describe('one unit holds', () => {
  it('the first answer, before the lock on the items; then each answer alone', async () => {
    const id = await make(draft, 'open');
    const first = await unitsOf(() => answer(id, {}));
    expect(first.units).toEqual([
      [`ResponseRecorded response-${first.body.id}`, `QuestionnaireItemsLocked questionnaire-${id}`],
    ]);
    const second = await unitsOf(() => answer(id, {}));
    expect(second.units).toEqual([[`ResponseRecorded response-${second.body.id}`]]);
  });

  it('no answer together with the wish to be informed, which is written before it', async () => {
    expect((await answer(known.open, {})).status).toBe(201);
    const { body, units } = await unitsOf(() => answer(known.open, { email: 'ion@example.org' }));
    expect(units).toEqual([
      [expect.stringMatching(/^UpdatesRequested updates-request-/)],
      [`ResponseRecorded response-${body.id}`],
    ]);
    const { rows } = await test.context('feedback').pool.query(
      `SELECT count(DISTINCT metadata->>'correlationId')::int AS n FROM (
         SELECT metadata FROM feedback.events ORDER BY global_position DESC LIMIT 2) AS last`,
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('a whole batch, its first answer first', async () => {
    const id = await make({ ...form, about: { theme: 'parks' }, topics: ['series:synthetic'] }, 'open');
    const responses = [{ answers: [radio] }, { answers: [radio] }, { answers: [radio] }];
    const { body, units } = await unitsOf(() => test.api.post(`${base}/${id}/responses/batch`, { responses }));
    const [unit = [], ...more] = units;
    expect(more).toEqual([]);
    const ids = body.responses as string[];
    expect(unit[0]).toBe(`ResponseRecorded response-${ids[0]}`);
    const others = ids.slice(1).map((each) => `ResponseRecorded response-${each}`);
    expect(unit.slice(1).sort()).toEqual([...others, `QuestionnaireItemsLocked questionnaire-${id}`].sort());
  });
});

const firstOf4 = ['200', '200', '200', '201'];

describe('the same several times at once has one effect and one answer', () => {
  it('an answer, by its id, also with a token', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    const expected = { said: firstOf4, bodies: 1, written: ['ResponseRecorded'] };
    expect((await answer(known.open, {})).status).toBe(201);
    expect(await atOnce(test, () => answer(known.open, { id }))).toEqual(expected);
    // A twin may be told that its token was used, as long as it is used once.
    const { said, written } = await atOnce(test, () => answer(known.byToken, { id: other, token: tokens[2] }));
    expect(written).toEqual(['ResponseRecorded']);
    expect(said.filter((each) => each !== '200' && each !== 'TOKEN_USED')).toEqual(['201']);
    expect((await answer(known.byToken, { id: other, token: tokens[2] })).status).toBe(200);
  });

  it('an answer, by its key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    expect(await atOnce(test, () => answer(known.open, {}, headers))).toEqual({
      said: ['201', '201', '201', '201'],
      bodies: 1,
      written: ['ResponseRecorded'],
    });
  });

  it('answers with one token, each of its own: one is taken', async () => {
    const { said, written } = await atOnce(test, () => answer(known.byToken, { id: randomUUID(), token: tokens[3] }));
    expect([said, written]).toEqual([['201', 'TOKEN_USED', 'TOKEN_USED', 'TOKEN_USED'], ['ResponseRecorded']]);
  });

  it('first answers of four people: the items are locked once', async () => {
    const id = await make(draft, 'open');
    const { said, written } = await atOnce(test, () => answer(id, {}));
    expect([said, written]).toEqual([
      ['201', '201', '201', '201'],
      ['QuestionnaireItemsLocked', ...Array<string>(4).fill('ResponseRecorded')],
    ]);
  });

  it('a batch, by its id', async () => {
    const id = await make({ ...form, about: { theme: 'parks' }, topics: ['series:synthetic'] }, 'open');
    const batch = { id: randomUUID(), responses: [{ answers: [radio] }, { answers: [radio] }] };
    const feedback = test.context('feedback');
    const before = await feedback.head();
    const enter = () => test.api.post(`${base}/${id}/responses/batch`, batch);
    const answers = await Promise.all([enter(), enter(), enter()]);
    expect(answers.map(({ body }) => [body.recorded, body.repeated]).sort()).toEqual([
      [0, 2],
      [0, 2],
      [2, 0],
    ]);
    expect((await unitsSince(feedback, before)).flat()).toHaveLength(3);
  });

  it('coding, opening, closing', async () => {
    const id = await make({ ...form, about: { theme: 'parks' }, topics: ['series:synthetic'] });
    const changed = (written: string[]) => ({ said: ['200', '200', '200', '200'], bodies: 1, written });
    expect(await atOnce(test, () => test.api.post(`${base}/${id}/open`))).toEqual(changed(['QuestionnaireOpened']));
    const text = { answers: [radio, { item: 'suggestions', text: 'Sintetic.' }] };
    const { body } = await answer(id, text);
    const code = { item: 'suggestions', themes: ['guides'] };
    const coded = await atOnce(test, () => test.api.put(`${base}/${id}/responses/${body.id}/themes`, code));
    expect(coded).toEqual(changed(['AnswerCoded']));
    expect(await atOnce(test, () => test.api.post(`${base}/${id}/close`))).toEqual(changed(['QuestionnaireClosed']));
  });
});
