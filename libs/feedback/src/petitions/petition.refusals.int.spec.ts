import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { category, complaint, defineDirectory, officerId, petitioner } from './petitions.samples.js';
import { lawfulRules } from './calendar/deadlines.js';
import { usualRules } from './directory/petition-rules.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';

const base = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const reply = { text: 'Sintetic.', legalBasis: 'Sintetic' };

let test: TestProcess;
/** Petitions as the cases need them. */
let known: Record<'fresh' | 'notice' | 'answered' | 'main' | 'joined' | 'extended' | 'later', string>;

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  const done = async (path: string, body: object = {}): Promise<string> => {
    const { status, body: answer } = await test.api.post(`${base}${path}`, body);
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.id as string;
  };
  const [fresh, answered, main, joined, extended] = [
    ...[await done('', complaint), await done('', complaint), await done('', complaint)],
    ...[await done('', complaint), await done('', complaint)],
  ] as [string, string, string, string, string];
  const notice = await done('', { kind: 'notice', category, text: 'Sintetic.' });
  test.clock.advance(1000);
  known = { fresh, answered, main, joined, extended, notice, later: await done('', complaint) };
  await done(`/${answered}/answer`, reply);
  await done(`/${joined}/join`, { to: main });
  await done(`/${extended}/extend`, { reason: 'Sintetic.' });
});
afterAll(() => test.stop());

const registering =
  (change: object): Send =>
  () =>
    test.visitor.post(base, { ...complaint, ...change });
const acting =
  (to: keyof typeof known, verb: string, body: object | (() => object) = {}): Send =>
  () =>
    test.api.post(`${base}/${known[to]}/${verb}`, typeof body === 'function' ? (body as () => object)() : body);
const defining =
  (path: string, body: object): Send =>
  () =>
    test.api.put(`${directory}/${path}`, body);
const finding =
  (query: string): Send =>
  () =>
    test.api.get(`${base}?${query}`);

const cases: readonly Refusal[] = [
  ['an unknown field', registering({ colour: 'red' }), 400, 'UNKNOWN_FIELD', 'colour'],
  ['an unknown kind', registering({ kind: 'praise' }), 400, 'INVALID_VALUE', 'kind'],
  ['no text', registering({ text: '  ' }), 400, 'TOO_SMALL', 'text'],
  ['a text without end', registering({ text: 'x'.repeat(10_001) }), 400, 'TOO_BIG', 'text'],
  ['a category that is none', registering({ category: 'Not A Code' }), 400, 'INVALID_FORMAT', 'category'],
  ['a category that nobody defined', registering({ category: 'unknown' }), 400, 'CATEGORY_UNKNOWN', 'category'],
  ['a petition of nobody', registering({ petitioner: null }), 400, 'PETITIONER_MISSING', 'petitioner'],
  ['a notice of somebody', registering({ kind: 'notice' }), 400, 'NOTICE_NAMES_SOMEBODY', 'petitioner'],
  [
    'a petition by telephone',
    () => test.api.post(base, { ...complaint, channel: 'phone' }),
    400,
    'CALL_IS_NOTICE',
    'kind',
  ],
  ['a channel that is of staff', registering({ channel: 'paper' }), 400, 'CHANNEL_OF_STAFF', 'channel'],
  ['an unknown channel', registering({ channel: 'pigeon' }), 400, 'INVALID_VALUE', 'channel'],
  [
    'no e-mail address',
    registering({ petitioner: { ...petitioner, contact: 'ana' } }),
    400,
    'EMAIL_INVALID',
    'petitioner.contact',
  ],
  [
    'no phone number',
    registering({ petitioner: { ...petitioner, channel: 'phone' } }),
    400,
    'PHONE_INVALID',
    'petitioner.contact',
  ],
  [
    'a petitioner whose name cannot be seen',
    registering({ petitioner: { ...petitioner, name: '\u200b' } }),
    400,
    'NOTHING_VISIBLE',
    'petitioner.name',
  ],
  ['a text that cannot be seen', registering({ text: '\u200b\u2060' }), 400, 'NOTHING_VISIBLE', 'text'],
  [
    'a petitioner without a name',
    registering({ petitioner: { ...petitioner, name: '' } }),
    400,
    'TOO_SMALL',
    'petitioner.name',
  ],
  ['a place that is nowhere', registering({ place: { position: [26, 144] } }), 400, 'TOO_BIG', 'place.position.1'],
  ['a facility that is none', registering({ about: { facilityId: 'x' } }), 400, 'INVALID_FORMAT', 'about.facilityId'],
  ['a language that nobody speaks here', registering({ language: 'fr' }), 400, 'INVALID_VALUE', 'language'],
  ['an id that is none', registering({ id: '7' }), 400, 'INVALID_FORMAT', 'id'],
  ['a text with what cannot be stored', registering({ text: 'a\u0000b' }), 400, 'TEXT_NOT_ALLOWED', 'text'],
  [
    'another content under a known id',
    () => registering({ id: known.fresh, text: 'Altceva.' })(),
    409,
    'PETITION_EXISTS',
  ],
  ['what is no JSON', () => test.visitor.post(base, '{'), 400, 'JSON_INVALID'],

  ['a petition that is none', () => test.api.post(`${base}/${randomUUID()}/start`), 404, 'PETITION_UNKNOWN'],
  ['what is no id', () => test.api.post(`${base}/seven/start`), 400, 'INVALID_FORMAT', 'id'],
  ['assigning to nobody', acting('fresh', 'assign'), 400, 'ASSIGNEE_MISSING', ''],
  ['an unknown department', acting('fresh', 'assign', { department: 'moon' }), 400, 'DEPARTMENT_UNKNOWN', 'department'],
  ['an unknown officer', acting('fresh', 'assign', { officer: randomUUID() }), 400, 'OFFICER_UNKNOWN', 'officer'],
  [
    'an officer of another department',
    acting('fresh', 'assign', { department: 'green-spaces', officer: officerId }),
    400,
    'OFFICER_UNKNOWN',
    'officer',
  ],
  ['an answer without the law', acting('fresh', 'answer', { text: 'Da.' }), 400, 'LEGAL_BASIS_MISSING', 'legalBasis'],
  ['an answer without words', acting('fresh', 'answer', { ...reply, text: '' }), 400, 'TOO_SMALL', 'text'],
  ['declining without a reason', acting('fresh', 'decline', { legalBasis: 'x' }), 400, 'INVALID_TYPE', 'reason'],
  ['a second answer', acting('answered', 'answer', { ...reply, text: 'Alta.' }), 409, 'PETITION_DONE'],
  ['an answer to what is joined', acting('joined', 'answer', reply), 409, 'PETITION_JOINED'],
  ['work on what is answered', acting('answered', 'start'), 409, 'PETITION_DONE'],
  ['joining to itself', acting('fresh', 'join', () => ({ to: known.fresh })), 409, 'JOINED_TO_ITSELF'],
  ['joining to what is answered', acting('fresh', 'join', () => ({ to: known.answered })), 409, 'MAIN_NOT_OPEN'],
  ['joining to what is joined', acting('fresh', 'join', () => ({ to: known.joined })), 409, 'MAIN_NOT_OPEN'],
  ['joining to a later one', acting('fresh', 'join', () => ({ to: known.later })), 409, 'MAIN_IS_LATER'],
  ['joining a main one', acting('main', 'join', () => ({ to: known.fresh })), 409, 'OTHERS_JOINED'],
  ['joining to one that is none', acting('fresh', 'join', () => ({ to: randomUUID() })), 404, 'PETITION_UNKNOWN'],
  [
    'joining a notice as one petitioner’s',
    acting('notice', 'join', () => ({ to: known.fresh, as: 'petitioner', reason: 'x' })),
    409,
    'NOTICE_NOT_JOINED',
  ],
  [
    'joining as something else',
    acting('fresh', 'join', () => ({ to: known.main, as: 'both' })),
    400,
    'INVALID_VALUE',
    'as',
  ],
  ['separating what is not joined', acting('fresh', 'separate', { reason: 'x' }), 409, 'NOT_JOINED'],
  ['separating without a reason', acting('joined', 'separate'), 400, 'INVALID_TYPE', 'reason'],
  ['proposing nothing', acting('fresh', 'propose-answer'), 400, 'INVALID_TYPE', 'text'],
  ['proposing to what is answered', acting('answered', 'propose-answer', { text: 'x' }), 409, 'PETITION_DONE'],

  ['forwarding to nobody', acting('fresh', 'forward', { reason: 'x' }), 400, 'INVALID_TYPE', 'authority'],
  ['forwarding a main one', acting('main', 'forward', { authority: 'x', reason: 'x' }), 409, 'OTHERS_JOINED'],
  ['a second extension', acting('extended', 'extend', { reason: 'Iar.' }), 409, 'EXTENDED_ALREADY'],
  ['an extension without a reason', acting('fresh', 'extend'), 400, 'INVALID_TYPE', 'reason'],
  ['sixteen days more', acting('fresh', 'extend', { reason: 'x', days: 16 }), 400, 'EXTENSION_TOO_LONG', 'days'],
  ['no days more', acting('fresh', 'extend', { reason: 'x', days: 0 }), 400, 'TOO_SMALL', 'days'],
  ['more days for a notice', acting('notice', 'extend', { reason: 'x' }), 409, 'NO_DEADLINE'],
  ['closing what has no answer', acting('fresh', 'close'), 409, 'PETITION_NOT_ANSWERED'],
  ['filing what is signed', acting('fresh', 'file', { ground: 'anonymous' }), 409, 'PETITIONER_KNOWN'],
  ['filing a repeat of nothing', acting('fresh', 'file', { ground: 'repeat' }), 409, 'EARLIER_MISSING'],
  [
    'filing a repeat of what was not answered',
    acting('fresh', 'file', () => ({ ground: 'repeat', earlier: known.main })),
    409,
    'EARLIER_NOT_ANSWERED',
  ],
  [
    'an unknown officer who acts',
    acting('fresh', 'answer', { ...reply, by: randomUUID() }),
    400,
    'OFFICER_UNKNOWN',
    'by',
  ],
  ['an answer by pigeon', acting('fresh', 'answer', { ...reply, channel: 'pigeon' }), 400, 'INVALID_VALUE', 'channel'],
  ['an answer by word', acting('fresh', 'answer', { ...reply, channel: 'phone' }), 400, 'ANSWER_IS_WRITTEN', 'channel'],
  ['signing as nobody', acting('fresh', 'sign'), 400, 'ACTING_OFFICER_MISSING', 'by'],
  ['signing what is not written', acting('fresh', 'sign', { by: officerId }), 409, 'NO_ANSWER'],
  ['signing as a witness', acting('fresh', 'sign', { as: 'witness', by: officerId }), 400, 'INVALID_VALUE', 'as'],
  ['sending what is not written', acting('fresh', 'send'), 409, 'NO_ANSWER'],
  ['the delivery of what was not sent', acting('answered', 'delivery', { state: 'delivered' }), 409, 'NOTHING_SENT'],
  ['a delivery without a state', acting('answered', 'delivery'), 400, 'INVALID_VALUE', 'state'],
  ['the return of what was not forwarded', acting('fresh', 'return', { reason: 'x' }), 409, 'NOT_FORWARDED'],
  ['a return without a reason', acting('fresh', 'return'), 400, 'INVALID_TYPE', 'reason'],
  [
    'filing without identity, and without a reason',
    acting('fresh', 'file', { ground: 'unidentified' }),
    400,
    'REASON_MISSING',
    'reason',
  ],
  [
    'filing a repeat of what was answered later',
    acting('fresh', 'file', () => ({ ground: 'repeat', earlier: known.answered })),
    409,
    'CAME_BEFORE_ANSWER',
  ],
  ['filing for another reason', acting('fresh', 'file', { ground: 'boring' }), 400, 'INVALID_VALUE', 'ground'],
  ['taking back what is answered', acting('answered', 'withdraw'), 409, 'PETITION_DONE'],
  ['reopening what is open', acting('fresh', 'reopen', { reason: 'x' }), 409, 'PETITION_NOT_ENDED'],
  ['reopening without a reason', acting('answered', 'reopen'), 400, 'INVALID_TYPE', 'reason'],
  ['being satisfied with nothing', acting('fresh', 'satisfaction', { grade: 5 }), 409, 'PETITION_NOT_ANSWERED'],
  ['a sixth grade', acting('answered', 'satisfaction', { grade: 6 }), 400, 'TOO_BIG', 'grade'],
  ['reopening what one is happy with', acting('answered', 'satisfaction', { grade: 3, reopen: 'x' }), 409, 'SATISFIED'],
  ['writing to what is done', acting('answered', 'messages', { text: 'x' }), 409, 'PETITION_DONE'],
  ['a message of nobody', acting('fresh', 'messages', { text: 'x', from: 'mayor' }), 400, 'INVALID_VALUE', 'from'],
  ['asking without a question', acting('fresh', 'request-information'), 400, 'INVALID_TYPE', 'text'],
  ['a callback without a number', acting('fresh', 'request-callback'), 400, 'INVALID_TYPE', 'phone'],
  [
    'a callback that nobody asked for',
    acting('fresh', 'callback-done', { callback: officerId }),
    409,
    'CALLBACK_UNKNOWN',
  ],
  [
    'a stale If-Match',
    () => test.api.post(`${base}/${known.answered}/close`, {}, { headers: { 'if-match': '"1"' } }),
    412,
    'PRECONDITION_FAILED',
  ],

  ['a list of an unknown status', finding('status=lost'), 400, 'INVALID_VALUE', 'status'],
  ['a list by an unknown field', finding('text=bec'), 400, 'UNKNOWN_FIELD', 'text'],
  ['a list by no day', finding('due=tomorrow'), 400, 'INVALID_FORMAT', 'due'],
  ['a list by no truth', finding('overdue=maybe'), 400, 'INVALID_VALUE', 'overdue'],
  ['a page that is none', finding('cursor=x'), 400, 'CURSOR_INVALID', 'cursor'],

  [
    'a category of no department',
    defining('categories/x', { name: { ro: 'X' }, department: 'moon' }),
    400,
    'DEPARTMENT_UNKNOWN',
    'department',
  ],
  ['a code that is none', defining('departments/Not-A-Code', { name: { ro: 'X' } }), 400, 'INVALID_FORMAT', 'code'],
  ['a department without a name', defining('departments/x', {}), 400, 'INVALID_TYPE', 'name'],
  [
    'ending a department that is used',
    defining('departments/public-works', { name: { ro: 'X' }, active: false }),
    409,
    'DEPARTMENT_IN_USE',
  ],
  [
    'an officer of no department',
    defining(`officers/${officerId}`, { department: 'moon', name: 'x', phone: '1' }),
    400,
    'DEPARTMENT_UNKNOWN',
    'department',
  ],
  [
    'no days for an answer',
    defining('deadline-rules', { answerDays: 0, extensionDays: 15, forwardDays: 5, dueSoonDays: 5 }),
    400,
    'TOO_SMALL',
    'answerDays',
  ],
  ...(['answerDays', 'extensionDays', 'forwardDays'] as const).map((rule): Refusal => [
    `more than the law gives as ${rule}`,
    defining('deadline-rules', { ...lawfulRules, [rule]: lawfulRules[rule] + 1 }),
    400,
    'TOO_BIG',
    rule,
  ]),
  [
    'what is due soon before it comes in',
    defining('deadline-rules', { answerDays: 5, extensionDays: 15, forwardDays: 5, dueSoonDays: 5 }),
    400,
    'DUE_SOON_TOO_EARLY',
    'dueSoonDays',
  ],
  [
    'an officer of an unknown duty',
    defining(`officers/${officerId}`, { department: 'public-works', name: 'x', phone: '1', duties: ['cooks'] }),
    400,
    'INVALID_VALUE',
    'duties.0',
  ],
  [
    'reopening without end',
    () => test.api.put(`${directory}/petition-rules`, { ...usualRules, reopenTimes: 101 }),
    400,
    'TOO_BIG',
    'reopenTimes',
  ],
  [
    'a letterhead of too many lines',
    defining('letterhead', { lines: Array<string>(7).fill('Strada Primăriei 1') }),
    400,
    'TOO_BIG',
    'lines',
  ],
  [
    'a line that is too long for a letterhead',
    defining('letterhead', { lines: ['x'.repeat(121)] }),
    400,
    'TOO_BIG',
    'lines.0',
  ],
  [
    'a day off that is none',
    defining('days-off', { days: [{ day: '2026-02-30', reason: { ro: 'x' } }] }),
    400,
    'INVALID_FORMAT',
    'days.0.day',
  ],
  [
    'a day off twice',
    defining('days-off', { days: [1, 2].map(() => ({ day: '2026-02-20', reason: { ro: 'x' } })) }),
    400,
    'DAY_REPEATED',
    'days.1.day',
  ],

  ['a missing key', () => test.visitor.post(`${base}/${known.fresh}/start`), 401, 'KEY_MISSING'],
  ['a wrong key', () => test.visitor.with('ecou_wrong').post(base, complaint), 401, 'KEY_UNKNOWN'],
  [
    'a key that may only read',
    () => test.api.with(test.keys.analyst).post(`${base}/${known.fresh}/start`),
    403,
    'PERMISSION_MISSING',
  ],
];

describe('what petitions and the directory refuse', () => {
  refusals(cases, () => test);

  it('says where ids are found to whoever names a number or a name instead', async () => {
    const joined = await test.api.post(`${base}/${known.fresh}/join`, { to: '2026-000123' });
    expect(joined.body.errors).toMatchObject([{ path: 'to', message: expect.stringContaining('?number=') }]);
    const sent = await test.visitor.post(base, { ...complaint, category: 'none-such' });
    expect(sent.body.errors).toMatchObject([
      { path: 'category', code: 'CATEGORY_UNKNOWN', message: expect.stringContaining('`GET /feedback/v1/directory`') },
    ]);
  });
});
