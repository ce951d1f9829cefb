import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { feedbackContext } from '../../context.js';
import { complaint, defineDirectory, officerId } from '../petitions.samples.js';

const petitions = '/feedback/v1/petitions';
const status = '/feedback/v1/status';
const answer = { text: 'Becul sintetic a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' };
const html = { accept: 'text/html' };

let test: TestProcess;
const log: string[] = [];
const logTo = new Writable({
  write(chunk: Buffer, _encoding, done) {
    log.push(chunk.toString());
    done();
  },
});

beforeAll(async () => {
  test = await startTestProcess([feedbackContext], { env: { LOG_LEVEL: 'debug' }, logTo, clock: new TestClock() });
  await defineDirectory(test.api);
});

afterAll(() => test.stop());

interface Receipt {
  readonly id: string;
  readonly number: string;
  readonly token: string;
  /** Path and query of the link. */
  readonly link: string;
}

async function register(more: object = {}): Promise<Receipt> {
  const { body } = await test.visitor.post(petitions, { ...complaint, ...more });
  const { pathname, search, searchParams } = new URL(body.statusUrl as string);
  return { id: body.id, number: body.number, token: searchParams.get('token') ?? '', link: pathname + search };
}

/** As staff. */
async function act(id: string, verb: string, body?: object): Promise<void> {
  const { status: answered } = await test.api.post(`${petitions}/${id}/${verb}`, body);
  expect([verb, answered]).toEqual([verb, 200]);
}

let hosts = 0;
/** Somebody new, from elsewhere. */
const stranger = () => ({ 'x-forwarded-for': `198.18.${Math.floor((hosts += 1) / 250)}.${(hosts % 250) + 1}` });

const send = (path: string, form: Record<string, string>, headers: Record<string, string> = html) =>
  test.visitor.call('POST', path, new URLSearchParams(form).toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

describe('the status of a petition', () => {
  it('is shown to whoever has the link of the receipt, with who deals with it and what was said', async () => {
    const { id, link, number } = await register();
    await act(id, 'assign', { officer: officerId });
    await act(id, 'request-information', { text: 'Care stâlp?' });
    const { status: answered, body, headers } = await test.visitor.get(link);
    expect(answered).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      number,
      status: 'information-requested',
      category: { ro: 'Iluminat public' },
      department: { ro: 'Lucrări publice' },
      deadline: { answerBy: '2024-04-01', legalAnswerBy: '2024-04-01', state: 'due', extended: null },
      officer: { name: 'Dan Exemplu', phone: '021 000 0000' },
      text: complaint.text,
      thread: [{ from: 'officer', asks: true, text: 'Care stâlp?', attachments: [] }],
      may: ['message', 'callback', 'withdraw'],
    });
    expect(JSON.stringify(body)).not.toContain(id);
  });

  it('is the same by a header, by a form, and by the link; a repeated request gets the same link', async () => {
    const { id: _, ...sent } = { id: '', ...complaint };
    const chosen = '7b0e6f5e-6a51-4a38-9f0e-4d6c4d1f0a77';
    const first = await register({ ...sent, id: chosen });
    const again = await register({ ...sent, id: chosen });
    expect(again.link).toBe(first.link);
    const { number, token, link } = first;
    const [byLink, byHeader, byForm] = [
      await test.visitor.get(link),
      await test.visitor.get(`${status}/${number}`, { headers: { 'ecou-token': token } }),
      await send(status, { number, token }, {}),
    ];
    expect([byHeader.body, byForm.body]).toEqual([byLink.body, byLink.body]);
  });

  it('tells where the deadline stands at the moment', async () => {
    const { id, link } = await register();
    const state = async () => (await test.visitor.get(link)).body.deadline as object;
    expect(await state()).toMatchObject({ answerBy: '2024-04-01', state: 'due' });
    test.clock.set('2024-03-26T22:00:00Z');
    expect(await state()).toMatchObject({ state: 'due-soon' });
    await act(id, 'extend', { reason: 'Lipsesc piese.' });
    expect(await state()).toMatchObject({
      answerBy: '2024-04-15',
      state: 'due',
      extended: { reason: 'Lipsesc piese.' },
    });
    // What is over is the target date; by law, the last day has begun.
    test.clock.set('2024-04-15T21:00:00Z');
    expect(await state()).toMatchObject({ legalAnswerBy: '2024-04-16', state: 'due-soon' });
    test.clock.set('2024-04-16T21:00:00Z');
    expect(await state()).toMatchObject({ state: 'overdue' });
    await act(id, 'assign', { officer: officerId });
    await act(id, 'answer', answer);
    expect(await state()).toMatchObject({ state: 'missed' });
  });

  it('is found right after the registration, whatever the views do', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => (await test.visitor.get((await register()).link)).status),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
  });
});

describe('what a petitioner does there', () => {
  it('is to write with files, to ask for a call, to grade, to have it reopened, and to take it back', async () => {
    const { id, number, token, link } = await register();
    const form = new FormData();
    for (const [name, value] of Object.entries({ token, text: 'Este stâlpul 12.' })) form.append(name, value);
    form.append('files', new Blob(['o dovadă'], { type: 'text/plain' }), 'dovadă.txt');
    const written = await fetch(`${test.process.url}${status}/${number}/messages`, { method: 'POST', body: form });
    expect(written.status).toBe(200);
    const { thread } = (await written.json()) as { thread: [{ attachments: [{ id: string; name: string }] }] };
    const [file] = thread[0].attachments;
    expect(file.name).toBe('dovadă.txt');
    const downloaded = await test.visitor.get(`${status}/${number}/files/${file.id}?token=${token}`);
    expect([downloaded.status, downloaded.body]).toEqual([200, 'o dovadă']);
    const byStaff = await test.api.get(`${petitions}/${id}/files/${file.id}`);
    expect(byStaff.body).toBe('o dovadă');

    const secret = { 'ecou-token': token };
    const post = (verb: string, body: object) =>
      test.visitor.post(`${status}/${number}/${verb}`, body, { headers: secret });
    const callback = { id: '11111111-1111-4111-8111-111111111111', phone: '0700 000 000' };
    await post('callback', callback);
    expect((await post('callback', callback)).body.callbacks).toHaveLength(1);
    await act(id, 'assign', { officer: officerId });
    await act(id, 'answer', answer);
    expect((await test.visitor.get(link)).body.may).toEqual(['satisfaction', 'reopen']);
    const unhappy = await post('satisfaction', { grade: 2, reopen: 'Nu arde nici acum.' });
    expect(unhappy.body).toMatchObject({ round: 2, status: 'assigned', reopened: { by: 'citizen' } });
    await act(id, 'answer', { ...answer, text: 'Acum arde.' });
    expect((await post('satisfaction', { grade: 5 })).body).toMatchObject({ satisfaction: 5, may: ['reopen'] });
    expect((await post('reopen', { reason: 'S-a stins iar.' })).body).toMatchObject({ round: 3 });
    expect((await post('withdraw', {})).body).toMatchObject({
      status: 'closed',
      closed: { because: 'withdrawn' },
      may: [],
    });
    expect(await post('messages', { text: 'Încă ceva.' })).toMatchObject({
      status: 409,
      body: { code: 'PETITION_DONE' },
    });
  });

  it('is recorded once where a page is sent twice', async () => {
    const { number, token, link } = await register();
    const page = (await test.visitor.get(link, { headers: html })).body as string;
    const id = /name="id" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
    const form = { token, id, text: 'O singură dată.', lang: 'ro' };
    const [first, second] = [
      await send(`${status}/${number}/messages`, form),
      await send(`${status}/${number}/messages`, form),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await test.visitor.get(link)).body.thread).toHaveLength(1);
  });

  it.each([
    ['messages', { text: ' ' }, '400 TOO_SMALL', 'text'],
    ['messages', {}, '400 INVALID_TYPE', 'text'],
    ['messages', { text: 'x', id: 'x' }, '400 INVALID_FORMAT', 'id'],
    ['messages', { text: 'x', files: [{}] }, '400 FILE_EXPECTED', 'files.0'],
    ['messages', { text: 'x', other: 1 }, '400 UNKNOWN_FIELD', 'other'],
    ['callback', { phone: '' }, '400 TOO_SMALL', 'phone'],
    ['satisfaction', { grade: 6 }, '400 TOO_BIG', 'grade'],
    ['satisfaction', { grade: 'good' }, '400 INVALID_TYPE', 'grade'],
    ['reopen', {}, '400 INVALID_TYPE', 'reason'],
    ['withdraw', { note: 1 }, '400 INVALID_UNION', 'note'],
  ])('is refused with code and path, and nothing is stored: %s %j', async (verb, body, answered, path) => {
    const { number, token } = await register();
    const before = await test.context('feedback').head();
    const [code] = answered.split(' ').slice(1);
    const told = await test.visitor.post(`${status}/${number}/${verb}`, body, { headers: { 'ecou-token': token } });
    expect(told).toMatchObject({ status: 400, body: { errors: [{ code, path }] } });
    expect(await test.context('feedback').head()).toBe(before);
  });
});

describe('the page for people', () => {
  it('is read in the language of the petition or another, and does without script', async () => {
    const { id, link, number, token } = await register();
    await act(id, 'assign', { officer: officerId });
    const { status: answered, body, headers } = await test.visitor.get(link, { headers: html });
    expect([answered, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const page = body as string;
    for (const part of [
      '<html lang="ro">',
      number,
      'Repartizată',
      '17 mai 2024',
      'Dan Exemplu',
      '021 000 0000',
      complaint.text,
    ])
      expect(page).toContain(part);
    expect(page).not.toContain('<script');
    const english = (await test.visitor.get(`${link}&lang=en`, { headers: html })).body as string;
    for (const part of ['<html lang="en">', 'Assigned', '17 May 2024', 'Ask to be called back'])
      expect(english).toContain(part);
    const asked = await test.visitor.get(status, { headers: html });
    expect(asked.body).toContain('name="number"');
    expect((await send(status, { number, token })).body).toContain('Repartizată');
  });

  it('shows what people wrote as text', async () => {
    const { link } = await register({ text: '<script>alert(1)</script> & "atât"' });
    const page = (await test.visitor.get(link, { headers: html })).body as string;
    expect(page).toContain('&lt;script>alert(1)&lt;/script> &amp; ');
    expect(page).not.toContain('<script>');
  });

  it('says what was recorded, and what the rules refuse', async () => {
    const { number, token } = await register();
    const written = await send(`${status}/${number}/messages`, { token, text: 'Bună ziua.', lang: 'en' });
    expect(written.body).toContain('It was recorded.');
    const graded = await send(`${status}/${number}/satisfaction`, { token, grade: '5', comment: '', reopen: '' });
    expect([graded.status, graded.body]).toEqual([409, expect.stringContaining('Nu s-a putut înregistra')]);
    const back = await send(`${status}/${number}/withdraw`, { token, note: '' });
    expect(back.body).toContain('a fost retrasă');
  });

  it('opens by a number and a code with spaces around them, and by the whole link in place of the code', async () => {
    const { number, token, link } = await register();
    for (const pasted of [
      ` ${token}\n`,
      `https://ecou.example.org${link}`,
      ` https://ecou.example.org${link}&lang=en `,
    ]) {
      const { status: answered, body } = await send(status, { number: ` ${number} `, token: pasted, lang: 'ro' });
      expect([answered, body]).toEqual([200, expect.stringContaining(number)]);
      // The forms of the page have the token itself.
      expect(body).toContain(`name="token" value="${token}"`);
    }
  });

  it.each([
    ['messages', { text: ' ' }, 'Mesajul: scrieți între 1 și 10.000 de caractere.', ''],
    ['callback', { phone: '', note: 'După ora 16' }, 'Numărul de telefon: scrieți-l', 'După ora 16</textarea>'],
    ['satisfaction', { grade: '6', comment: 'Nu arde' }, 'Nota: scrieți un număr de la 1 la 5.', 'Nu arde</textarea>'],
  ])('shows the form again where a field is wrong, with what was typed: %s %j', async (verb, form, rule, kept) => {
    const { id, number, token } = await register();
    if (verb === 'satisfaction') await act(id, 'answer', answer);
    const { status: answered, body } = await send(`${status}/${number}/${verb}`, { token, lang: 'ro', ...form });
    expect(answered).toBe(400);
    const open = /<details open>.*?<\/details>/s.exec(body as string)?.[0] ?? '';
    expect(open).toContain(`/${verb}"`);
    expect(open).toContain(rule);
    expect(open).toContain(kept);
    expect(body).not.toContain('INVALID_INPUT');
  });

  it('shows a wrong form to nobody who has no token', async () => {
    const { number } = await register();
    const told = await send(
      `${status}/${number}/callback`,
      { token: 'A'.repeat(22), phone: '' },
      { ...html, ...stranger() },
    );
    expect([told.status, told.body]).toEqual([400, expect.stringContaining('Verificați: numărul de telefon.')]);
    expect(told.body).not.toContain('Înregistrată');
    expect(told.body).not.toContain(complaint.text);
  });

  it('says that only grades 1 and 2 reopen, and keeps what was typed', async () => {
    const { id, number, token, link } = await register();
    await act(id, 'answer', answer);
    const form = { token, lang: 'ro', grade: '4', comment: 'Bine', reopen: 'Mai este un bec.' };
    const { status: answered, body } = await send(`${status}/${number}/satisfaction`, form);
    expect([answered, body]).toEqual([409, expect.stringContaining('se redeschide numai cu nota 1 sau 2')]);
    const open = /<details open>.*?<\/details>/s.exec(body as string)?.[0];
    for (const kept of ['value="4"', 'Bine</textarea>', 'Mai este un bec.</textarea>']) expect(open).toContain(kept);
    expect((await test.visitor.get(link)).body.satisfaction).toBeNull();
  });

  it('shows as text what was typed into a form that is there no more', async () => {
    const { number, token } = await register();
    await send(`${status}/${number}/withdraw`, { token, note: '' });
    const late = await send(`${status}/${number}/messages`, { token, lang: 'ro', text: 'Încă <ceva>.' });
    expect([late.status, late.body]).toEqual([409, expect.stringContaining('<p>Încă &lt;ceva>.</p>')]);
  });

  it('takes no word about an answer for one about the next, from a page that was opened before', async () => {
    const { id, number, token, link } = await register();
    await act(id, 'answer', answer);
    const page = (await test.visitor.get(link, { headers: html })).body as string;
    const rounds = [...page.matchAll(/name="round" value="(\d+)"/g)].map(([, round]) => round);
    expect(rounds).toEqual(['1', '1']);
    await act(id, 'reopen', { reason: 'Nu arde.' });
    await act(id, 'answer', { ...answer, text: 'Acum arde.' });
    for (const [verb, form] of [
      ['satisfaction', { grade: '1', comment: '', reopen: 'Nu arde, de la început.' }],
      ['reopen', { reason: 'Nu arde, de la început.' }],
    ] as const) {
      const sent = { token, round: '1', ...form };
      expect((await send(`${status}/${number}/${verb}`, sent)).status).toBe(409);
      expect((await send(`${status}/${number}/${verb}`, sent, {})).body.code).toBe('ANSWER_OUTDATED');
    }
    expect((await test.visitor.get(link)).body).toMatchObject({ round: 2, status: 'answered', satisfaction: null });
    const now = await send(`${status}/${number}/satisfaction`, { token, round: '2', grade: '5' }, {});
    expect(now.body).toMatchObject({ satisfaction: 5 });
  });
});

describe('who has no token', () => {
  const wrong = 'A'.repeat(22);
  it('is told the same, whether the number exists or not, and whatever is shown', async () => {
    const { number } = await register();
    const { token: other } = await register();
    const told = (path: string, accept: string) => test.visitor.get(path, { headers: { ...stranger(), accept } });
    for (const accept of ['application/json', 'text/html']) {
      const answers = [];
      for (const path of [
        `${status}/${number}`,
        `${status}/${number}?token=${wrong}`,
        `${status}/${number}?token=${other}`,
        `${status}/${number}?token=`,
        `${status}/2024-999999?token=${wrong}`,
        `${status}/2024-999999`,
        `${status}/no-number-at-all?token=${wrong}`,
        `${status}/${number}/files/00000000-0000-4000-8000-000000000009?token=${wrong}`,
      ]) {
        const { status: answered, body, headers } = await told(path, accept);
        const { date: _, 'content-length': length, ...rest } = Object.fromEntries(headers);
        answers.push(path.includes('/files/') ? { answered } : { answered, body: body as unknown, length, rest });
      }
      const [first, ...others] = answers;
      expect(first).toMatchObject({ answered: 404 });
      for (const one of others)
        expect(one.body === undefined ? { answered: one.answered } : one).toEqual(
          one.body === undefined ? { answered: 404 } : first,
        );
    }
    const head = await test.context('feedback').head();
    const forbidden = await test.visitor.post(`${status}/${number}/withdraw`, {}, { headers: stranger() });
    expect([forbidden.status, forbidden.body.code]).toEqual([404, 'STATUS_UNKNOWN']);
    expect(await test.context('feedback').head()).toBe(head);
  });

  it('guesses nothing without one, or with a part of one', async () => {
    const { link, number, token } = await register();
    const from = { 'x-forwarded-for': '198.51.100.8' };
    for (const shown of ['', token.slice(0, 21), `${token}=`, 'x', '', token.slice(1)]) {
      for (const path of [`${status}/${number}?token=${shown}`, `${status}/${number}`]) {
        const { status: answered, body } = await test.visitor.get(path, { headers: from });
        expect([answered, body.code]).toEqual([404, 'STATUS_UNKNOWN']);
      }
    }
    expect((await test.visitor.get(link, { headers: from })).status).toBe(200);
  });

  it('learns nothing from how long the answer takes', async () => {
    const { number } = await register();
    const times: Record<'there' | 'nowhere', number[]> = { there: [], nowhere: [] };
    for (let round = 0; round < 60; round += 1) {
      for (const [what, asked] of [
        ['there', number],
        ['nowhere', `2024-9${String(round).padStart(5, '0')}`],
      ] as const) {
        const began = performance.now();
        await test.visitor.get(`${status}/${asked}?token=${wrong}`, { headers: stranger() });
        times[what].push(performance.now() - began);
      }
    }
    const median = (all: number[]) => all.sort((one, other) => one - other)[30]!;
    const ratio = median(times.there) / median(times.nowhere);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('is slowed down, with every other number too; whoever was let in before is not kept out', async () => {
    const { link, number } = await register();
    const mine = await register();
    const from = { 'x-forwarded-for': '198.51.100.7' };
    expect((await test.visitor.get(mine.link, { headers: from })).status).toBe(200);
    for (let turn = 0; turn < 10; turn += 1) {
      const guess = await test.visitor.get(`${status}/${number}?token=${wrong}`, { headers: from });
      expect(guess.status).toBe(404);
    }
    const refused = await test.visitor.get(link, { headers: from });
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS', status: 429 } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(refused.headers.get('ratelimit-policy')).toBe('"wrong-tokens";q=10;w=900');
    expect((await test.visitor.get(mine.link, { headers: from })).status).toBe(200);
    expect((await test.visitor.get(link, { headers: stranger() })).status).toBe(200);
  });
});

describe('what is logged', () => {
  it('holds no token and no address', async () => {
    const { link, token, number } = await register();
    await test.visitor.get(link, { headers: { 'x-forwarded-for': '198.51.100.200' } });
    await test.visitor.get(`${status}/${number}?token=${token}x`, { headers: { 'x-forwarded-for': '198.51.100.200' } });
    await send(`${status}/${number}/withdraw`, { token });
    const text = log.join('');
    expect(text).toContain('/feedback/v1/status/:number');
    expect(text).not.toContain(token);
    expect(text).not.toContain('198.51.100');
  });
});

describe('a form that comes too often', () => {
  let bounded: TestProcess;
  beforeAll(async () => {
    bounded = await startTestProcess([feedbackContext], { env: { ECOU_LIMITS: 'pages=1/1/1200' } });
    await defineDirectory(bounded.api);
  });
  afterAll(() => bounded.stop());

  it('is shown again with what was typed, and with the time to wait', async () => {
    const { body: receipt } = await bounded.visitor.post(petitions, complaint);
    const token = new URL(receipt.statusUrl as string).searchParams.get('token') ?? '';
    const form = new URLSearchParams({ token, lang: 'ro', phone: '0700 000 000', note: 'După ora 16' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...html };
    const ask = () => bounded.visitor.call('POST', `${status}/${receipt.number}/callback`, form, { headers });
    expect((await ask()).status).toBe(200);
    const { status: answered, headers: told, body } = await ask();
    expect([answered, Number(told.get('retry-after')) > 60]).toEqual([429, true]);
    const open = /<details open>.*?<\/details>/s.exec(body as string)?.[0] ?? '';
    expect(open).toMatch(/Încercați din nou peste (20 de|19) minute\./);
    for (const kept of ['value="0700 000 000"', 'După ora 16</textarea>']) expect(open).toContain(kept);
  });
});
