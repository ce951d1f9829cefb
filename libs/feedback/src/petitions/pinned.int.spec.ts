import { randomUUID } from 'node:crypto';
import { startTestProcess, unitsSince, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, officerId, petitioner } from './petitions.samples.js';
import { handIn } from './testing/hand-in.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';

// What callers and other contexts rely on beyond each rule: which of several refusals is told, what stands in one unit, and what a repeat comes to.

const base = '/feedback/v1/petitions';
const reply = { text: 'Sintetic.', legalBasis: 'Sintetic' };
const nothing = '00000000-0000-4000-8000-000000000009';
const stale = { 'if-match': '"9"' };

let test: TestProcess;
let known: Record<'fresh' | 'notice' | 'answered' | 'main' | 'joined', string>;
let taken: string;

const attached = async (content: string) => [{ file: await handIn(test, content) }];
const send = (more: object, headers: Record<string, string> = {}) =>
  test.visitor.post(base, { ...complaint, ...more }, { headers });
const act = (id: string, verb: string, body: object = {}, headers: Record<string, string> = {}) =>
  test.api.post(`${base}/${id}/${verb}`, body, { headers });

async function registered(more: object = {}): Promise<string> {
  const { status, body } = await send(more);
  expect(status).toBe(201);
  return body.id as string;
}

async function done(id: string, verb: string, body?: object): Promise<void> {
  const { status, body: answer } = await act(id, verb, body);
  expect({ verb, status, code: answer.code }).toEqual({ verb, status: 200, code: undefined });
}

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  [taken] = [await handIn(test, 'a')];
  known = {
    fresh: await registered({ attachments: [{ file: taken }] }),
    notice: await registered({ kind: 'notice', petitioner: null }),
    answered: await registered(),
    main: await registered(),
    joined: await registered(),
  };
  await done(known.answered, 'answer', reply);
  await done(known.joined, 'join', { to: known.main });
});
afterAll(() => test.stop());

const registering =
  (more: () => object): Send =>
  () =>
    send(more());
const acting =
  (to: keyof typeof known | null, verb: string, body: object | (() => object) = {}, headers = {}): Send =>
  () =>
    act(to === null ? nothing : known[to], verb, typeof body === 'function' ? (body as () => object)() : body, headers);
const unknownFile = { attachments: [{ file: nothing }] };
const filePath = 'attachments.0.file';

const cases: readonly Refusal[] = [
  [
    'an unknown file, before an unknown category',
    registering(() => ({ ...unknownFile, category: 'unknown' })),
    400,
    'FILE_UNKNOWN',
    filePath,
  ],
  [
    'a file of another petition, before a petition of nobody',
    registering(() => ({ attachments: [{ file: taken }], petitioner: null })),
    400,
    'FILE_TAKEN',
    filePath,
  ],
  [
    'a file twice, before an unknown one',
    registering(() => ({ attachments: [{ file: nothing }, { file: nothing }] })),
    400,
    'FILE_TWICE',
    'attachments.1.file',
  ],
  [
    'an unknown category, before a petition of nobody',
    registering(() => ({ category: 'unknown', petitioner: null })),
    400,
    'CATEGORY_UNKNOWN',
    'category',
  ],
  [
    'a known id, before an unknown category',
    registering(() => ({ id: known.fresh, category: 'unknown' })),
    409,
    'PETITION_EXISTS',
  ],
  [
    'an unknown file, before a known id',
    registering(() => ({ id: known.fresh, ...unknownFile })),
    400,
    'FILE_UNKNOWN',
    filePath,
  ],

  [
    'an unknown file, before an unknown petition',
    acting(null, 'messages', { text: 'x', ...unknownFile }),
    400,
    'FILE_UNKNOWN',
    filePath,
  ],
  [
    'an unknown file, before what is done',
    acting('answered', 'messages', { text: 'x', ...unknownFile }),
    400,
    'FILE_UNKNOWN',
    filePath,
  ],
  [
    'an unknown file, before a stale If-Match',
    acting('fresh', 'messages', { text: 'x', ...unknownFile }, stale),
    400,
    'FILE_UNKNOWN',
    filePath,
  ],
  [
    'a file of another petition, before an answer without the law',
    acting('main', 'answer', () => ({ text: 'x', attachments: [{ file: taken }] })),
    400,
    'FILE_TAKEN',
    filePath,
  ],

  ['an unknown petition, before a stale If-Match', acting(null, 'start', {}, stale), 404, 'PETITION_UNKNOWN'],
  [
    'an unknown petition, before an unknown department',
    acting(null, 'assign', { department: 'moon' }),
    404,
    'PETITION_UNKNOWN',
  ],
  [
    'an unknown petition, before an unknown file to remove',
    acting(null, `files/${nothing}/remove`, { reason: 'x' }),
    404,
    'PETITION_UNKNOWN',
  ],

  [
    'an unknown department, before what is done',
    acting('answered', 'assign', { department: 'moon' }),
    400,
    'DEPARTMENT_UNKNOWN',
    'department',
  ],
  [
    'an unknown department, before a stale If-Match',
    acting('fresh', 'assign', { department: 'moon' }, stale),
    400,
    'DEPARTMENT_UNKNOWN',
    'department',
  ],
  [
    'an unknown department, before an unknown officer',
    acting('fresh', 'assign', { department: 'moon', officer: nothing }),
    400,
    'DEPARTMENT_UNKNOWN',
    'department',
  ],
  [
    'an unknown officer, before what is done',
    acting('answered', 'assign', { officer: nothing }),
    400,
    'OFFICER_UNKNOWN',
    'officer',
  ],

  ['a stale If-Match, before work on what is done', acting('answered', 'start', {}, stale), 412, 'PRECONDITION_FAILED'],
  [
    'a stale If-Match, before taking back what is done',
    acting('answered', 'withdraw', {}, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before closing what has no answer',
    acting('fresh', 'close', {}, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before more days for a notice',
    acting('notice', 'extend', { reason: 'x' }, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before writing to what is done',
    acting('answered', 'messages', { text: 'x' }, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before a file that it does not have',
    acting('fresh', `files/${nothing}/remove`, { reason: 'x' }, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before a callback that nobody asked for',
    acting('fresh', 'callback-done', { callback: nothing }, stale),
    412,
    'PRECONDITION_FAILED',
  ],

  [
    'a second answer, before a stale If-Match',
    acting('answered', 'answer', { ...reply, text: 'Alta.' }, stale),
    409,
    'PETITION_DONE',
  ],
  [
    'an answer to what is joined, before a stale If-Match',
    acting('joined', 'answer', reply, stale),
    409,
    'PETITION_JOINED',
  ],
  [
    'an answer without the law, before a stale If-Match',
    acting('main', 'answer', { text: 'x' }, stale),
    400,
    'LEGAL_BASIS_MISSING',
    'legalBasis',
  ],
  [
    'a stale If-Match, of an answer that is allowed',
    acting('main', 'answer', reply, stale),
    412,
    'PRECONDITION_FAILED',
  ],

  [
    'joining to one that is none, before what is done',
    acting('answered', 'join', { to: nothing }),
    404,
    'PETITION_UNKNOWN',
  ],
  [
    'joining to one that is none, before a stale If-Match',
    acting('fresh', 'join', { to: nothing }, stale),
    404,
    'PETITION_UNKNOWN',
  ],
  [
    'joining what is done, before joining to what is done',
    acting('answered', 'join', () => ({ to: known.joined })),
    409,
    'PETITION_DONE',
  ],
  [
    'joining a main one, before joining it to itself',
    acting('main', 'join', () => ({ to: known.main })),
    409,
    'OTHERS_JOINED',
  ],
  [
    'joining to what is answered, before a stale If-Match',
    acting('fresh', 'join', () => ({ to: known.answered }), stale),
    409,
    'MAIN_NOT_OPEN',
  ],
  [
    'a stale If-Match, of joining that is allowed',
    acting('joined', 'join', () => ({ to: known.main }), stale),
    412,
    'PRECONDITION_FAILED',
  ],

  [
    'an earlier one that is none, before what is done',
    acting('answered', 'file', { ground: 'repeat', earlier: nothing }),
    404,
    'PETITION_UNKNOWN',
  ],
  [
    'an earlier one that is none, before a stale If-Match',
    acting('fresh', 'file', { ground: 'repeat', earlier: nothing }, stale),
    404,
    'PETITION_UNKNOWN',
  ],
  [
    'a stale If-Match, before a repeat of what was not answered',
    acting('fresh', 'file', () => ({ ground: 'repeat', earlier: known.main }), stale),
    412,
    'PRECONDITION_FAILED',
  ],
];

describe('of several refusals, petitions tell', () => {
  refusals(cases, () => test);

  it('a key of another request before everything else', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    expect((await act(known.fresh, 'messages', { text: 'Sintetic.' }, headers)).status).toBe(200);
    const other = await act(known.fresh, 'messages', { text: 'x', ...unknownFile }, { ...headers, ...stale });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });
});

/** The result of a call: its answer, the event that it writes first, and the others in no order. */
async function unitOf(call: () => Promise<Answer>) {
  const feedback = test.context('feedback');
  const before = await feedback.head();
  const answer = await call();
  expect(answer.status).toBeLessThan(300);
  const [unit = [], ...more] = await unitsSince(feedback, before);
  expect(more).toEqual([]);
  const [first, ...others] = unit;
  return { id: answer.body.id as string, first, others: others.sort() };
}
const sorted = (...events: string[]) => events.sort();

describe('one unit holds', () => {
  it('a petition, before the claims of its files', async () => {
    const files = [...(await attached('one')), ...(await attached('two'))];
    const { id, first, others } = await unitOf(() => send({ attachments: files }));
    expect(first).toBe(`PetitionRegistered petition-${id}`);
    expect(others).toEqual(sorted(...files.map(({ file }) => `UploadClaimed upload-${file}`)));
  });

  it('a message, before the claim of its file', async () => {
    const [id, files] = [await registered(), await attached('one')];
    const unit = await unitOf(() => act(id, 'messages', { text: 'x', attachments: files }));
    expect(unit).toMatchObject({
      first: `MessageAdded petition-${id}`,
      others: [`UploadClaimed upload-${files[0]!.file}`],
    });
  });

  it('the joining petition, before the main one', async () => {
    const [main, id] = [await registered(), await registered()];
    expect(await unitOf(() => act(id, 'join', { to: main }))).toMatchObject({
      first: `PetitionJoined petition-${id}`,
      others: [`OtherPetitionJoined petition-${main}`],
    });
    expect((await unitOf(() => act(id, 'join', { to: main }))).first).toBeUndefined();
  });

  it.each([
    ['answer', 'PetitionAnswered', reply],
    ['decline', 'PetitionDeclined', { reason: 'x', legalBasis: 'x' }],
  ])('%s: the main petition, before those joined to it and the claims of its files', async (verb, type, body) => {
    const [main, one, other] = [await registered(), await registered(), await registered()];
    await done(one, 'join', { to: main });
    await done(other, 'join', { to: main });
    const files = await attached('one');
    const unit = await unitOf(() => act(main, verb, { ...body, attachments: files }));
    expect(unit).toMatchObject({
      first: `${type} petition-${main}`,
      others: sorted(...[one, other].map((id) => `${type} petition-${id}`), `UploadClaimed upload-${files[0]!.file}`),
    });
    const told = await Promise.all([main, one, other].map((id) => test.api.get(`${base}/${id}`)));
    const replies = told.map(({ body: { personal } }) => personal.replies.at(-1));
    expect(replies.map(({ through, attachments }) => [through, attachments[0].id])).toEqual([
      [null, files[0]!.file],
      [main, files[0]!.file],
      [main, files[0]!.file],
    ]);
  });

  it('nothing of the main petition, where one of those joined goes its own way again', async () => {
    const [main, id] = [await registered(), await registered()];
    await done(id, 'join', { to: main });
    await done(main, 'answer', reply);
    expect(await unitOf(() => act(id, 'reopen', { reason: 'x' }))).toMatchObject({
      first: `PetitionReopened petition-${id}`,
      others: [],
    });
  });

  it('a low grade, before what it reopens', async () => {
    const id = await registered();
    await done(id, 'answer', reply);
    expect(await unitOf(() => act(id, 'satisfaction', { grade: 1, reopen: 'x' }))).toMatchObject({
      first: `SatisfactionGiven petition-${id}`,
      others: [`PetitionReopened petition-${id}`],
    });
  });

  it('a repeat that is filed, before the note of the petition that was answered', async () => {
    const id = await registered();
    expect(await unitOf(() => act(id, 'file', { ground: 'repeat', earlier: known.answered }))).toMatchObject({
      first: `PetitionClosed petition-${id}`,
      others: [`RepeatNoted petition-${known.answered}`],
    });
  });
});

/** Calls the same several times at once: the answers, and what was written. */
async function atOnce(call: () => Promise<Answer>, times = 4) {
  const feedback = test.context('feedback');
  const before = await feedback.head();
  const answers = await Promise.all(Array.from({ length: times }, call));
  const written = (await unitsSince(feedback, before)).flat().map((event) => event.split(' ')[0]);
  return {
    statuses: answers.map(({ status }) => status).sort(),
    bodies: new Set(answers.map(({ body }) => JSON.stringify(body))),
    tags: new Set(answers.map(({ headers }) => headers.get('etag'))),
    written: written.sort(),
  };
}
const once = (written: string[], statuses: number[] = Array<number>(4).fill(200)) => ({
  statuses,
  bodies: expect.objectContaining({ size: 1 }),
  tags: expect.objectContaining({ size: 1 }),
  written,
});

describe('the same several times at once has one effect and one answer', () => {
  const keyed = () => ({ 'idempotency-key': randomUUID() });

  it('a petition with a file, by its key', async () => {
    const [attachments, headers] = [await attached('one'), keyed()];
    const seen = await atOnce(() => send({ attachments }, headers), 2);
    // The file is claimed for one petition, so the twin is either answered as the first or told whose it is.
    expect(seen.written).toEqual(['PetitionRegistered', 'UploadClaimed']);
    expect(seen.statuses[0]).toBe(201);
  });

  it('a petition with a file, by the id that its sender made', async () => {
    const [id, attachments] = [randomUUID(), await attached('one')];
    const expected = once(['PetitionRegistered', 'UploadClaimed'], [200, 200, 200, 201]);
    expect(await atOnce(() => send({ id, attachments }))).toEqual(expected);
  });

  it('a message, by its key', async () => {
    const [id, headers] = [await registered(), keyed()];
    expect(await atOnce(() => act(id, 'messages', { text: 'x' }, headers))).toEqual(once(['MessageAdded']));
  });

  it('a message with a file, by its key', async () => {
    const [id, headers, attachments] = [await registered(), keyed(), await attached('one')];
    const written = ['MessageAdded', 'UploadClaimed'];
    expect(await atOnce(() => act(id, 'messages', { text: 'x', attachments }, headers))).toEqual(once(written));
  });

  it('a message with a file, by the id that its sender made', async () => {
    const [id, message, attachments] = [await registered(), randomUUID(), await attached('one')];
    const written = ['MessageAdded', 'UploadClaimed'];
    expect(await atOnce(() => act(id, 'messages', { id: message, text: 'x', attachments }))).toEqual(once(written));
  });

  it('a question and a callback, by the ids that their senders made', async () => {
    const [id, question, callback] = [await registered(), randomUUID(), randomUUID()];
    const asked = await atOnce(() => act(id, 'request-information', { id: question, text: 'x' }));
    expect(asked).toEqual(once(['InformationRequested']));
    const wanted = await atOnce(() => act(id, 'request-callback', { id: callback, phone: '0700 000 000' }));
    expect(wanted).toEqual(once(['CallbackRequested']));
  });

  it.each<[string, object, string[]]>([
    ['assign', { officer: officerId }, ['PetitionAssigned']],
    ['start', {}, ['WorkStarted']],
    ['forward', { authority: 'Autoritatea sintetică', reason: 'x' }, ['PetitionForwarded']],
    ['answer', reply, ['PetitionAnswered']],
    ['withdraw', { note: 'x' }, ['PetitionClosed']],
  ])('%s, with and without a key', async (verb, body, written) => {
    const [one, other, headers] = [await registered(), await registered(), keyed()];
    expect(await atOnce(() => act(one, verb, body))).toEqual(once(written));
    expect(await atOnce(() => act(other, verb, body, headers))).toEqual(once(written));
  });

  it('joining, and the answer of the main petition', async () => {
    const [main, id] = [await registered(), await registered()];
    expect(await atOnce(() => act(id, 'join', { to: main }, {}))).toEqual(
      once(['OtherPetitionJoined', 'PetitionJoined']),
    );
    expect(await atOnce(() => act(main, 'answer', reply))).toEqual(once(['PetitionAnswered', 'PetitionAnswered']));
  });

  it('a grade that reopens', async () => {
    const id = await registered();
    await done(id, 'answer', reply);
    const graded = await atOnce(() => act(id, 'satisfaction', { grade: 1, reopen: 'x' }));
    expect(graded).toEqual(once(['PetitionReopened', 'SatisfactionGiven']));
  });
});

describe('what changes nothing', () => {
  it('keeps no answer under its key, so that the key is free for what does', async () => {
    const [id, headers] = [await registered(), { 'idempotency-key': randomUUID() }];
    await done(id, 'assign', { officer: officerId });
    expect((await act(id, 'assign', { officer: officerId }, headers)).body.version).toBe(2);
    expect((await act(id, 'assign', { department: 'green-spaces' }, headers)).body).toMatchObject({ version: 3 });
    const reused = await act(id, 'assign', { officer: officerId }, headers);
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('is answered under the version that was seen, and refused under another', async () => {
    const id = await registered();
    await done(id, 'start');
    expect(await act(id, 'start', {}, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await act(id, 'start', {}, { 'if-match': '"1"' })).status).toBe(412);
  });
});

describe('petitions that are joined while the main one is answered', () => {
  it('are answered with it, or refused: none is left behind', async () => {
    const main = await registered();
    const ids: string[] = [];
    for (let left = 6; left > 0; left -= 1)
      ids.push(await registered({ petitioner: { ...petitioner, name: `Sintetic ${left}` } }));
    const joins = ids.map((id) => act(id, 'join', { to: main }));
    const [answered, ...joined] = await Promise.all([act(main, 'answer', reply), ...joins]);
    const lost = [answered, ...joined].filter(({ status }) => status !== 200);
    expect(['MAIN_NOT_OPEN', 'VERSION_CONFLICT']).toEqual(
      expect.arrayContaining([...new Set(lost.map(({ body }) => body.code as string))]),
    );
    if (answered.status !== 200) await done(main, 'answer', reply);
    for (const [index, id] of ids.entries()) {
      const { status, joinedTo } = (await test.api.get(`${base}/${id}`)).body;
      const expected = joined[index]?.status === 200 ? ['answered', main] : ['registered', null];
      expect([id, status, joinedTo?.id ?? null]).toEqual([id, ...expected]);
    }
  });
});
