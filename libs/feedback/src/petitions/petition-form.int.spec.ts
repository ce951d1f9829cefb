import { randomUUID } from 'node:crypto';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory } from './petitions.samples.js';

const path = '/feedback/v1/petition-form';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext], {
    clock: new TestClock(),
    env: { ECOU_LIMITS: 'petitions=100/100/3600,mailbox=1000/1000/60' },
  });
});
afterAll(() => test.stop());

const filled = {
  id: randomUUID(),
  lang: 'ro',
  kind: 'complaint',
  category: complaint.category,
  text: 'O lampă sintetică este stinsă.',
  place: 'Strada Exemplului 8',
  name: 'Ana Sintetică',
  email: 'ana@example.org',
  address: '',
};

const send = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  test.visitor.call('POST', path, new URLSearchParams(form).toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
  });

/** The link to the page of the petition, as path and query. */
const linkIn = (page: string): string => {
  const { pathname, search } = new URL(/href="(http[^"]*\/status\/[^"]*)"/.exec(page)?.[1] ?? '');
  return pathname + search;
};

describe('the form that sends a petition', () => {
  it('says so where nobody has said yet what petitions are about', async () => {
    const { status, body } = await test.visitor.get(path);
    expect(status).toBe(200);
    expect(body).toContain('Încă nu se pot trimite petiții');
    await defineDirectory(test.api);
  });

  it('has a label for each field, in both languages, and leads to the other one', async () => {
    for (const [lang, title, category] of [
      ['ro', 'Trimiteți o petiție', 'Iluminat public'],
      ['en', 'Send a petition', 'Iluminat public'],
    ]) {
      const { body } = await test.visitor.get(`${path}?lang=${lang}`);
      expect(body).toContain(`<h1>${title}</h1>`);
      expect(body).toContain(category);
      const ids = [...String(body).matchAll(/<(?:input|select|textarea) id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids).toHaveLength(7);
      for (const id of ids) expect(body).toContain(`<label for="${id}">`);
      expect(body).toContain(`href="${path}?lang=${lang === 'ro' ? 'en' : 'ro'}"`);
    }
  });

  it('registers it once, however often it is sent, and shows the number and the way to follow it', async () => {
    const [first, again] = [await send(filled), await send(filled)];
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('text/html');
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.body).toContain('Petiția a fost înregistrată');
    expect(linkIn(first.body)).toBe(linkIn(again.body));
    expect((await test.visitor.get(linkIn(first.body))).body).toMatchObject({
      status: 'registered',
      text: filled.text,
      category: { ro: 'Iluminat public' },
    });
  });

  const wrong: readonly (readonly [what: string, change: Readonly<Record<string, string>>, rule: string])[] = [
    ['no name', { name: ' ' }, 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.'],
    ['a name that nobody sees', { name: '\u200b' }, 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.'],
    ['no address', { email: 'ana@' }, 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.'],
    ['no text', { text: '' }, 'Ce doriți să ne spuneți: scrieți între 1 și 10.000 de caractere.'],
    ['no kind', { kind: 'notice' }, 'Ce trimiteți: alegeți din listă.'],
    ['no category', { category: '' }, 'Despre ce este: alegeți din listă.'],
    ['a category that there is not', { category: 'none-such' }, 'Despre ce este: alegeți din listă.'],
  ];
  it.each(wrong)('is shown again where there is %s, with the field, its rule and what was typed', async (...given) => {
    const [, change, rule] = given;
    const { status, body } = await send({ ...filled, ...change, id: randomUUID() });
    expect(status).toBe(400);
    const [field = ''] = Object.keys(change);
    expect(body).toContain(`<a href="#field-${field}">${rule}</a>`);
    expect(body).toMatch(
      new RegExp(`id="field-${field}" name="${field}" aria-describedby="[^"]*field-${field}-fault"`),
    );
    expect(body).toContain('aria-invalid="true"');
    if (field !== 'text') expect(body).toContain(filled.text);
    expect(body).not.toContain('{"');
  });

  it('is shown again where what was registered from it has changed, and is a new petition then', async () => {
    const first = { ...filled, id: randomUUID() };
    await send(first);
    const changed = { ...first, text: 'O altă lampă sintetică este stinsă.' };
    const again = await send(changed);
    expect(again.status).toBe(409);
    expect(again.body).toContain('Ce ați trimis mai întâi de pe această pagină a fost înregistrat.');
    expect(again.body).toContain(changed.text);
    const program = await send(changed, { accept: 'application/json' });
    expect(program).toMatchObject({ status: 409, body: { code: 'PETITION_EXISTS' } });
    const id = /name="id" value="([^"]+)"/.exec(again.body as string)?.[1] ?? first.id;
    expect(id).not.toBe(first.id);
    const other = await send({ ...changed, id });
    expect(other.status).toBe(200);
    expect((await test.visitor.get(linkIn(other.body))).body).toMatchObject({ text: changed.text });
  });

  it('keeps what was typed where too many came, and says for how long', async () => {
    const from = { 'x-forwarded-for': '198.51.100.77' };
    const form = { ...filled, text: 'Încă o lampă sintetică.' };
    let last = await send({ ...form, id: randomUUID() }, from);
    for (let sent = 1; last.status === 200 && sent < 200; sent += 1)
      last = await send({ ...form, id: randomUUID(), email: `ana${sent}@example.org` }, from);
    expect([last.status, last.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(last.body).toContain(form.text);
    expect(last.body).toMatch(/Încercați din nou peste \d+ (de )?(ore|minute)\./);
    const json = { ...from, accept: 'application/json' };
    expect(await send({ ...form, id: randomUUID() }, json)).toMatchObject({ status: 429, body: { status: 429 } });
  });

  it('is shown again where a text is longer than any form', async () => {
    const { status, body } = await send({ ...filled, id: randomUUID(), text: 'a'.repeat(20_001) });
    expect(status).toBe(400);
    expect(body).toContain('<a href="#field-text">');
    expect(body).toContain(filled.place);
  });

  it('says it in English to whoever reads English', async () => {
    const { body } = await send({ ...filled, lang: 'en', email: '' });
    expect(body).toContain('E-mail address: give a whole one, such as ana@example.ro.');
  });

  it('shows markup as the text that it is', async () => {
    const { body } = await send({ ...filled, name: '<script>x</script>', email: '' });
    expect(body).not.toContain('<script>x');
    expect(body).toContain('&lt;script>x');
  });
});
