import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { category, complaint, defineDirectory, officerId, otherOfficerId, petitioner } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const start = '2024-03-01T10:00:00.000Z';
const answer = { text: 'Becul sintetic a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

async function registered(more: object = {}): Promise<string> {
  const { status, body } = await test.api.post(base, { ...complaint, channel: 'phone', ...more });
  expect(status).toBe(201);
  return body.id as string;
}
const act = (id: string, verb: string, body?: object, headers: Record<string, string> = {}) =>
  test.api.post(`${base}/${id}/${verb}`, body, { headers });
/** Does it, and expects that it was done. */
async function done(id: string, verb: string, body?: object): Promise<void> {
  const answered = await act(id, verb, body);
  expect({ verb, status: answered.status, code: answered.body.code }).toEqual({ verb, status: 200, code: undefined });
}
const seen = async (id: string) => (await test.api.get(`${base}/${id}`)).body;
const codeOf = async (id: string, verb: string, body?: object) => (await act(id, verb, body)).body.code;

interface Told {
  readonly topic: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}
/** Messages to others about a petition; waits until so many stand there. */
const told = (id: string, count: number): Promise<Told[]> =>
  until(async () => {
    const { rows } = await test
      .context('feedback')
      .pool.query<Told>(`SELECT topic, type, data FROM feedback.outbox WHERE key = $1 ORDER BY "offset"`, [id]);
    return rows.length >= count && rows;
  }, `${count} messages about ${id}`);
const typesOf = (messages: readonly Told[]) =>
  messages.map(({ type, data }) => (type.includes('-contact') ? String(data['occasion']) : type.split('.')[2]));

describe('a petition', () => {
  it('goes from the phone to an officer, who asks, hears and answers', async () => {
    const id = await registered();
    await done(id, 'assign', { officer: officerId });
    await done(id, 'request-callback', { id: officerId, phone: '0700 000 000', note: 'După ora 16' });
    await done(id, 'start');
    const question = randomUUID();
    const asked = await act(id, 'request-information', { id: question, text: 'Care stâlp?' });
    expect(asked).toMatchObject({ status: 200, body: { id } });
    expect((await act(id, 'request-information', { id: question, text: 'Care stâlp?' })).body.version).toBe(
      asked.body.version,
    );
    expect(await codeOf(id, 'request-information', { id: question, text: 'Altul?' })).toBe('MESSAGE_EXISTS');
    expect(await seen(id)).toMatchObject({ status: 'information-requested', deadlineState: 'due' });
    await done(id, 'messages', { from: 'citizen', text: 'Stâlpul 12.' });
    await done(id, 'callback-done', { callback: officerId, note: 'A răspuns.' });
    expect(await seen(id)).toMatchObject({ status: 'in-progress' });
    await done(id, 'answer', answer);
    await done(id, 'answer', answer);
    const body = await seen(id);
    expect(body).toMatchObject({
      status: 'answered',
      outcome: 'answered',
      deadlineState: 'met',
      department: 'public-works',
      officer: officerId,
      version: 8,
      personal: {
        officer: { id: officerId, name: 'Dan Exemplu', phone: '021 000 0000' },
        thread: [
          { id: question, from: 'officer', officer: officerId, asks: true, text: 'Care stâlp?' },
          { from: 'citizen', officer: null, asks: false, text: 'Stâlpul 12.' },
        ],
        callbacks: [{ phone: '0700 000 000', note: 'După ora 16', done: { note: 'A răspuns.' } }],
        replies: [{ round: 1, outcome: 'answered', ...answer, inTime: true, officer: officerId, through: null }],
      },
    });
    const messages = await told(id, 7);
    expect(typesOf(messages)).toEqual([
      'petition-registered',
      'acknowledged',
      'petition-assigned',
      'assigned',
      'information-requested',
      'petition-answered',
      'answered',
    ]);
    const open = messages.filter(({ topic }) => topic === 'ecou.feedback');
    expect(JSON.stringify(open)).not.toMatch(/Exemplu|example\.org|becul|0700/i);
    expect(messages.at(-1)).toMatchObject({
      topic: 'ecou.feedback.internal',
      data: {
        petitionId: id,
        contact: { codec: 'plain', value: petitioner.contact },
        name: { value: petitioner.name },
        text: { value: answer.text },
        channel: 'email',
        language: 'ro',
      },
    });
  });

  it('keeps what became of it, and who did it, without anything personal', async () => {
    const id = await registered();
    await done(id, 'assign', { officer: officerId });
    await done(id, 'answer', answer);
    const first = (await test.api.get(`${base}/${id}/history?limit=2`)).body;
    const rest = (await test.api.get(`${base}/${id}/history?limit=2&cursor=${first.next}`)).body;
    const facts = [...first.items, ...rest.items];
    expect(rest.next).toBeNull();
    expect(facts).toMatchObject([
      { version: 1, type: 'PetitionRegistered', actor: 'key:administrator', data: { category, channel: 'phone' } },
      { version: 2, type: 'PetitionAssigned', data: { officer: officerId, subject: { department: 'public-works' } } },
      { version: 3, type: 'PetitionAnswered', data: { inTime: true, legalBasis: answer.legalBasis } },
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/Exemplu|example\.org|becul/i);
    expect((await test.api.get(`${base}/${randomUUID()}/history`)).status).toBe(404);
  });

  it('is written by whoever saw it last, where they say so', async () => {
    const id = await registered();
    const { headers } = await test.api.get(`${base}/${id}`);
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    expect((await act(id, 'start', undefined, ifMatch)).status).toBe(200);
    expect((await act(id, 'assign', { officer: officerId }, ifMatch)).status).toBe(412);
  });

  it('goes to another department, whose officer must be its own', async () => {
    const id = await registered();
    expect((await act(id, 'assign', { department: 'green-spaces', officer: officerId })).body).toMatchObject({
      code: 'OFFICER_UNKNOWN',
      errors: [{ path: 'officer' }],
    });
    await done(id, 'assign', { department: 'green-spaces' });
    expect(await seen(id)).toMatchObject({ department: 'green-spaces', officer: null, status: 'assigned' });
    await done(id, 'assign', { officer: otherOfficerId });
    await test.settle();
    const { body } = await test.api.get(
      `${base}?officer=${otherOfficerId}&department=green-spaces&category=${category}`,
    );
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([id]);
  });

  it('is answered, found wanting, reopened with a new deadline, and answered again', async () => {
    const id = await registered();
    await done(id, 'answer', answer);
    await done(id, 'satisfaction', { grade: 1, comment: 'Nu arde.', reopen: 'Nu arde nici acum.' });
    await done(id, 'satisfaction', { grade: 1, comment: 'Nu arde.', reopen: 'Nu arde nici acum.' });
    expect(await seen(id)).toMatchObject({ status: 'registered', round: 2, deadlineState: 'due', version: 4 });
    await done(id, 'decline', { reason: 'Strada este privată.', legalBasis: 'OG 43/1997' });
    await done(id, 'satisfaction', { grade: 4 });
    expect(await codeOf(id, 'satisfaction', { grade: 5 })).toBe('SATISFACTION_GIVEN');
    await done(id, 'close', { note: 'Gata.' });
    expect(await seen(id)).toMatchObject({
      status: 'closed',
      closedBecause: 'answered',
      satisfaction: 4,
      outcome: 'declined',
    });
    await done(id, 'reopen', { reason: 'Am un act nou.' });
    expect(await seen(id)).toMatchObject({ status: 'registered', round: 3, closedBecause: null });
    expect(typesOf(await told(id, 12))).toEqual([
      ...['petition-registered', 'acknowledged', 'petition-answered', 'answered', 'petition-reopened', 'reopened'],
      ...['petition-answered', 'declined', 'petition-closed', 'closed', 'petition-reopened', 'reopened'],
    ]);
  });

  it('that asks the same as an earlier one is answered with it, each person in an envelope of their own', async () => {
    const main = await registered();
    const ids = [
      await registered({ petitioner: { ...petitioner, name: 'Barbu Exemplu', contact: 'barbu@example.org' } }),
      await registered(),
    ];
    expect(await codeOf(main, 'join', { to: main })).toBe('JOINED_TO_ITSELF');
    await Promise.all(ids.map((id) => done(id, 'join', { to: main })));
    await done(ids[0]!, 'join', { to: main });
    expect(await codeOf(main, 'join', { to: ids[0]! })).toBe('OTHERS_JOINED');
    expect(await codeOf(ids[0]!, 'answer', answer)).toBe('PETITION_JOINED');
    expect((await seen(main)).joined.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    await done(main, 'answer', answer);
    for (const id of ids) {
      expect(await seen(id)).toMatchObject({
        status: 'answered',
        deadlineState: 'met',
        joinedTo: { id: main },
        personal: { replies: [{ through: main, text: answer.text }] },
      });
      expect(typesOf(await told(id, 6))).toEqual([
        'petition-registered',
        'acknowledged',
        'petition-joined',
        'joined',
        'petition-answered',
        'answered',
      ]);
    }
    const { rows } = await test
      .context('feedback')
      .pool.query(
        `SELECT DISTINCT data->'text'->>'subject' AS subject FROM feedback.events WHERE type = 'PetitionAnswered' AND stream_id = ANY ($1)`,
        [[main, ...ids].map((id) => `petition-${id}`)],
      );
    expect(rows).toHaveLength(3);
    await done(ids[0]!, 'reopen', { reason: 'Al meu e altul.' });
    expect(await seen(ids[0]!)).toMatchObject({ status: 'registered', joinedTo: null });
    expect(await seen(main)).toMatchObject({ status: 'answered' });
  });

  it('goes to another authority, in time or not; is filed as a repeat; is taken back', async () => {
    const [late, repeat, back] = [await registered(), await registered(), await registered()];
    test.clock.set('2024-03-07T10:00:00.000Z');
    await done(late, 'forward', { authority: 'Autoritatea sintetică', reason: 'Drumul este național.' });
    await done(late, 'close');
    expect(await seen(late)).toMatchObject({ status: 'closed', closedBecause: 'forwarded', deadlineState: 'none' });
    expect((await told(late, 6)).find(({ type }) => type.includes('forwarded'))).toMatchObject({
      data: { inTime: false, authority: 'Autoritatea sintetică' },
    });
    expect(await codeOf(repeat, 'file', { ground: 'repeat', earlier: back })).toBe('EARLIER_NOT_ANSWERED');
    const earlier = await registered();
    await done(earlier, 'answer', answer);
    await done(repeat, 'file', { ground: 'repeat', earlier, note: 'Ați primit răspuns.' });
    expect(await seen(repeat)).toMatchObject({ status: 'closed', closedBecause: 'repeat' });
    await done(back, 'withdraw');
    expect(await seen(back)).toMatchObject({ status: 'closed', closedBecause: 'withdrawn', deadlineState: 'none' });
    const notice = await registered({ kind: 'notice', petitioner: null });
    await done(notice, 'file', { ground: 'anonymous' });
    expect(typesOf(await told(notice, 2))).toEqual(['petition-registered', 'petition-closed']);
    test.clock.set(start);
  });

  it('is due soon, and late, by the clock, each once; what was put off is late later', async () => {
    const [one, other, answered] = [await registered(), await registered(), await registered()];
    await done(answered, 'answer', answer);
    await done(other, 'extend', { reason: 'Lipsesc piese.' });
    expect(await codeOf(other, 'extend', { reason: 'Încă lipsesc.' })).toBe('EXTENDED_ALREADY');
    expect((await seen(other)).deadline).toMatchObject({ startsOn: '2024-03-01', days: 45, answerBy: '2024-04-15' });
    const becomes = (id: string, state: string) =>
      until(async () => (await seen(id)).deadlineState === state, `${id} to be ${state}`);
    test.clock.set('2024-03-26T22:00:00.000Z');
    await becomes(one, 'due-soon');
    test.clock.set('2024-04-01T20:59:59.999Z');
    await sleep(500);
    expect((await seen(one)).deadlineState).toBe('due-soon');
    test.clock.set('2024-04-01T21:00:00.000Z');
    await becomes(one, 'overdue');
    expect((await seen(other)).deadlineState).toBe('due');
    expect((await told(one, 3)).at(-1)).toMatchObject({
      type: 'ecou.feedback.deadline-missed.v1',
      data: { petitionId: one, department: 'public-works', answerBy: '2024-04-01' },
    });
    await done(one, 'answer', answer);
    expect(await seen(one)).toMatchObject({ status: 'answered', deadlineState: 'missed' });
    await done(other, 'withdraw');
    test.clock.set('2024-05-01T00:00:00.000Z');
    await sleep(500);
    expect(await seen(other)).toMatchObject({ deadlineState: 'none' });
    expect(await seen(answered)).toMatchObject({ deadlineState: 'met', version: 2 });
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT count(*)::int AS n FROM feedback.timers WHERE subject = ANY ($1)`, [[one, other, answered]]);
    expect(rows).toEqual([{ n: 0 }]);
    test.clock.set(start);
  });

  it('is late by its own deadline, each once, while it is joined to one that was put off', async () => {
    const [main, joined, put] = [await registered(), await registered(), await registered()];
    await done(joined, 'join', { to: main });
    await done(put, 'join', { to: main });
    await done(main, 'extend', { reason: 'Lipsesc piese.' });
    await done(put, 'extend', { reason: 'Lipsesc piese.' });
    expect(await codeOf(await registered(), 'join', { to: main })).toBe('MAIN_IS_DUE_LATER');
    test.clock.set('2024-04-01T21:00:00.000Z');
    expect(typesOf(await told(joined, 5)).at(-1)).toBe('deadline-missed');
    await done(main, 'answer', answer);
    expect(typesOf(await told(joined, 7))).toEqual([
      ...['petition-registered', 'acknowledged', 'petition-joined', 'joined', 'deadline-missed'],
      ...['petition-answered', 'answered'],
    ]);
    const stateOf = async (id: string) => (await seen(id)).deadlineState;
    expect(await Promise.all([main, joined, put].map(stateOf))).toEqual(['met', 'missed', 'met']);
    test.clock.set('2024-05-01T00:00:00.000Z');
    await sleep(500);
    const { rows } = await test.context('feedback').pool.query(
      `SELECT count(*) FILTER (WHERE type = 'PetitionDueSoon')::int AS soon,
           count(*) FILTER (WHERE type = 'PetitionDeadlineMissed')::int AS missed,
           (SELECT count(*)::int FROM feedback.timers WHERE subject = ANY ($2)) AS timers
         FROM feedback.events WHERE stream_id = ANY ($1)`,
      [[main, joined, put].map((id) => `petition-${id}`), [main, joined, put]],
    );
    expect(rows).toEqual([{ soon: 1, missed: 1, timers: 0 }]);
    test.clock.set(start);
  });

  it('equals its replay in the list', () => test.replayEqualsIncremental('feedback', 'petition_list'));
});
