import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { notificationsContext } from './context.js';
import { MailServer } from './testing/mail-server.js';
import { addressOf, pathOf } from './testing/mailbox.js';
import { publishers, tellDeliverable } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';
import { TwilioStub } from './testing/twilio-stub.js';

jest.setTimeout(60_000);

const base = '/notifications/v1';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const server = new MailServer();
const stub = new TwilioStub();
let test: TestProcess;

beforeAll(async () => {
  const env = {
    ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() },
    ...{ SMS_TWILIO_URL: await stub.listen(), SMS_TWILIO_ACCOUNT: stub.accountSid },
    ...{ SMS_TWILIO_TOKEN: stub.authToken, SMS_FROM: '+40310000000' },
  };
  test = await startTestProcess([...publishers, notificationsContext], { env });
});
afterAll(async () => {
  await test.stop();
  await server.close();
  await stub.close();
});
beforeEach(() => test.clock.set('2024-03-01T10:00:00.000Z'));

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly channel: string;
  readonly purpose: string;
}

const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;
const messagesOf = async (subscriber: string) => (await read(`/messages?subscriber=${subscriber}`)).items as Listed[];
/** The details of their text message that is in this state. */
const texted = async (subscriber: string, status: string) => {
  const found = async () =>
    (await messagesOf(subscriber)).find((each) => each.status === status && each.channel === 'sms');
  return read(`/messages/${(await until(found, `a text message that is ${status}`)).id}`);
};
const bodiesTo = (number: string) =>
  stub.taken.filter(({ To: to }) => to === number).map((each) => String(each['Body']));
const mailsTo = (address: string) => server.taken.filter((mail) => addressOf(mail) === address);
const linkIn = (body: string | undefined, page: string): string => {
  const [, path = ''] = new RegExp(`https://ecou\\.test(/notifications/v1/${page}/[\\w-]+)`).exec(body ?? '') ?? [];
  return path;
};
const post = (path: string, fields: Readonly<Record<string, string>> = {}) =>
  test.visitor.post(path, new URLSearchParams(fields).toString(), { headers: form });

/** Somebody for whom staff added a number. */
async function somebody(name: string, number: string) {
  const [address, programmeId] = [`${name}@example.org`, randomUUID()];
  const [person] = await confirmedSubscribers(test, [address], [`programme:${programmeId}`]);
  const consentText = 'Sunt de acord să primesc noutăți la acest număr.';
  const added = { channel: 'sms', address: number, consentText };
  expect(await test.api.post(`${base}/subscriptions/${person!.id}/addresses`, added)).toMatchObject({ status: 200 });
  const asking = await until(() => bodiesTo(number)[0], 'the text that asks');
  const publish = () => tellDeliverable(test, { programmeId, address: 'https://example.org/study.pdf' });
  return { id: person!.id, address, programmeId, number, asking, publish };
}

/** The same, who has confirmed it, and put it first. */
async function reached(name: string, number: string) {
  const known = await somebody(name, number);
  await post(linkIn(known.asking, 'address'));
  await known.publish();
  const page = pathOf(await until(() => mailsTo(known.address)[0], 'a mail'), 'preferences');
  const order = { 'place-1': '2', 'place-2': '1', schedule: 'immediate', language: 'ro' };
  const chosen = await post(page, { [`programme:${known.programmeId}`]: 'on', ...order });
  expect(chosen.status).toBe(200);
  return known;
}

describe('a telephone number', () => {
  it('gets nothing but the link that confirms it, until its owner used that', async () => {
    const { id, address, number, asking, publish } = await somebody('ana', '+40700000001');
    expect(asking).toMatch(/^\S.*: Confirmati ca aceasta adresa este a dumneavoastra\nhttps:\S+$/);
    await publish();
    await until(() => mailsTo(address).length === 1, 'news by mail');
    expect(bodiesTo(number)).toHaveLength(1);
    const link = linkIn(asking, 'address');
    expect((await test.visitor.get(link)).body).toContain('Sunt de acord să primesc noutăți la acest număr.');
    expect((await post(link)).body).toContain('Adresa a fost confirmată');
    expect((await read(`/subscriptions/${id}`)).addresses).toMatchObject([
      { number: 1, channel: 'email' },
      { number: 2, channel: 'sms', address: number, confirmed: true },
    ]);
  });

  it('that is none is refused by name', async () => {
    const [person] = await confirmedSubscribers(test, ['none@example.org'], ['everything']);
    const added = { channel: 'sms', address: '0700 000 001', consentText: 'Da.' };
    const refused = await test.api.post(`${base}/subscriptions/${person!.id}/addresses`, added);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'address' }] } });
  });
});

describe('a text message', () => {
  it('tells the news in the alphabet of GSM, notes what it costs, and is left by its link', async () => {
    const { id, number, publish } = await reached('dan', '+40700000002');
    await publish();
    await until(() => bodiesTo(number).length === 2, 'the news');
    const isNews = ({ channel, purpose, status }: Listed) =>
      channel === 'sms' && purpose === 'deliverable-published' && status === 'sent';
    const news = await until(async () => (await messagesOf(id)).find(isNews), 'the news on record');
    const { attempts } = await read(`/messages/${news.id}`);
    expect(attempts).toMatchObject([
      { transport: 'twilio', outcome: 'sent', reference: expect.stringMatching(/^SM/), segments: expect.any(Number) },
    ]);
    const body = bodiesTo(number)[1];
    expect(body).not.toMatch(/[șțăâî„”]/i);
    expect(body).toMatch(/\nhttps:\S+\nRenuntare: https:\S+$/);
    await post(linkIn(body, 'unsubscribe'));
    expect(Object.values((await read(`/subscriptions/${id}`)).topics)).toEqual(['ended']);
    await publish();
    expect(bodiesTo(number)).toHaveLength(2);
  });

  it('whose provider got it and went silent is uncertain, and is not sent again', async () => {
    const { id, number, publish } = await reached('eva', '+40700000003');
    stub.fail('cut');
    await publish();
    const { id: message } = await texted(id, 'uncertain');
    test.clock.advance(48 * 3600_000);
    await sleep(300);
    expect((await read(`/messages/${message}`)).status).toBe('uncertain');
    expect(bodiesTo(number)).toHaveLength(1);
  });

  it('comes again when its provider says', async () => {
    const { id, number, publish } = await reached('ion', '+40700000004');
    stub.fail({ status: 429, body: { code: 20429, status: 429, message: 'x' }, headers: { 'retry-after': '600' } });
    await publish();
    const { retryAt } = await texted(id, 'failed');
    expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(Date.parse('2024-03-01T10:10:00.000Z'));
    test.clock.advance(601_000);
    await until(() => bodiesTo(number).length === 2, 'the news');
  });

  it('waits for the operator where the account is refused, and the address stays', async () => {
    const { id, publish } = await reached('mia', '+40700000005');
    stub.fail({ status: 401, body: { code: 20003, status: 401, message: 'Authenticate' } });
    await publish();
    const { retryAt, attempts } = await texted(id, 'failed');
    expect(retryAt).toBeNull();
    expect(attempts).toMatchObject([{ fault: { stage: 'PROVIDER', reason: 'TWILIO_20003' } }]);
    expect((await read(`/subscriptions/${id}`)).stopped).toBe(false);
  });

  it('to a number that takes none stops the number', async () => {
    const { id, number, publish } = await reached('paul', '+40700000006');
    stub.landlines.add(number);
    await publish();
    await texted(id, 'bounced');
    await until(async () => (await read(`/subscriptions/${id}`)).stopped, 'the number is stopped');
  });
});
