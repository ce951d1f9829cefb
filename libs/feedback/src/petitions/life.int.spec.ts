import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import {
  category,
  complaint,
  defineDirectory,
  officerId,
  otherOfficerId,
  petitioner,
  plainRules,
} from './petitions.samples.js';

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
  const { status, body } = await test.api.post(base, { ...complaint, channel: 'paper', ...more });
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
/** Messages to others about a petition, but for those to whoever follows it; waits until so many stand there. */
const told = (id: string, count: number): Promise<Told[]> =>
  until(async () => {
    const { rows } = await test
      .context('feedback')
      .pool.query<Told>(
        `SELECT topic, type, data FROM feedback.outbox WHERE key = $1 AND type <> ALL ('{ecou.feedback.petition-step-contact.v1,ecou.feedback.registration-committed.v1}') ORDER BY "offset"`,
        [id],
      );
    return rows.length >= count && rows;
  }, `${count} messages about ${id}`);
const typesOf = (messages: readonly Told[]) =>
  messages.map(({ type, data }) => (type.includes('-contact') ? String(data['occasion']) : type.split('.')[2]));

describe('a petition', () => {
  it('goes from paper to an officer, who asks, hears and answers', async () => {
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
    const messages = await told(id, 11);
    expect(typesOf(messages)).toEqual([
      'petition-registered',
      'acknowledged',
      'petition-assigned',
      'assigned',
      ...['petition-progressed', 'petition-progressed', 'information-requested', 'petition-progressed'],
      'petition-answered',
      'petition-answered',
      'answered',
    ]);
    const open = messages.filter(({ topic }) => topic === 'ecou.feedback');
    expect(JSON.stringify(open)).not.toMatch(/Exemplu|example\.org|becul|0700/i);
    expect(await test.opened(messages.at(-1))).toMatchObject({
      topic: 'ecou.feedback.internal',
      data: {
        petitionId: id,
        contact: petitioner.contact,
        name: petitioner.name,
        text: answer.text,
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
      { version: 1, type: 'PetitionRegistered', actor: 'key:administrator', data: { category, channel: 'paper' } },
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
    const answered = ['petition-answered', 'petition-answered'];
    expect(typesOf(await told(id, 14))).toEqual([
      ...['petition-registered', 'acknowledged', ...answered, 'answered', 'petition-reopened', 'reopened'],
      ...[...answered, 'declined', 'petition-closed', 'closed', 'petition-reopened', 'reopened'],
    ]);
  });

  it('is joined to an earlier one of the same petitioner, and one answer names both numbers', async () => {
    const main = await registered();
    const [same, elsewhere] = [
      await registered(),
      await registered({ petitioner: { ...petitioner, channel: 'phone', contact: '0700 000 000' } }),
    ];
    expect(await codeOf(main, 'join', { to: main })).toBe('JOINED_TO_ITSELF');
    await done(same, 'join', { to: main });
    await done(same, 'join', { to: main });
    expect((await act(elsewhere, 'join', { to: main, as: 'petitioner' })).body).toMatchObject({
      code: 'PETITIONER_NOT_THE_SAME',
      errors: [{ path: 'reason' }],
    });
    await done(elsewhere, 'join', { to: main, reason: 'Semnătura și domiciliul sunt aceleași.' });
    expect(await seen(elsewhere)).toMatchObject({
      personal: { joiningReason: 'Semnătura și domiciliul sunt aceleași.' },
    });
    expect(await codeOf(main, 'join', { to: same })).toBe('OTHERS_JOINED');
    expect(await codeOf(same, 'answer', answer)).toBe('PETITION_JOINED');
    expect((await seen(main)).joined.map(({ id }: { id: string }) => id)).toEqual([same, elsewhere]);
    await done(main, 'answer', answer);
    const numbers = await Promise.all([main, same, elsewhere].map(async (id) => (await seen(id)).number as string));
    expect((await seen(main)).personal.replies).toMatchObject([{ numbers, through: null }]);
    for (const id of [same, elsewhere]) {
      expect(await seen(id)).toMatchObject({
        status: 'answered',
        deadlineState: 'met',
        joinedTo: { id: main },
        personal: { replies: [{ through: main, text: answer.text, numbers }] },
      });
      const messages = await told(id, 8);
      expect(typesOf(messages)).toEqual([
        'petition-registered',
        'acknowledged',
        ...['petition-joined', 'petition-joined', 'joined'],
        ...['petition-answered', 'petition-answered', 'answered'],
      ]);
      expect(messages.at(-1)?.data).toMatchObject({ numbers });
      expect(messages.map(({ type, data }) => [type.split('.')[3], data['as']])).toContainEqual(['v2', 'petitioner']);
    }
    await done(same, 'reopen', { reason: 'Aceasta e alta.' });
    expect(await seen(same)).toMatchObject({ status: 'registered', joinedTo: null });
    expect(await seen(main)).toMatchObject({ status: 'answered' });
  });

  it('is worked on with those of other people on one matter, each answered for its own person', async () => {
    const barbu = { name: 'Barbu Exemplu', channel: 'phone', contact: '+40 700 000 002' };
    const carmen = { name: 'Carmen Exemplu', channel: 'email', contact: 'carmen@example.org' };
    const [main, second, third] = [
      await registered(),
      await registered({ petitioner: barbu }),
      await registered({ petitioner: carmen }),
    ];
    for (const id of [second, third]) await done(id, 'join', { to: main });
    expect(await seen(second)).toMatchObject({ status: 'registered', joinedTo: null, groupedWith: { id: main } });
    expect((await seen(main)).grouped.map(({ id }: { id: string }) => id)).toEqual([second, third]);
    const { number } = await seen(third);

    for (const text of [
      `Ca și ${petitioner.name}, vedeți`,
      'Sunați la 0700.000.002',
      `Ca la ${number}`,
      'carmen@example.org',
    ])
      expect((await act(main, 'propose-answer', { text })).body).toMatchObject({
        code: 'NAMES_ANOTHER_PETITIONER',
        errors: [{ path: 'text' }],
      });
    const proposed = { text: 'Becul sintetic a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' };
    await done(second, 'propose-answer', proposed);
    await done(second, 'propose-answer', proposed);
    for (const id of [main, second, third])
      expect(await seen(id)).toMatchObject({ status: 'registered', personal: { proposed } });

    expect((await act(main, 'answer', proposed)).body).toMatchObject({
      code: 'SALUTATION_MISSING',
      errors: [{ path: 'salutation' }],
    });
    for (const wrong of [
      { ...proposed, salutation: 'Stimate domnule Barbu Exemplu,' },
      { ...proposed, salutation: 'Stimată doamnă,', text: `${proposed.text} Vezi ${number}.` },
    ])
      expect(await codeOf(main, 'answer', wrong)).toBe('NAMES_ANOTHER_PETITIONER');
    await done(main, 'answer', { ...proposed, salutation: `Stimată doamnă ${petitioner.name},` });
    expect(await seen(second)).toMatchObject({ status: 'registered', personal: { replies: [], proposed } });
    await done(second, 'answer', { ...proposed, salutation: 'Stimate domnule Barbu Exemplu,' });
    await done(third, 'decline', {
      ...{ salutation: 'Stimată doamnă,', reason: 'Becul este al dumneavoastră.' },
      legalBasis: 'Sintetic',
    });

    const people = [petitioner, barbu, carmen];
    for (const [index, id] of [main, second, third].entries()) {
      const body = await seen(id);
      expect(body.personal.replies).toMatchObject([{ numbers: [body.number], through: null }]);
      const own = JSON.stringify([body.personal, (await told(id, 5)).map(({ data }) => data)]);
      for (const [other, { name, contact }] of people.entries())
        for (const word of [name, contact]) expect([word, own.includes(word)]).toEqual([word, other === index]);
    }
    const { rows } = await test.context('feedback').pool.query(
      `SELECT DISTINCT data->'text'->>'subject' AS subject FROM feedback.events
         WHERE type IN ('PetitionAnswered', 'PetitionDeclined', 'AnswerProposed') AND stream_id = ANY ($1)`,
      [[main, second, third].map((id) => `petition-${id}`)],
    );
    expect(rows).toHaveLength(3);
    expect(typesOf(await told(second, 6))).toEqual([
      ...['petition-registered', 'acknowledged', 'petition-joined'],
      ...['petition-answered', 'petition-answered', 'answered'],
    ]);
  });

  it('is separated from the one that it was joined to by mistake, and goes on', async () => {
    const [main, other] = [await registered(), await registered()];
    await done(other, 'join', { to: main });
    expect(await codeOf(main, 'forward', { authority: 'Alta', reason: 'Este a ei.' })).toBe('OTHERS_JOINED');
    await done(other, 'separate', { reason: 'Sunt două probleme.' });
    expect(await seen(other)).toMatchObject({ status: 'registered', joinedTo: null, deadlineState: 'due' });
    expect(await seen(main)).toMatchObject({ joined: [] });
    expect(await codeOf(other, 'separate', { reason: 'Iar.' })).toBe('NOT_JOINED');
    await done(main, 'forward', { authority: 'Alta', reason: 'Este a ei.' });
    expect(typesOf(await told(other, 7))).toEqual([
      ...['petition-registered', 'acknowledged', 'petition-joined', 'petition-joined', 'joined'],
      ...['petition-separated', 'separated'],
    ]);
  });

  it('goes to another authority, in time or not; is taken back', async () => {
    const [late, back] = [await registered(), await registered()];
    test.clock.set('2024-03-08T10:00:00.000Z');
    await done(late, 'forward', { authority: 'Autoritatea sintetică', reason: 'Drumul este național.' });
    await done(late, 'close');
    expect(await seen(late)).toMatchObject({ status: 'closed', closedBecause: 'forwarded', deadlineState: 'none' });
    expect((await told(late, 6)).find(({ type }) => type.includes('forwarded'))).toMatchObject({
      data: { inTime: false, authority: 'Autoritatea sintetică' },
    });
    await done(back, 'withdraw');
    expect(await seen(back)).toMatchObject({ status: 'closed', closedBecause: 'withdrawn', deadlineState: 'none' });
    test.clock.set(start);
  });

  it('is filed where it repeats one that was answered before, which notes it', async () => {
    const [earlier, before] = [await registered(), await registered()];
    expect(await codeOf(before, 'file', { ground: 'repeat', earlier })).toBe('EARLIER_NOT_ANSWERED');
    test.clock.advance(60_000);
    await done(earlier, 'answer', answer);
    await done(earlier, 'close');
    expect(await codeOf(before, 'file', { ground: 'repeat', earlier })).toBe('CAME_BEFORE_ANSWER');
    const barbu = { ...petitioner, name: 'Barbu Exemplu', contact: 'barbu@example.org' };
    const sent = { channel: 'authority', sentBy: { name: 'Prefectura sintetică' } };
    const [repeat, foreign, word, back] = [
      await registered(),
      await registered({ petitioner: barbu }),
      await registered({ petitioner: barbu }),
      await registered({ petitioner: barbu, ...sent }),
    ];
    await done(repeat, 'file', { ground: 'repeat', earlier, note: 'Ați primit răspuns.' });
    expect(await seen(repeat)).toMatchObject({ status: 'closed', closedBecause: 'repeat' });
    expect(await codeOf(foreign, 'file', { ground: 'repeat', earlier })).toBe('PETITIONER_NOT_THE_SAME');
    await done(word, 'file', { ground: 'repeat', earlier, reason: 'Își spune și Ana.' });
    expect(await seen(word)).toMatchObject({ personal: { filingReason: 'Își spune și Ana.', closingNote: null } });
    await done(back, 'file', { ground: 'repeat', earlier });
    expect(await seen(back)).toMatchObject({ channel: 'authority', sentBy: sent.sentBy });
    const numbers = await Promise.all([repeat, word, back].map(async (id) => (await seen(id)).number as string));
    const first = await seen(earlier);
    expect(first.repeats.map(({ number }: { number: string }) => number)).toEqual(numbers);
    expect(first.status).toBe('closed');
    expect(typesOf(await told(repeat, 4)).slice(2)).toEqual(['petition-closed', 'closed']);
    test.clock.set(start);
  });

  it('is filed without identity, with the reason, which the petitioner does not read', async () => {
    const [notice, nobody] = [await registered({ kind: 'notice', petitioner: null }), await registered()];
    await done(notice, 'file', { ground: 'anonymous' });
    expect(typesOf(await told(notice, 2))).toEqual(['petition-registered', 'petition-closed']);
    expect(await codeOf(notice, 'file', { ground: 'unidentified' })).toBe('PETITION_DONE');
    expect((await act(nobody, 'file', { ground: 'unidentified' })).body).toMatchObject({
      code: 'REASON_MISSING',
      errors: [{ path: 'reason' }],
    });
    await done(nobody, 'file', { ground: 'unidentified', reason: 'Strada nu există.' });
    expect(await seen(nobody)).toMatchObject({
      closedBecause: 'unidentified',
      personal: { filingReason: 'Strada nu există.' },
    });
    const [closing, update] = (await told(nobody, 4)).slice(2);
    expect(closing?.data).toMatchObject({ ground: 'unidentified' });
    expect(JSON.stringify(update?.data)).not.toContain('Strada');
  });

  it('that was told by telephone is a notice, whose caller is told of it', async () => {
    const phoned = { channel: 'phone', petitioner: { ...petitioner, channel: 'phone', contact: '0700 000 000' } };
    const refused = await test.api.post(base, { ...complaint, ...phoned });
    expect(refused.body).toMatchObject({ code: 'CALL_IS_NOTICE', errors: [{ path: 'kind' }] });
    const id = await registered({ ...phoned, kind: 'notice' });
    expect(await seen(id)).toMatchObject({
      kind: 'notice',
      deadline: null,
      personal: { petitioner: phoned.petitioner },
    });
    expect(typesOf(await told(id, 2))).toEqual(['petition-registered', 'acknowledged']);
  });

  it('is reopened within bounds, which the petition keeps', async () => {
    const rules = (reopenTimes: number, reopenDays: number) =>
      test.api.put('/feedback/v1/directory/petition-rules', { ...plainRules, reopenTimes, reopenDays });
    const before = await registered();
    await rules(0, 30);
    const id = await registered();
    for (const one of [before, id]) await done(one, 'answer', answer);
    expect(await codeOf(id, 'reopen', { reason: 'Nu arde.' })).toBe('REOPENED_ENOUGH');
    expect(await codeOf(id, 'satisfaction', { grade: 1, reopen: 'Nu arde.' })).toBe('REOPENED_ENOUGH');
    await done(id, 'reopen', { by: 'officer', reason: 'Am greșit stâlpul.' });
    await done(before, 'reopen', { reason: 'Nu arde.' });
    expect(await seen(before)).toMatchObject({ round: 2, rules: plainRules });
    await done(before, 'file', { ground: 'repeat' });
    expect(await seen(before)).toMatchObject({ closedBecause: 'repeat' });
    await rules(plainRules.reopenTimes, plainRules.reopenDays);
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
    const data = { petitionId: one, department: 'public-works', answerBy: '2024-04-01' };
    expect((await told(one, 4)).slice(-2)).toMatchObject([
      { type: 'ecou.feedback.deadline-missed.v1', data },
      { type: 'ecou.feedback.deadline-missed.v2', data: { ...data, legalAnswerBy: '2024-04-01' } },
    ]);
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

  it('passes its target date in silence, and is said to be missed in public after the legal one', async () => {
    // The thirtieth day is Thursday, 4 April; by law, the last day is the one after it.
    test.clock.set('2024-03-05T10:00:00.000Z');
    const [one, other] = [await registered(), await registered()];
    test.clock.set('2024-04-04T21:00:00.000Z');
    const becomes = (id: string) =>
      until(async () => (await seen(id)).deadlineState === 'overdue', `${id} to be overdue`);
    await Promise.all([one, other].map(becomes));
    expect(await seen(one)).toMatchObject({
      legallyMissed: false,
      deadline: { answerBy: '2024-04-04', legal: { answerBy: '2024-04-05', missedAt: '2024-04-05T21:00:00.000Z' } },
    });
    const { rows } = await test
      .context('feedback')
      .pool.query('SELECT due_at FROM feedback.timers WHERE subject = $1', [one]);
    expect(rows).toEqual([{ due_at: '2024-04-05T21:00:00.000Z' }]);
    await done(other, 'answer', answer);
    expect(await seen(other)).toMatchObject({ status: 'answered', deadlineState: 'met' });
    expect((await told(other, 4)).map(({ data }) => data['inTime'])).toContain(true);
    test.clock.set('2024-04-05T21:00:00.000Z');
    await until(async () => (await seen(one)).legallyMissed === true, 'the legal date to be missed');
    expect(typesOf(await told(one, 4)).slice(-2)).toEqual(['deadline-missed', 'deadline-missed']);
    expect(typesOf(await told(other, 4))).not.toContain('deadline-missed');
    test.clock.set(start);
  });

  it('has its last day by law moved where that was declared a day off meanwhile', async () => {
    test.clock.set('2024-03-05T10:00:00.000Z');
    const id = await registered();
    const off = (days: object[]) => test.api.put('/feedback/v1/directory/days-off', { days });
    expect((await off([{ day: '2024-04-05', reason: { ro: 'Punte sintetică' } }])).status).toBe(200);
    test.clock.set('2024-04-05T21:00:00.000Z');
    await until(async () => (await seen(id)).deadline.legal.answerBy === '2024-04-08', 'the last day to move');
    expect(await seen(id)).toMatchObject({ legallyMissed: false, deadline: { answerBy: '2024-04-04' } });
    test.clock.set('2024-04-08T21:00:00.000Z');
    await until(async () => (await seen(id)).legallyMissed === true, 'the legal date to be missed');
    const messages = await told(id, 5);
    expect(typesOf(messages).slice(2)).toEqual(['petition-progressed', 'deadline-missed', 'deadline-missed']);
    expect(messages[2]).toMatchObject({ data: { step: 'legal-date-moved', legalAnswerBy: '2024-04-08' } });
    await off([]);
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
    expect(typesOf(await told(joined, 6)).at(-1)).toBe('deadline-missed');
    await done(main, 'answer', answer);
    expect(typesOf(await told(joined, 10))).toEqual([
      ...['petition-registered', 'acknowledged', 'petition-joined', 'petition-joined', 'joined'],
      ...['deadline-missed', 'deadline-missed', 'petition-answered', 'petition-answered', 'answered'],
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
