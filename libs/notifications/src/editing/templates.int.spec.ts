import { randomUUID } from 'node:crypto';
import { streamOf } from '@ecou/event-sourcing';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../context.js';
import { Mailbox } from '../testing/mailbox.js';
import { publishers, tellPetitioner, tellReport, tellSeat } from '../testing/publishers.js';
import { confirmedSubscribers } from '../testing/subscribers.js';
import { wording, wordingId } from '../wordings/wording/wording.aggregate.js';

const base = '/notifications/v1/templates';
const footer = 'Strada Exemplului nr. 8, tel. 021 000 00 00';

let test: TestProcess;
const mails = new Mailbox();

beforeAll(async () => {
  test = await startTestProcess([...publishers, notificationsContext], {
    env: {
      ECOU_MAIL_DIR: mails.folder,
      PUBLIC_URL: 'https://ecou.test',
      ECOU_INSTITUTION: 'Primăria Exemplu',
      MAIL_FOOTER_RO: footer,
    },
  });
  mails.openedBy(test);
});
afterAll(async () => {
  await test.stop();
  await mails.remove();
});

const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;
const order = (path: string, body: object, headers: Record<string, string> = {}) =>
  test.api.post(`${base}${path}`, body, { headers });

/** Words that are in force for a template from now on. */
async function inForce(path: string, text: object): Promise<number> {
  expect(await order(`${path}/draft`, { text })).toMatchObject({ status: 200 });
  const { version } = await read(path);
  const published = await order(`${path}/publish`, {}, { 'if-match': `"${version}"` });
  expect(published).toMatchObject({ status: 200 });
  return published.body.version;
}

/** The message about something, once it was sent. */
const sentAbout = (id: string) =>
  until(async () => {
    const { items } = (await test.api.get(`/notifications/v1/messages?about=${id}&status=sent`)).body;
    return items[0] && (await test.api.get(`/notifications/v1/messages/${items[0].id}`)).body;
  }, 'the message was sent');

describe('the catalogue', () => {
  it('names every purpose with its variables, and what is personal', async () => {
    const { items, next } = await read('');
    expect(next).toBeNull();
    expect(items.map(({ purpose }: { purpose: string }) => purpose)).toEqual(
      expect.arrayContaining(['report-published', 'petition-answered', 'digest', 'imported-confirmation']),
    );
    const { variables, own } = await read('/petition-answered');
    expect(own).toEqual([]);
    expect(variables).toContainEqual({
      ...{ name: 'text', required: true, personal: true },
      about: { ro: 'cuvintele funcționarului', en: "the officer's words" },
      example: 'Acesta este un text sintetic.\n\nAre două alineate.',
    });
  });

  it('shows the built-in words where nothing was drafted', async () => {
    expect(await read('/digest/en/email')).toMatchObject({
      ...{ inForce: null, text: null, latest: 0, version: 0 },
      builtIn: { subject: 'News from the city hall: 3' },
    });
  });

  it('has no others', async () => {
    for (const path of ['/other', '/digest/fr/email', '/digest/ro/pigeon', '/test/ro/email'])
      expect(await test.api.get(`${base}${path}`)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
  });
});

describe('words', () => {
  const text = {
    subject: 'Vă așteptăm: {{title}}',
    body: 'Bună ziua, **{{name}}**,\n\n{{startsAt}}, {{place}}.\n\nCodul: {{doorCode}}',
    action: null,
  };

  it('are drafted, published, and said by the messages that are queued from then on', async () => {
    const path = '/registration-confirmed/ro/every';
    const before = await tellSeat(test, { address: 'inainte@example.org' });
    expect(await sentAbout(before)).toMatchObject({ wording: null, wordsFault: null });

    expect(await order(`${path}/draft`, { text })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await read(path)).toMatchObject({ inForce: null, latest: 1 });
    expect(await order(`${path}/publish`, {})).toMatchObject({ status: 428 });
    expect(await order(`${path}/publish`, {}, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    expect(await order(`${path}/publish`, {}, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
    const { id, ...current } = await read(path);
    expect(current).toMatchObject({ inForce: 1, text, latest: 1, failure: null, version: 2 });

    const seat = await tellSeat(test, { address: 'dupa@example.org' });
    const mail = await mails.waitFor('dupa@example.org', 'Vă așteptăm: Sesiune de consultare II');
    expect(mail.text).toContain('Bună ziua, Ana Sintetică,');
    expect(mail.text).toMatch(/Sala Exemplu, Strada Exemplului nr\. 8\.\n\nCodul: /);
    expect(mail.text).toContain('Vedeți înscrierea sau renunțați la loc');
    expect(mail.text).toContain('Primiți acest mesaj pentru că v-ați înscris la acest eveniment');
    expect(mail.text).toContain(`\n${footer}`);
    expect(mail.html).toContain('<strong>Ana Sintetică</strong>');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(
      expect.arrayContaining(['cod-de-intrare.png', 'ecou.ics']),
    );
    expect(await sentAbout(seat)).toMatchObject({ wording: { id, version: 1 }, wordsFault: null });

    const { items } = await read(`${path}/versions`);
    expect(items).toMatchObject([
      { version: 1, text, draftedBy: expect.stringMatching(/^key:/), publishedBy: expect.any(String) },
    ]);
    await test.settle();
    expect((await read('/registration-confirmed')).own).toMatchObject([
      { id, language: 'ro', channel: 'every', inForce: 1, latest: 1, failure: null },
    ]);

    const back = await order(`${path}/withdraw`, { reason: 'Se revine la textul inițial.' }, { 'if-match': '"2"' });
    expect(back).toMatchObject({ status: 200 });
    await tellSeat(test, { address: 'iarasi@example.org' });
    await mails.waitFor('iarasi@example.org', 'Aveți un loc: Sesiune de consultare II');
  });

  it('of a channel go before those of every one, and keep how to leave', async () => {
    await inForce('/report-published/ro/every', { subject: 'Oricum: {{title}}', body: '{{title}}' });
    await inForce('/report-published/ro/email', { subject: 'Pe e-mail: {{title}}', body: 'Raport: {{title}}' });
    const programmeId = randomUUID();
    await confirmedSubscribers(test, ['canal@example.org'], [`programme:${programmeId}`]);
    await tellReport(test, { civicEventId: randomUUID(), programmeId });
    const mail = await mails.waitFor('canal@example.org', 'Pe e-mail: Sesiune de consultare II');
    expect(mail.text).toContain('Raport: Sesiune de consultare II');
    expect(mail.text).toMatch(/Renunțați la aceste mesaje: https:\/\/ecou\.test\/notifications\/v1\/unsubscribe\//);
    expect(mail.headers.get('list-unsubscribe-post') ?? mail.headers.get('list')).toBeDefined();
  });

  it('are refused with the field, the rule and the character', async () => {
    const path = '/petition-answered/ro/every';
    const draft = (change: object) =>
      order(`${path}/draft`, { text: { subject: 'Răspuns {{number}}', body: '{{text}}', ...change } });
    expect((await draft({ body: '{{number}} {{adresa}}' })).body).toMatchObject({
      status: 400,
      errors: [
        { path: 'text.body', code: 'VARIABLE_UNKNOWN', message: expect.stringMatching(/adresa.*\(character 12\)$/) },
      ],
    });
    for (const [change, field, code] of [
      [{ body: '{{number}}' }, 'text.body', 'VARIABLE_MISSING'],
      [{ subject: 'Răspuns {{number' }, 'text.subject', 'TEMPLATE_SYNTAX'],
      [{ subject: 'a\nBcc: all@example.org' }, 'text.subject', 'LINE_BREAK'],
      [{ body: '{{number}} {{text}} [a](javascript:x)' }, 'text.body', 'LINK_NOT_ALLOWED'],
      [{ body: '{{number}} {{{text}}}' }, 'text.body', 'TAG_NOT_ALLOWED'],
    ] as const)
      expect((await draft(change)).body).toMatchObject({ status: 400, errors: [{ path: field, code }] });
    expect((await read(path)).latest).toBe(0);
    const sms = { subject: `Aveți un răspuns la petiția {{number}}${', pe pagina ei'.repeat(12)}` };
    expect((await order('/petition-answered/ro/sms/draft', { text: sms })).body).toMatchObject({
      errors: [{ path: 'text.subject', code: 'TEXT_TOO_LONG' }],
    });
  });

  it('are written by those who may', async () => {
    const analyst = test.api.with(test.keys.analyst);
    const path = `${base}/digest/ro/every`;
    const draft = { text: { subject: 'Noutăți', body: 'Bună ziua,' } };
    expect(await analyst.get(path)).toMatchObject({ status: 200 });
    expect(await analyst.post(`${path}/draft`, draft)).toMatchObject({ status: 403 });
    expect(await analyst.post(`${path}/test`, { address: 'functionar@example.org' })).toMatchObject({ status: 403 });
    expect(await test.visitor.get(path)).toMatchObject({ status: 401 });
  });
});

describe('a preview', () => {
  const path = '/petition-answered/ro/every';
  const text = { subject: 'Răspuns la {{number}}', body: 'Bună ziua, {{name}},\n\n{{text}}\n\n{{number}}' };

  it('shows words that were not drafted yet, on data that are made up', async () => {
    const { status, body } = await order(`${path}/preview`, { text });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ subject: 'Răspuns la 2031-000001', data: 'made-up', masked: false, fault: null },
      text: expect.stringContaining('Bună ziua, Ana Sintetică,\n\nAcesta este un text sintetic.'),
      html: expect.stringContaining('<p>Acesta este un text sintetic.</p><p>Are două alineate.</p>'),
      sms: { text: expect.stringContaining('Răspuns la 2031-000001'), segments: expect.any(Number) },
    });
    expect((await read(path)).latest).toBe(0);
  });

  it('shows what a message said to whoever may read mails, and names of it to others', async () => {
    const id = await tellPetitioner(test, { address: 'previzualizare@example.org' }, 'answered', 'Se repară strada.');
    const { id: messageId } = await sentAbout(id);
    const seen = await order(`${path}/preview`, { text, message: messageId });
    expect(seen.body).toMatchObject({
      data: 'message',
      masked: false,
      text: expect.stringContaining('Se repară strada.'),
    });
    expect(seen.body.text).not.toContain(id);
    const analyst = test.api.with(test.keys.analyst);
    const { body } = await analyst.post(`${base}${path}/preview`, { text, message: messageId });
    expect(body).toMatchObject({ subject: 'Răspuns la 2024-000007', masked: true });
    expect(body.text).toContain('Bună ziua, [numele persoanei],\n\n[cuvintele funcționarului]');
    expect(JSON.stringify(body)).not.toMatch(/Ana|strada/);
    const other = await order('/digest/ro/every/preview', { message: messageId });
    expect(other).toMatchObject({ status: 400, body: { code: 'PREVIEW_OF_ANOTHER_PURPOSE' } });
    expect(await order(`${path}/preview`, { message: randomUUID() })).toMatchObject({ status: 404 });
    expect(await order(`${path}/preview`, { version: 3 })).toMatchObject({ status: 400 });
  });

  it('shows what an announcement says', async () => {
    const [civicEventId, programmeId] = [randomUUID(), randomUUID()];
    await confirmedSubscribers(test, ['anunt@example.org'], [`programme:${programmeId}`]);
    await tellReport(test, { civicEventId, programmeId, title: { ro: 'Dezbatere anunțată' } });
    const { announcementId } = await until(async () => {
      const { items } = (await test.api.get('/notifications/v1/messages?purpose=report-published')).body;
      return items.find(({ causeId: _, topics }: { causeId: string; topics: string[] }) =>
        topics.includes(`programme:${programmeId}`),
      );
    }, 'a message of the announcement');
    const { body } = await order('/report-published/en/every/preview', { version: 0, announcement: announcementId });
    expect(body).toMatchObject({ data: 'announcement', subject: 'The report is published: Dezbatere anunțată' });
  });
});

describe('a test', () => {
  it('goes once to whoever asks for it, and says that it is one', async () => {
    const path = '/petition-acknowledged/ro/every';
    const text = { subject: 'Am primit {{number}}', body: 'Bună ziua, {{name}}, {{number}}' };
    await order(`${path}/draft`, { text });
    const headers = { 'idempotency-key': randomUUID() };
    const body = { address: 'functionar@example.org' };
    const [first, second] = [await order(`${path}/test`, body, headers), await order(`${path}/test`, body, headers)];
    expect([first.status, second.body.id]).toEqual([201, first.body.id]);
    const mail = await mails.waitFor('functionar@example.org', '[Probă] Am primit 2031-000001');
    expect(mail.text).toContain('Acesta este un mesaj de probă');
    expect(mail.text).toContain('Bună ziua, Ana Sintetică, 2031-000001');
    await test.settle();
    expect(await mails.to('functionar@example.org')).toHaveLength(1);
    const { id: about } = await read(path);
    expect(await sentAbout(about)).toMatchObject({
      ...{ id: first.body.id, purpose: 'test', wording: { id: about, version: 1 } },
      promise: { kind: 'template', occasion: 'petition-acknowledged' },
    });
    const told = `SELECT 1 FROM notifications.outbox WHERE data->>'messageId' = $1`;
    expect((await test.context('notifications').pool.query(told, [first.body.id])).rowCount).toBe(0);
  });

  it('shows the built-in words of what goes to subscribers, too', async () => {
    const sent = await order('/report-published/en/every/test', { address: 'staff@example.org', version: 0 });
    expect(sent).toMatchObject({ status: 201 });
    const mail = await mails.waitFor('staff@example.org', '[Test] Report updated');
    expect(mail.text).toContain('https://ecou.test/notifications/v1/unsubscribe/');
    expect(mail.headers.get('list')).toBeUndefined();
  });

  it('goes to an address of the channel only', async () => {
    const test = (path: string, body: object) => order(`/digest/ro/${path}/test`, body);
    expect((await test('every', { address: 'nimeni' })).body).toMatchObject({ status: 400, code: 'ADDRESS_INVALID' });
    expect((await test('sms', { address: 'a@example.org' })).body).toMatchObject({
      status: 400,
      code: 'ADDRESS_INVALID',
    });
    expect((await test('sms', { address: '+40712345678', channel: 'email' })).body).toMatchObject({
      ...{ status: 400, code: 'CHANNEL_OF_OTHER_WORDS' },
    });
    expect((await test('every', { address: 'a@example.org', version: 9 })).body).toMatchObject({
      ...{ status: 400, code: 'WORDING_VERSION_UNKNOWN' },
    });
  });
});

describe('words that cannot be shown any more', () => {
  it('lose no message: it says the built-in ones, and operators see why', async () => {
    const key = { purpose: 'registration-waiting', language: 'ro', channel: 'every' } as const;
    const id = wordingId(key);
    const at = '2026-05-20T09:00:00.000Z';
    const text = { subject: 'Așteptați: {{gone}}', body: '{{title}}', action: null };
    const events = [
      { type: 'WordingDrafted', data: { ...key, version: 1, text, draftedAt: at } },
      { type: 'WordingPublished', data: { version: 1, publishedAt: at } },
    ].map((event) => ({ id: randomUUID(), ...event }));
    const correlationId = randomUUID();
    await test.context('notifications').store.append({
      metadata: { actor: 'test', correlationId, causationId: correlationId },
      writes: [{ stream: streamOf(wording.category, id), expected: 0, events }],
    });
    const sent = await order('/registration-waiting/ro/every/test', { address: 'pierdut@example.org' });
    const mail = await mails.waitFor('pierdut@example.org', '[Probă] Sunteți pe lista de așteptare');
    expect(mail.text).toContain('Toate locurile sunt ocupate.');
    const fault = { field: 'subject', rule: 'VARIABLE_UNKNOWN' };
    const failing = await until(
      async () => (await read('/registration-waiting/ro/every')).failure ?? undefined,
      'the failure',
    );
    expect(failing).toMatchObject({ ...fault, messageId: sent.body.id });
    await test.settle();
    expect((await read('/registration-waiting')).own).toMatchObject([{ inForce: 1, failure: fault }]);
  });
});

describe('a key', () => {
  it('sends twenty tests in an hour at most', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 21; sent += 1)
      statuses.push((await order('/digest/ro/every/test', { address: 'multe@example.org' })).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
