import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { draft, sessions } from './surveys.samples.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';

const base = '/feedback/v1/questionnaires';
const yes = { item: 'objectives', yes: true };
const [grade] = draft.items;

let test: TestProcess;
/** Questionnaires as the cases need them, and an invitation token of `open` that was used. */
let known: { draft: string; open: string; closed: string; answered: string; used: string };

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  const make = async (...verbs: string[]): Promise<string> => {
    const { id } = (await test.api.post(base, draft)).body as { id: string };
    for (const verb of verbs) expect((await test.api.post(`${base}/${id}/${verb}`)).status).toBe(200);
    return id;
  };
  const open = await make('open');
  await test.api.post(`${base}/${open}/invitations`, { count: 1 });
  const { body } = await test.api.get(`${base}/${open}/invitations`);
  const used = body.items[0].token as string;
  const answered = await make('open');
  for (const [id, token] of [
    [open, used],
    [answered, undefined],
  ] as const) {
    expect((await test.visitor.post(`${base}/${id}/responses`, { token, answers: [yes] })).status).toBe(201);
  }
  known = { draft: await make(), open, closed: await make('open', 'close'), answered, used };
});
afterAll(() => test.stop());

const drafting =
  (change: object): Send =>
  () =>
    test.api.post(base, { ...draft, ...change });
const answering =
  (body: object | string, to: keyof typeof known = 'open'): Send =>
  () =>
    test.visitor.post(`${base}/${known[to]}/responses`, body);
const summarising =
  (change: object, to: keyof typeof known = 'draft'): Send =>
  () =>
    test.api.put(`${base}/${known[to]}/reported-summary`, { ...sessions.I, ...change });
const reporting = (item: object): Send => summarising({ items: [{ item: 'duration', ...item }] });
const ordering =
  (path: string, body: object, to: keyof typeof known = 'draft'): Send =>
  () =>
    test.api.post(`${base}/${known[to]}/${path}`, body);

const cases: readonly Refusal[] = [
  ['an unknown field', drafting({ colour: 'red' }), 400, 'UNKNOWN_FIELD', 'colour'],
  [
    'an unknown field of an item',
    drafting({ items: [{ ...grade, weight: 2 }] }),
    400,
    'UNKNOWN_FIELD',
    'items.0.weight',
  ],
  ['a wrong type', drafting({ title: 'Părerea' }), 400, 'INVALID_TYPE', 'title'],
  ['an empty title', drafting({ title: { ro: '  ' } }), 400, 'TOO_SMALL', 'title.ro'],
  ['no item', drafting({ items: [] }), 400, 'TOO_SMALL', 'items'],
  ['two items of one name', drafting({ items: [grade, grade] }), 400, 'ITEM_REPEATED', 'items.1.id'],
  ['an item of no kind', drafting({ items: [{ ...grade, kind: 'stars' }] }), 400, 'INVALID_UNION', 'items.0.kind'],
  ['nothing that it is about', drafting({ about: {} }), 400, 'ABOUT_KIND', 'about'],
  ['what is no topic', drafting({ topics: ['programme:1'] }), 400, 'INVALID_FORMAT', 'topics.0'],
  ['a consent to nothing', drafting({ topics: [] }), 400, 'TOPICS_MISSING', 'topics'],
  [
    'an end before the start',
    drafting({ opensAt: '2024-03-05T10:00:00Z', closesAt: '2024-03-05T10:00:00+02:00' }),
    400,
    'END_BEFORE_START',
    'closesAt',
  ],
  ['a time without offset', drafting({ opensAt: '2024-03-05T10:00:00' }), 400, 'INVALID_FORMAT', 'opensAt'],
  [
    'a draft with another content',
    () => test.api.post(base, { ...draft, id: known.draft, access: 'token' }),
    409,
    'QUESTIONNAIRE_EXISTS',
  ],

  ['grade 6', answering({ answers: [yes, { item: 'duration', grade: 6 }] }), 400, 'TOO_BIG', 'answers.1.grade'],
  [
    'grade 4.5',
    answering({ answers: [yes, { item: 'duration', grade: 4.5 }] }),
    400,
    'INVALID_TYPE',
    'answers.1.grade',
  ],
  [
    'a grade in words',
    answering({ answers: [{ item: 'duration', grade: 'five' }] }),
    400,
    'INVALID_TYPE',
    'answers.0.grade',
  ],
  [
    'two answers in one',
    answering({ answers: [{ item: 'duration', grade: 4, yes: true }] }),
    400,
    'ANSWER_KIND',
    'answers.0',
  ],
  ['yes for a grade', answering({ answers: [yes, { item: 'duration', yes: true }] }), 400, 'ANSWER_KIND', 'answers.1'],
  [
    'an answer to no item',
    answering({ answers: [yes, { item: 'price', grade: 3 }] }),
    400,
    'ITEM_UNKNOWN',
    'answers.1.item',
  ],
  ['an item answered twice', answering({ answers: [yes, yes] }), 400, 'ITEM_REPEATED', 'answers.1.item'],
  [
    'no answer where one is required',
    answering({ answers: [{ item: 'duration', grade: 4 }] }),
    400,
    'ANSWER_MISSING',
    'answers',
  ],
  ['what is no address', answering({ answers: [yes], email: 'ana' }), 400, 'INVALID_FORMAT', 'email'],
  [
    'an address of somebody who does not wish it',
    answering({ answers: [yes, { item: 'updates', wish: false }], email: 'ana@example.org' }),
    400,
    'WISH_CONTRADICTORY',
    'email',
  ],
  [
    'a token that was never issued',
    answering({ answers: [yes], token: 'A'.repeat(24) }),
    400,
    'TOKEN_UNKNOWN',
    'token',
  ],
  ['a second answer with one token', () => answering({ answers: [yes], token: known.used })(), 409, 'TOKEN_USED'],
  ['an answer to a closed questionnaire', answering({ answers: [yes] }, 'closed'), 409, 'QUESTIONNAIRE_CLOSED'],
  ['an answer to a draft', answering({ answers: [yes] }, 'draft'), 409, 'QUESTIONNAIRE_NOT_OPEN'],
  [
    'an answer to nothing',
    () => test.visitor.post(`${base}/${randomUUID()}/responses`, { answers: [yes] }),
    404,
    'QUESTIONNAIRE_UNKNOWN',
  ],
  ['what is no JSON', answering('{"answers":'), 400, 'JSON_INVALID'],
  [
    'a body over 64 KiB',
    answering({ answers: [{ item: 'suggestions', text: 'a'.repeat(66_000) }] }),
    413,
    'BODY_TOO_LARGE',
  ],

  ['a negative count', reporting({ counts: [{ value: 3, count: -1 }] }), 400, 'TOO_SMALL', 'items.0.counts.0.count'],
  ['a grade 6 in a summary', reporting({ occurred: [6] }), 400, 'TOO_BIG', 'items.0.occurred.0'],
  ['nobody as respondents', summarising({ respondents: 0 }), 400, 'TOO_SMALL', 'respondents'],
  [
    'more counts than respondents',
    reporting({ counts: [{ value: 3, count: 13 }] }),
    400,
    'SUMMARY_CONTRADICTORY',
    'items.0.counts',
  ],
  ['more anonymous than respondents', summarising({ anonymous: 13 }), 400, 'SUMMARY_CONTRADICTORY', 'anonymous'],
  ['a summary of no item', reporting({ item: 'price' }), 400, 'ITEM_UNKNOWN', 'items.0.item'],
  ['a summary beside single answers', summarising({}, 'answered'), 409, 'RESPONSES_RECORDED'],

  ['no invitation', ordering('invitations', { count: 0 }), 400, 'TOO_SMALL', 'count'],
  [
    'invitations to a closed questionnaire',
    ordering('invitations', { count: 1 }, 'closed'),
    409,
    'QUESTIONNAIRE_CLOSED',
  ],
  ['results while answers come in', ordering('results/publish', {}, 'open'), 409, 'RESULTS_NOT_FINAL'],
  ['results of no item', ordering('results/publish', { items: ['price'] }, 'closed'), 400, 'ITEM_UNKNOWN', 'items.0'],
  ['opening what is closed', ordering('open', {}, 'closed'), 409, 'QUESTIONNAIRE_CLOSED'],
  ['closing a draft', ordering('close', {}), 409, 'QUESTIONNAIRE_NOT_OPEN'],
  ['what is no id', () => test.api.post(`${base}/seven/open`), 400, 'INVALID_FORMAT', 'id'],

  ['a revision without If-Match', () => test.api.put(`${base}/${known.draft}`, draft), 428, 'IF_MATCH_REQUIRED'],
  [
    'a stale If-Match',
    () => test.api.put(`${base}/${known.open}`, draft, { headers: { 'if-match': '"1"' } }),
    412,
    'PRECONDITION_FAILED',
  ],
  ['a missing key', () => test.visitor.post(base, draft), 401, 'KEY_MISSING'],
  ['a wrong key', () => test.visitor.with('ecou_wrong').post(base, draft), 401, 'KEY_UNKNOWN'],
  ['a key that may only read', () => test.api.with(test.keys.analyst).post(base, draft), 403, 'PERMISSION_MISSING'],
];

describe('what is refused', () => {
  refusals(cases, () => test);
});

describe('what only those may read who work with answers', () => {
  it.each(['responses', 'invitations', 'reported-summary'])('%s', async (path) => {
    for (const [key, status] of [
      [null, 401],
      [test.keys.analyst, 403],
      [test.keys.system, 403],
    ] as const) {
      expect((await test.api.with(key).get(`${base}/${known.open}/${path}`)).status).toBe(status);
    }
  });
});
