import { randomBytes, randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { draft } from '../surveys.samples.js';
import { openRequest, type Ballot } from './ballot.samples.js';
import { refusals, type Refusal, type Send } from '../../testing/refusals.js';

const base = '/feedback/v1/questionnaires';
const yes = { item: 'objectives', yes: true };
const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

let test: TestProcess;
/** Questionnaires as the cases need them, tokens and ballots of `open`; `ordinary` is answered by anyone. */
let known: {
  draft: string;
  open: string;
  closed: string;
  ordinary: string;
  tokens: string[];
  closedToken: string;
  ballot: Ballot;
};

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  const make = async (more: object, ...verbs: string[]): Promise<string> => {
    const { id } = (await test.api.post(base, { ...draft, access: 'anonymous-once', ...more })).body as { id: string };
    await test.api.post(`${base}/${id}/invitations`, { count: 3 });
    for (const verb of verbs) expect((await test.api.post(`${base}/${id}/${verb}`)).status).toBe(200);
    return id;
  };
  const tokensOf = async (id: string) => {
    const { body } = await test.api.get(`${base}/${id}/invitations`);
    return (body.items as { token: string }[]).map(({ token }) => token);
  };
  const open = await make({}, 'open');
  const closed = await make({}, 'open', 'close');
  const tokens = await tokensOf(open);
  const mine = openRequest();
  const given = await test.visitor.post(`${base}/${open}/ballots`, { token: tokens[0], ...mine.body });
  const ballot = await mine.ballotOf(given.body.signature as string);
  expect((await test.visitor.post(`${base}/${open}/answers`, { ballot, answers: [yes] })).status).toBe(202);
  const [closedToken] = await tokensOf(closed);
  const ordinary = await make({ access: 'anyone', consentText: null }, 'open');
  known = { draft: await make({}), open, closed, ordinary, tokens, closedToken: closedToken!, ballot };
  const { pool } = test.context('feedback');
  const boxOf = (id: string) => pool.query('SELECT FROM feedback.ballot_boxes WHERE questionnaire_id = $1', [id]);
  await until(async () => (await boxOf(closed)).rowCount === 0, 'the box of what was closed to go');
});
afterAll(() => test.stop());

type Which = 'draft' | 'open' | 'closed' | 'ordinary';

const asking =
  (body: object, of: Which = 'open'): Send =>
  () =>
    test.visitor.post(`${base}/${known[of]}/ballots`, { token: known.tokens[1], ...body });
const answering =
  (body: object, to: Which = 'open'): Send =>
  () =>
    test.visitor.post(`${base}/${known[to]}/answers`, { ballot: known.ballot, answers: [yes], ...body });
const asked =
  (change: (ballot: Ballot) => object): Send =>
  () =>
    answering({ ballot: change(known.ballot) })();
const fresh = async (answers: object[]): Promise<Answer> => {
  const mine = openRequest();
  const given = await test.visitor.post(`${base}/${known.open}/ballots`, { token: known.tokens[2], ...mine.body });
  // The token of these cases was exchanged by the first of them.
  expect([200, 409]).toContain(given.status);
  last ??= await mine.ballotOf(given.body.signature as string);
  return test.visitor.post(`${base}/${known.open}/answers`, { ballot: last, answers });
};
let last: Ballot | undefined;
const wishing =
  (body: object, of: Which = 'open'): Send =>
  () =>
    test.visitor.post(`${base}/${known[of]}/updates-requests`, { email: 'ana@example.org', ...body });
const number = random(32);

const cases: readonly Refusal[] = [
  ['a ballot of no kind', asking({}), 400, 'BALLOT_KIND', ''],
  ['a ballot of both kinds', asking({ number, blinded: random(256) }), 400, 'BALLOT_KIND', ''],
  ['a short number', asking({ number: random(31) }), 400, 'TOO_SMALL', 'number'],
  ['a long number', asking({ number: random(65) }), 400, 'TOO_BIG', 'number'],
  ['a number that is no base64url', asking({ number: '!'.repeat(43) }), 400, 'INVALID_FORMAT', 'number'],
  ['what is blinded and too short', asking({ blinded: random(255) }), 400, 'TOO_SMALL', 'blinded'],
  [
    'what is blinded under no key',
    asking({ blinded: Buffer.alloc(256, 255).toString('base64url') }),
    400,
    'BLINDED_MALFORMED',
    'blinded',
  ],
  ['a ballot without a token', asking({ number, token: undefined }), 400, 'INVALID_TYPE', 'token'],
  ['a token that was never issued', asking({ number, token: random(18) }), 400, 'TOKEN_UNKNOWN', 'token'],
  ['an unknown field of the request', asking({ number, id: randomUUID() }), 400, 'UNKNOWN_FIELD', 'id'],
  ['another ballot for a token', () => asking({ number, token: known.tokens[0] })(), 409, 'TOKEN_USED'],
  ['a ballot of a draft', asking({ number }, 'draft'), 409, 'QUESTIONNAIRE_NOT_OPEN'],
  [
    'a ballot of a closed one',
    () => asking({ number, token: known.closedToken }, 'closed')(),
    409,
    'QUESTIONNAIRE_CLOSED',
  ],
  ['a ballot where there is none', asking({ number }, 'ordinary'), 409, 'BALLOT_NOT_USED'],
  [
    'a ballot of nothing',
    () => test.visitor.post(`${base}/${randomUUID()}/ballots`, { token: known.tokens[1], number }),
    404,
    'QUESTIONNAIRE_UNKNOWN',
  ],
  ['the key of nothing', () => test.visitor.get(`${base}/${randomUUID()}/ballots`), 404, 'BALLOT_KEY_UNKNOWN'],
  ['the key of a draft', () => test.visitor.get(`${base}/${known.draft}/ballots`), 404, 'BALLOT_KEY_UNKNOWN'],

  ['an answer without a ballot', answering({ ballot: undefined }), 400, 'INVALID_TYPE', 'ballot'],
  ['a signature of something else', asked((ballot) => ({ ...ballot, number })), 400, 'BALLOT_UNKNOWN', 'ballot'],
  [
    'a signature that is none',
    asked((ballot) => ({ ...ballot, signature: random(256) })),
    400,
    'BALLOT_UNKNOWN',
    'ballot',
  ],
  ['a short signature', asked((ballot) => ({ ...ballot, signature: 'A' })), 400, 'TOO_SMALL', 'ballot.signature'],
  [
    'an unknown field of a ballot',
    asked((ballot) => ({ ...ballot, token: 'A' })),
    400,
    'UNKNOWN_FIELD',
    'ballot.token',
  ],
  ['a token beside a ballot', () => answering({ token: known.tokens[0] })(), 400, 'UNKNOWN_FIELD', 'token'],
  ['an address beside a ballot', answering({ email: 'ana@example.org' }), 400, 'UNKNOWN_FIELD', 'email'],
  ['an id beside a ballot', answering({ id: randomUUID() }), 400, 'UNKNOWN_FIELD', 'id'],
  ['no answer', answering({ answers: [] }), 400, 'TOO_SMALL', 'answers'],
  ['a grade 6', answering({ answers: [{ item: 'duration', grade: 6 }] }), 400, 'TOO_BIG', 'answers.0.grade'],
  ['an answer to no item', () => fresh([yes, { item: 'price', grade: 3 }]), 400, 'ITEM_UNKNOWN', 'answers.1.item'],
  ['no answer where one is required', () => fresh([{ item: 'duration', grade: 4 }]), 400, 'ANSWER_MISSING', 'answers'],
  [
    'an answer over 8 KiB',
    answering({
      answers: [yes, ...Array.from({ length: 9 }, () => ({ item: 'suggestions', text: 'a'.repeat(2000) }))],
    }),
    413,
    'BODY_TOO_LARGE',
  ],
  ['an answer to a draft', answering({}, 'draft'), 409, 'QUESTIONNAIRE_NOT_OPEN'],
  ['an answer to a closed one', answering({}, 'closed'), 409, 'QUESTIONNAIRE_CLOSED'],
  ['an answer by ballot where there is none', answering({}, 'ordinary'), 409, 'BALLOT_NOT_USED'],
  [
    'an answer without a ballot where one is needed',
    () => test.visitor.post(`${base}/${known.open}/responses`, { answers: [yes] }),
    400,
    'BALLOT_NEEDED',
    '',
  ],
  [
    'an answer with a token where a ballot is needed',
    () => test.visitor.post(`${base}/${known.open}/responses`, { token: known.tokens[1], answers: [yes] }),
    400,
    'BALLOT_NEEDED',
    'token',
  ],
  [
    'results while a ballot may come',
    () => test.api.post(`${base}/${known.open}/results/publish`),
    409,
    'RESULTS_NOT_FINAL',
  ],

  ['a wish without an address', wishing({ email: undefined }), 400, 'INVALID_TYPE', 'email'],
  ['a wish with what is no address', wishing({ email: 'ana' }), 400, 'INVALID_FORMAT', 'email'],
  ['a wish with answers', wishing({ answers: [yes] }), 400, 'UNKNOWN_FIELD', 'answers'],
  ['a wish where no address is asked for', wishing({}, 'ordinary'), 400, 'ADDRESS_NOT_ASKED', 'email'],
  ['a wish about a draft', wishing({}, 'draft'), 404, 'QUESTIONNAIRE_UNKNOWN'],
];

/** The number of answers that wait in boxes. */
const waiting = async () =>
  (await test.context('feedback').pool.query(`SELECT sum(length(waiting)) AS bytes FROM feedback.ballot_boxes`)).rows;

describe('what is refused', () => {
  refusals(cases, () => test, waiting);

  it('has used up no token of those that were asked for in vain', async () => {
    const given = await asking({ number })();
    expect(given.status).toBe(200);
  });
});
