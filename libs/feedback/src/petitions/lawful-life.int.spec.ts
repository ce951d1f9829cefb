import { until } from '@ecou/event-sourcing/testing';
import { notifications, startTestProcess, tellOutcome, textOf, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import {
  complaint,
  defineDirectory,
  headId as elena,
  mayorId as ada,
  officerId as dan,
  otherHeadId as paul,
  otherOfficerId as ioana,
  petitioner,
} from './petitions.samples.js';

// Government Ordinance 27/2002 as it is lived: Elena heads public works, where Dan works; Paul heads green spaces, where Ioana works; Ada
// is the mayor. All are made up.

const base = '/feedback/v1/petitions';
const answer = { text: 'Lampa din parc a fost schimbată.', legalBasis: 'OUG 57/2019, art. 129 alin. (7) lit. n)' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext, notifications]);
  await defineDirectory(test.api, true);
  const letterhead = { institution: 'Primăria Exemplu', lines: ['Strada Primăriei 1, Exemplu'] };
  expect((await test.api.put('/feedback/v1/directory/letterhead', letterhead)).status).toBe(200);
});
afterAll(() => test.stop());

async function registered(more: object = {}) {
  const { status, body } = await test.api.post(base, { ...complaint, channel: 'paper', ...more });
  expect(status).toBe(201);
  return body as { id: string; number: string; answerBy: string; statusUrl: string };
}
const act = async (id: string, verb: string, body?: object) =>
  (await test.api.post(`${base}/${id}/${verb}`, body)).body;
async function done(id: string, verb: string, body?: object): Promise<void> {
  const { number: _, ...answer } = await act(id, verb, body);
  expect([verb, answer]).toEqual([verb, { id, version: expect.any(Number) }]);
}
const refused = async (id: string, verb: string, body?: object) => {
  const { code, errors } = await act(id, verb, body);
  return errors ? [code, errors[0].path] : [code];
};
const seen = async (id: string) => (await test.api.get(`${base}/${id}`)).body;
const queued = async (department: string, only: string) => {
  await test.settle();
  const { items } = (await test.api.get(`/feedback/v1/queues/${department}?only=${only}`)).body;
  return items.map(({ id }: { id: string }) => id) as string[];
};

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}
/** Messages to others about a petition, but for those to whoever follows it; waits until so many stand there. */
const told = (id: string, count: number): Promise<Told[]> =>
  until(async () => {
    const { rows } = await test
      .context('feedback')
      .pool.query<Told>(
        `SELECT type, data FROM feedback.outbox WHERE key = $1 AND type <> ALL ('{ecou.feedback.petition-step-contact.v1,ecou.feedback.registration-committed.v1}') ORDER BY "offset"`,
        [id],
      );
    return rows.length >= count && rows;
  }, `${count} messages about ${id}`);
/** The text of the letter that a petition was answered by, in one line. */
async function letterAt(path: string, key: string | null = test.keys.administrator): Promise<string> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${test.process.url}${path}`, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return (await textOf(new Uint8Array(await response.arrayBuffer()))).replaceAll(/\s+/g, ' ');
}

const nameOf = ({ type, data }: Told) =>
  typeof data['occasion'] === 'string' ? data['occasion'] : type.replace(/^ecou\.feedback\./, '');

describe('a petition that is lived through by officers of two departments', () => {
  let lamp: Awaited<ReturnType<typeof registered>>;
  let again: Awaited<ReturnType<typeof registered>>;

  it('comes to the registry, which sends it to a department, whose head assigns it (art. 6, 12)', async () => {
    lamp = await registered();
    again = await registered({ text: 'Tot despre lampa din parc.' });
    const { id } = lamp;
    expect(await refused(id, 'assign', { officer: dan })).toEqual(['ACTING_OFFICER_MISSING', 'by']);
    expect(await refused(id, 'assign', { officer: dan, by: dan })).toEqual(['NOT_HEAD_OF_DEPARTMENT']);
    await done(id, 'assign', { officer: dan, by: elena });
    await done(id, 'assign', { department: 'green-spaces' });
    expect(await seen(id)).toMatchObject({ department: 'green-spaces', officer: null, status: 'assigned' });
    expect(await refused(id, 'assign', { officer: ioana, by: elena })).toEqual(['NOT_HEAD_OF_DEPARTMENT']);
    await done(id, 'assign', { officer: ioana, by: paul });
  });

  it('is joined by what its petitioner sends on the same problem (art. 10 (1))', () =>
    done(again.id, 'join', { to: lamp.id }));

  it('is worked on: the petitioner is asked, and answers on the page', async () => {
    const { id, number, statusUrl } = lamp;
    await done(id, 'start');
    await done(id, 'request-information', { text: 'La care intrare?' });
    const token = new URL(statusUrl).searchParams.get('token');
    const path = `/feedback/v1/status/${number}/messages`;
    expect((await test.visitor.post(path, { token, text: 'La cea dinspre lac.' })).status).toBe(200);
    expect(await seen(id)).toMatchObject({ status: 'in-progress' });
  });

  it('is put off by the mayor, once, and the petitioner is told why (art. 9)', async () => {
    const { id } = lamp;
    const reason = 'Piesa se aduce din altă țară.';
    expect(await refused(id, 'extend', { reason, by: paul })).toEqual(['NOT_HEAD_OF_INSTITUTION']);
    await done(id, 'extend', { reason, by: ada });
    expect(await refused(id, 'extend', { reason: 'Încă nu a venit.', by: ada })).toEqual(['EXTENDED_ALREADY']);
    const update = (await told(id, 14)).find((message) => nameOf(message) === 'extended');
    expect(await test.opened(update?.data)).toMatchObject({ answerBy: '2024-04-15', text: reason });
    const { items } = (await test.api.get(`${base}/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({ type: 'DeadlineExtended', data: { by: ada } });
  });

  it('is answered by who has it assigned, and signed by two (art. 12 (2), 13)', async () => {
    const { id } = lamp;
    for (const by of [dan, paul]) expect(await refused(id, 'answer', { ...answer, by })).toEqual(['NOT_ASSIGNED']);
    expect(await refused(id, 'answer', { text: answer.text, by: ioana })).toEqual([
      'LEGAL_BASIS_MISSING',
      'legalBasis',
    ]);
    await done(id, 'answer', { ...answer, salutation: 'Stimată doamnă Exemplu,', by: ioana });
    expect(await queued('green-spaces', 'to-sign')).toEqual([id]);
    expect(await refused(id, 'send')).toEqual(['ANSWER_NOT_SIGNED']);
    expect(await refused(id, 'sign', { by: elena })).toEqual(['MAY_NOT_SIGN']);
    await done(id, 'sign', { by: paul });
    const many = { action: { do: 'sign', with: { by: ada } }, petitions: [id] };
    expect((await test.api.post(`${base}/bulk`, many)).body).toMatchObject({ done: 1 });
    expect(await queued('green-spaces', 'to-send')).toEqual([id]);
    const { body } = await test.visitor.get(`/feedback/v1/status/${lamp.number}?${lamp.statusUrl.split('?')[1]}`);
    expect(body).toMatchObject({ status: 'to-send', replies: [] });
  });

  it('is communicated by being sent (art. 8), and comes back where it did not arrive', async () => {
    const { id } = lamp;
    test.clock.set('2024-04-10T10:00:00.000Z');
    await until(async () => (await seen(id)).deadlineState === 'due-soon', 'the deadline to come near');
    expect(await refused(id, 'send', { channel: 'page' })).toEqual(['PAGE_IS_NOT_SENT', 'channel']);
    await done(id, 'send');
    expect(await seen(id)).toMatchObject({ status: 'answered', deadlineState: 'met' });
    expect(await seen(again.id)).toMatchObject({ status: 'answered', deadlineState: 'missed' });
    const messages = await told(id, 20);
    expect(messages.slice(-3).map(nameOf)).toEqual(['petition-answered.v1', 'petition-answered.v2', 'answered']);
    const { sendings } = await seen(id);
    expect(sendings).toMatchObject([{ channel: 'email', state: 'sent' }]);
    // A repeat changes nothing, and tells the number that was drawn.
    const repeated = await test.api.post(`${base}/${id}/send`, {});
    expect(repeated).toMatchObject({
      status: 200,
      body: { number: 'E-2024-000001', version: (await seen(id)).version },
    });
    expect(await test.opened(messages.at(-1)?.data)).toMatchObject({
      ...{ sendingId: sendings[0].id, numbers: [lamp.number, again.number] },
      ...{ text: answer.text, salutation: 'Stimată doamnă Exemplu,' },
      legalBasis: answer.legalBasis,
      outgoingNumber: 'E-2024-000001',
    });

    // It is a letter on the letterhead of that day, signed by name and office, which its petitioner has, too.
    const letterhead = { institution: 'Primăria Redenumită' };
    expect(await test.api.put('/feedback/v1/directory/letterhead', letterhead)).toMatchObject({ status: 200 });
    const path = `${base}/${id}/letters/${sendings[0].id}`;
    const letter = await letterAt(path);
    for (const said of [
      ...['Primăria Exemplu Strada Primăriei 1, Exemplu', 'Nr. de ieșire E-2024-000001', 'Data 10 aprilie 2024'],
      ...[`Răspuns la petițiile ${lamp.number}, ${again.number}`, `nr. ${again.number} din 1 martie 2024`],
      ...['Stimată doamnă Exemplu,', answer.text, `Temei legal: ${answer.legalBasis}`],
      ...['Director Paul Exemplu', 'Primar Ada Exemplu', 'Către Ana Exemplu'],
    ])
      expect(letter).toContain(said);
    const status = new URL(lamp.statusUrl);
    const own = `${status.pathname}/letters/${sendings[0].id}`;
    expect(await letterAt(`${own}${status.search}`, null)).toBe(letter);
    expect((await test.visitor.get(`${own}?token=wrong`)).status).toBe(404);
    // What was answered with it has that letter, and none of its own.
    expect(await letterAt(`${base}/${again.id}/letters/${sendings[0].id}`)).toBe(letter);
    expect(await test.api.get(`${base}/${id}/letters/${id}`)).toMatchObject({
      ...{ status: 404, body: { code: 'LETTER_UNKNOWN' } },
    });

    // Notifications says what becomes of it; that of another sending is none of it.
    const bounce = (sendingId: string) =>
      tellOutcome(test, { kind: 'petition', id }, 'bounced', { occasion: 'answered', sendingId });
    await bounce(id);
    await bounce(sendings[0].id);
    await until(async () => (await seen(id)).status === 'to-send', 'the answer to be back in the queue');
    await until(async () => (await seen(id)).messages.length === 2, 'both outcomes to be in the list of messages');
    expect((await seen(id)).messages).toMatchObject([{ outcome: 'bounced' }, { outcome: 'bounced' }]);
    expect(await seen(id)).toMatchObject({
      status: 'to-send',
      deadlineState: 'due-soon',
      sendings: [{ state: 'bounced' }],
    });
    expect(await seen(again.id)).toMatchObject({ status: 'joined', deadlineState: 'overdue' });
    expect(await queued('green-spaces', 'to-send')).toEqual([id]);
  });

  it('is sent by post, and its confirmation of receipt is put on record', async () => {
    const { id } = lamp;
    await done(id, 'send', { channel: 'post' });
    await done(id, 'delivery', { state: 'delivered', note: 'Semnat de destinatar pe 12 aprilie.' });
    expect(await seen(id)).toMatchObject({
      ...{ status: 'answered', deadlineState: 'met' },
      sendings: [
        { channel: 'email', state: 'bounced' },
        { channel: 'post', state: 'delivered' },
      ],
      personal: {
        deliveryNote: 'Semnat de destinatar pe 12 aprilie.',
        replies: [{ channel: 'post', officer: ioana, numbers: [lamp.number, again.number] }],
      },
    });
    expect(await seen(again.id)).toMatchObject({
      status: 'answered',
      sendings: [{ state: 'bounced' }, { state: 'delivered' }],
    });
    const register = (await test.api.get('/feedback/v1/outgoing-register')).body;
    expect(register.items).toMatchObject([
      { number: 'E-2024-000002', petition: lamp.number, channel: 'post', state: 'delivered' },
      {
        number: 'E-2024-000001',
        petition: lamp.number,
        channel: 'email',
        state: 'bounced',
        department: 'green-spaces',
      },
    ]);
    const { sendings } = await seen(id);
    expect(await letterAt(`${base}/${id}/letters/${sendings[1].id}`)).toMatch(
      /^Primăria Redenumită Nr. de ieșire E-2024-000002/,
    );
    // Others hear of each sending; what went by post, no service of Ecou sends.
    expect((await told(id, 21)).slice(20).map(nameOf)).toEqual(['petition-answered.v2']);
    const { rows } = await test
      .context('feedback')
      .pool.query(`SELECT days, jsonb_array_length(answers) AS answers FROM feedback.petition_answers WHERE id = $1`, [
        id,
      ]);
    expect(rows).toEqual([{ days: 40, answers: 1 }]);
  });

  it('is read by the petitioner, with who signed it', async () => {
    const url = new URL(lamp.statusUrl);
    const page = await test.visitor.get(`${url.pathname}${url.search}`, { headers: { accept: 'text/html' } });
    const html = JSON.stringify(page.body);
    for (const words of [
      `${lamp.number}, ${again.number}`,
      'Director, Paul Exemplu',
      'Primar, Ada Exemplu',
      'prin poștă',
    ])
      expect(html).toContain(words);
  });

  it('is repeated by another authority, and filed (art. 10 (2))', async () => {
    const sent = { channel: 'authority', sentBy: { name: 'Prefectura sintetică' } };
    const repeat = await registered({ ...sent, petitioner: { ...petitioner, contact: 'ana2@example.org' } });
    await done(repeat.id, 'file', { ground: 'repeat', earlier: lamp.id });
    expect(await seen(lamp.id)).toMatchObject({ status: 'answered', repeats: [{ number: repeat.number }] });
  });
});

describe('the key of an officer', () => {
  it('acts for the officer whom it names, and for nobody else', async () => {
    const keyOf = (officer: string, role: 'officer' | 'head-of-department') =>
      test.api.with(test.process.keys.makeEphemeral(`officer:${officer}`, [role], officer));
    const [ofPaul, ofIoana] = [keyOf(paul, 'head-of-department'), keyOf(ioana, 'officer')];
    const { id } = await registered({ category: 'parks' });
    const other = await ofPaul.post(`${base}/${id}/assign`, { officer: ioana, by: elena });
    expect(other.body).toMatchObject({ code: 'OFFICER_NOT_YOURSELF', errors: [{ path: 'by' }] });
    expect((await ofPaul.post(`${base}/${id}/assign`, { officer: ioana })).status).toBe(200);
    expect((await ofPaul.post(`${base}/${id}/answer`, answer)).body.code).toBe('NOT_ASSIGNED');
    expect((await ofIoana.post(`${base}/${id}/answer`, answer)).status).toBe(200);
    expect((await ofIoana.post(`${base}/${id}/sign`, {})).status).toBe(403);
    expect((await ofPaul.post(`${base}/${id}/sign`, {})).status).toBe(200);
    const { draft } = (await seen(id)).personal;
    expect(draft).toMatchObject({ officer: ioana, signatures: [{ as: 'department', officer: paul }] });
  });
});

describe('a petition of another authority', () => {
  it('is forwarded within five days, comes back, and goes on with its number (art. 6¹, 8 (2))', async () => {
    test.clock.set('2024-05-06T10:00:00.000Z');
    const { id, number } = await registered();
    test.clock.set('2024-05-10T10:00:00.000Z');
    await done(id, 'forward', { authority: 'Compania sintetică', reason: 'Lampa este a companiei.' });
    await done(id, 'close');
    test.clock.set('2024-06-20T10:00:00.000Z');
    await done(id, 'return', { reason: 'Lampa este a municipiului.' });
    expect(await seen(id)).toMatchObject({
      ...{ number, status: 'registered', deadlineState: 'due', closedBecause: null },
      ...{ forwardedTo: 'Compania sintetică', deadline: { startsOn: '2024-06-20', answerBy: '2024-07-22' } },
      personal: { returningReason: 'Lampa este a municipiului.' },
    });
    const messages = await told(id, 8);
    expect(messages.map(nameOf)).toEqual([
      ...['petition-registered.v1', 'acknowledged', 'petition-forwarded.v1', 'forwarded'],
      ...['petition-closed.v1', 'closed', 'petition-returned.v1', 'returned'],
    ]);
    expect(messages[2]?.data).toMatchObject({ inTime: true });
    expect(await refused(id, 'return', { reason: 'Iar.' })).toEqual(['NOT_FORWARDED']);
    await done(id, 'forward', { authority: 'Altă companie', reason: 'Lampa este a altei companii.' });
  });
});

it.each(['petition_list', 'petition_answers'])('what it left equals its replay: %s', (view) =>
  test.replayEqualsIncremental('feedback', view),
);
