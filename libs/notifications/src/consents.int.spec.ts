import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, textOf, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { notificationsContext } from './context.js';
import { MailServer } from './testing/mail-server.js';
import { addressOf, pathOf } from './testing/mailbox.js';
import { publishers } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const base = '/notifications/v1';
const topic = 'series:consultation-sessions';
const now = '2024-03-01T10:00:00.000Z';
const holdsUntil = '2024-04-01T00:00:00.000Z';
const newText = { ro: 'Sunt de acord și cu „textul nou”.', en: 'I agree to the new text too.' };

const server = new MailServer();
let test: TestProcess;

beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() };
  test = await startTestProcess([...publishers, notificationsContext], { env });
  test.clock.set(now);
});
afterAll(async () => {
  await test.stop();
  await server.close();
});

const to = (address: string) => server.taken.filter((mail) => addressOf(mail) === address);
const mailTo = (address: string, subject: string): Promise<ParsedMail> =>
  until(() => to(address).find((mail) => mail.subject?.includes(subject)), `a mail to ${address}: ${subject}`);
const press = (path: string) =>
  test.visitor.post(path, 'x=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;
const count = async (type: string) => {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query('SELECT count(*)::int AS count FROM notifications.events WHERE type = $1', [type]);
  return rows[0].count as number;
};
const as = (role: 'auditor') => test.api.with(test.keys[role]);
const subscriberOf = async (address: string) =>
  ((await read('/subscriptions?limit=200')).items as { id: string; address: string }[]).find(
    (each) => each.address === address,
  )!.id;

/** Somebody who asked by themselves, and confirmed. */
async function somebody(address: string, language: 'ro' | 'en' = 'ro', consentVersion = 1) {
  const wish = { address, topics: [topic], language, consentVersion };
  expect(await test.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({ status: 202 });
  const link = pathOf(await mailTo(address, language === 'ro' ? 'Confirmați' : 'confirm'), 'confirm');
  return { link, confirm: () => press(link) };
}

const statusOf = async (id: string) => (await read(`/subscriptions/${id}`)).topics[topic];

describe('proof of what somebody agreed to', () => {
  it('has the exact text, its version, the time and the way, as data and as a table', async () => {
    const { confirm } = await somebody('proof@example.org');
    await confirm();
    const id = await until(() => subscriberOf('proof@example.org'), 'it is listed');
    const proof = await read(`/subscriptions/${id}/consents`);
    const { text } = (await test.visitor.get(`${base}/consent`)).body;
    expect(proof).toMatchObject({ id, at: test.clock.now(), addresses: [{ number: 1, address: 'proof@example.org' }] });
    expect(proof.consents).toMatchObject([
      { act: 'asked', how: 'form', text: text.ro, textVersion: 1, language: 'ro', at: now, topics: [topic] },
      { act: 'confirmed', how: 'link', at: now, topics: [topic] },
    ]);
    const table = await test.api.get(`${base}/subscriptions/${id}/consents?format=csv`);
    expect(table.headers.get('content-type')).toContain('text/csv');
    const [names, first, second] = (table.body as string).split('\r\n');
    expect(names).toBe('subscriberId,at,act,topics,how,textVersion,text,language,reference,number,address');
    expect(first).toContain(`${id},${now},asked,${topic},form,1,"${text.ro}",ro,`);
    expect(second).toContain(`${id},${now},confirmed,${topic},link,,,,,1,proof@example.org`);
  });

  it('is a document too, in Romanian and English', async () => {
    const id = await subscriberOf('proof@example.org');
    const pdfOf = async (role: 'administrator' | 'auditor', query: string, accept = '*/*') => {
      const headers = { authorization: `Bearer ${test.keys[role]}`, accept };
      const response = await fetch(`${test.process.url}${base}/subscriptions/${id}/consents${query}`, { headers });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      return textOf(new Uint8Array(await response.arrayBuffer()));
    };
    const romanian = await pdfOf('administrator', '?format=pdf');
    expect(romanian).toContain('Dovada consimțământului');
    expect(romanian).toContain('proof@example.org');
    expect(romanian).toContain(topic);
    const { text } = (await test.visitor.get(`${base}/consent`)).body;
    const english = await pdfOf('auditor', '?lang=en', 'application/pdf');
    expect(english).toContain('Proof of consent');
    expect(english).not.toContain('@');
    // What the person was shown stays in their language.
    expect(english.replaceAll(/\s+/g, ' ')).toContain(text.ro);
  });

  it('is for those who may see it, with addresses for those who may see them, and of somebody who is there', async () => {
    const id = await subscriberOf('proof@example.org');
    expect(await test.visitor.get(`${base}/subscriptions/${id}/consents`)).toMatchObject({ status: 401 });
    expect(await test.api.get(`${base}/subscriptions/${randomUUID()}/consents`)).toMatchObject({ status: 404 });
    const reader = as('auditor');
    const { body } = await reader.get(`${base}/subscriptions/${id}/consents`);
    expect(body.addresses).toMatchObject([{ number: 1, address: null }]);
    expect((await reader.get(`${base}/subscriptions/${id}/consents?format=csv`)).body).not.toContain('@');
  });

  it('says of an address that staff added from a paper that it was on paper', async () => {
    const id = await subscriberOf('proof@example.org');
    const added = { channel: 'email', address: 'paper@example.org', consentText: 'Am semnat.', consentOn: 'paper' };
    expect(await test.api.post(`${base}/subscriptions/${id}/addresses`, added)).toMatchObject({ status: 200 });
    const { consents } = await read(`/subscriptions/${id}/consents`);
    expect(consents.at(-1)).toMatchObject({ act: 'address-added', how: 'paper', text: 'Am semnat.' });
  });
});

describe('a new text', () => {
  it('is refused where it leaves people no time, or is no text', async () => {
    const soon = { text: newText, renewal: { holdsUntil: '2024-03-10T00:00:00.000Z' } };
    expect(await test.api.post(`${base}/consent-texts`, soon)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'renewal.holdsUntil', code: 'RENEWAL_TOO_SOON' }] },
    });
    expect(await test.api.post(`${base}/consent-texts`, { text: { ro: 'Da.' } })).toMatchObject({ status: 400 });
    expect(await test.visitor.post(`${base}/consent-texts`, { text: newText })).toMatchObject({ status: 401 });
  });

  it('has everybody asked once who agreed to an older one; what they agreed to holds, then ends', async () => {
    const people = ['agrees@example.org', 'silent@example.org'];
    for (const address of people) await (await somebody(address, 'en')).confirm();
    const late = await somebody('late@example.org');
    const others = Array.from({ length: 120 }, (_, index) => `own-text-${index}@example.org`);
    const [ownText] = await confirmedSubscribers(test, others, [topic]);
    const published = { text: newText, renewal: { holdsUntil } };
    expect(await test.api.post(`${base}/consent-texts`, published)).toMatchObject({ status: 200 });
    expect(await test.api.post(`${base}/consent-texts`, published)).toMatchObject({ status: 200 });
    const [asked] = await Promise.all(people.map((address) => mailTo(address, 'has changed')));
    expect(asked!.text).toContain(newText.en);
    await until(async () => (await count('RenewalCompleted')) === 1, 'everybody was asked');
    expect(await count('RenewalContinued')).toBe(1);
    expect(await count('RenewalAsked')).toBe(3);
    expect((await read('/consent-texts')).texts).toMatchObject([
      { version: 1, renewal: null, asked: null },
      { version: 2, text: newText, renewal: { holdsUntil }, asked: true },
    ]);

    for (const consentVersion of [1, 99]) {
      const wish = { address: 'old@example.org', topics: [topic], consentVersion };
      expect(await test.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({
        status: 400,
        body: { code: 'CONSENT_UNKNOWN', errors: [{ path: 'consentVersion', code: 'CONSENT_UNKNOWN' }] },
      });
    }
    const [agrees, silent] = await Promise.all(people.map(subscriberOf));
    const link = pathOf(asked!, 'renewal');
    expect((await test.visitor.get(link)).body).toContain(newText.en);
    expect(await count('ConsentRenewed')).toBe(0);
    expect((await press(link)).body).toContain('You have confirmed');
    expect((await press(link)).body).toContain('You have confirmed');
    expect(await count('ConsentRenewed')).toBe(1);
    expect((await read(`/subscriptions/${agrees}/consents`)).consents.at(-1)).toMatchObject({
      ...{ act: 'renewed', how: 'link', text: newText.en, textVersion: 2, language: 'en', at: now },
    });

    test.clock.set('2024-03-31T23:59:00.000Z');
    await late.confirm();
    await mailTo('late@example.org', 's-a schimbat');
    expect(await statusOf(silent!)).toBe('confirmed');
    test.clock.set(holdsUntil);
    await until(async () => (await statusOf(silent!)) === 'ended', 'it ends');
    expect((await read(`/subscriptions/${silent}/consents`)).consents.at(-1)).toMatchObject({
      ...{ act: 'ended', how: 'not-renewed', topics: [topic], at: holdsUntil },
    });
    const lateId = await subscriberOf('late@example.org');
    for (const id of [agrees!, ownText!.id, lateId]) expect(await statusOf(id)).toBe('confirmed');
    expect((await press(pathOf(await mailTo('silent@example.org', 'has changed'), 'renewal'))).body).toContain(
      'There is nothing to confirm',
    );
    for (const address of people)
      expect(to(address).filter(({ subject }) => subject?.includes('has changed'))).toHaveLength(1);
    test.clock.set('2024-04-14T23:59:00.000Z');
    await until(async () => (await statusOf(lateId)) === 'ended', 'who was asked late had as many days');
  });
});

describe('a list that was kept before', () => {
  const table = (...rows: string[]) => ['address,language,topics', ...rows, ''].join('\r\n');
  const take = (body: string, query = '') =>
    test.api.post(`${base}/imports/subscriptions${query}`, body, { headers: { 'content-type': 'text/csv' } });
  const list = table(
    `first@example.org,ro,${topic}`,
    `second@example.org,en,${topic}; everything`,
    'no address,ro,everything',
    `first@example.org,ro,everything`,
    `third@example.org,ro,${topic}`,
    `silent@example.org,ro,${topic}`,
    `fourth@example.org,de,weather:rain`,
  );

  it('is tried first: an error for each row that is wrong, and nothing is written', async () => {
    const before = await count('SubscriptionAsked');
    const { body } = await take(list, '?dryRun=true');
    expect(body).toMatchObject({ dryRun: true, created: 3, changed: 0, unchanged: 1, failed: 3 });
    const failed = body.rows.filter(({ outcome }: { outcome: string }) => outcome === 'failed');
    expect(failed).toMatchObject([
      { row: 4, errors: [{ path: 'address' }] },
      { row: 5, errors: [{ path: 'address', code: 'ROW_REPEATED' }] },
      { row: 8, errors: [{ path: 'language' }, { path: 'topics.0' }] },
    ]);
    expect(await count('SubscriptionAsked')).toBe(before);
  });

  it('asks each once, at a rate, in their language, and tells them of nothing before they confirm; the same again changes nothing', async () => {
    const silentBefore = to('silent@example.org').length;
    expect((await take(list, '?perMinute=2')).body).toMatchObject({ created: 3, unchanged: 1, failed: 3 });
    await mailTo('first@example.org', 'Doriți să vă scriem în continuare?');
    const second = await mailTo('second@example.org', 'Shall we go on');
    expect(second.text).toContain(newText.en);
    expect((await take(list)).body).toMatchObject({ created: 0, changed: 0, unchanged: 4, failed: 3 });
    await sleep(500);
    expect(to('third@example.org')).toEqual([]);
    test.clock.advance(2 * 60_000);
    await mailTo('third@example.org', 'Doriți să vă scriem');
    const id = await subscriberOf('second@example.org');
    expect(await statusOf(id)).toBe('asked');
    expect((await press(pathOf(second, 'confirm'))).body).toContain('You have confirmed');
    expect((await read(`/subscriptions/${id}/consents`)).consents).toMatchObject([
      { act: 'asked', how: 'import', text: newText.en, textVersion: 2 },
      { act: 'confirmed', how: 'link' },
    ]);
    for (const name of ['first', 'second', 'third']) expect(to(`${name}@example.org`)).toHaveLength(1);
    expect(to('silent@example.org')).toHaveLength(silentBefore);
  });

  it('is for those who work with addresses', async () => {
    expect(await as('auditor').post(`${base}/imports/subscriptions`, { items: [] })).toMatchObject({ status: 403 });
  });
});
