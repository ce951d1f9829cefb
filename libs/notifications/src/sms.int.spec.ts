import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { MailServer } from './testing/mail-server.js';
import { publishers } from './testing/publishers.js';
import { linkIn, Told } from './testing/told.js';
import { TwilioStub } from './testing/twilio-stub.js';

const server = new MailServer();
const stub = new TwilioStub();
let test: TestProcess;
let told: Told;

beforeAll(async () => {
  const env = {
    ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() },
    ...{ SMS_TWILIO_URL: await stub.listen(), SMS_TWILIO_ACCOUNT: stub.accountSid },
    ...{ SMS_TWILIO_TOKEN: stub.authToken, SMS_FROM: '+40310000000' },
  };
  test = await startTestProcess([...publishers, notificationsContext], { env });
  told = new Told(test, server);
});
afterAll(async () => {
  await test.stop();
  await server.close();
  await stub.close();
});
beforeEach(() => test.clock.set('2024-03-01T10:00:00.000Z'));

const bodiesTo = (number: string) =>
  stub.taken.filter(({ To: to }) => to === number).map((each) => String(each['Body']));

/** Somebody for whom staff added a number. */
async function somebody(name: string, number: string) {
  const person = await told.somebody(name);
  expect(await told.add(person, 'sms', number)).toMatchObject({ status: 200 });
  return { person, number, asking: await until(() => bodiesTo(number)[0], 'the text that asks') };
}

/** The same, who has confirmed it, and put it first. */
async function reached(name: string, number: string) {
  const { person, asking } = await somebody(name, number);
  await told.post(linkIn(asking, 'address'));
  await told.prefersSecond(person);
  return { person, number };
}

describe('a telephone number', () => {
  it('gets nothing but the link that confirms it, until its owner used that', async () => {
    const { person, number, asking } = await somebody('ana', '+40700000001');
    expect(asking).toMatch(/^\S.*: Confirmati ca aceasta adresa este a dumneavoastra\nhttps:\S+$/);
    await told.publish(person);
    await until(() => told.mailsTo(person).length === 1, 'news by mail');
    expect(bodiesTo(number)).toHaveLength(1);
    const link = linkIn(asking, 'address');
    expect((await test.visitor.get(link)).body).toContain('Sunt de acord să primesc noutăți la această adresă.');
    expect((await told.post(link)).body).toContain('Adresa a fost confirmată');
    expect((await told.read(`/subscriptions/${person.id}`)).addresses).toMatchObject([
      { number: 1, channel: 'email' },
      { number: 2, channel: 'sms', address: number, confirmed: true },
    ]);
  });

  it('that is none is refused by name', async () => {
    const refused = await told.add(await told.somebody('none'), 'sms', '0700 000 001');
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'address' }] } });
  });
});

describe('a text message', () => {
  it('tells the news in the alphabet of GSM, notes what it costs, and is left by its link', async () => {
    const { person, number } = await reached('dan', '+40700000002');
    await told.publish(person);
    await until(() => bodiesTo(number).length === 2, 'the news');
    const { attempts } = await told.message(person, 'sms', 'sent');
    expect(attempts).toMatchObject([
      { transport: 'twilio', outcome: 'sent', reference: expect.stringMatching(/^SM/), segments: expect.any(Number) },
    ]);
    const body = bodiesTo(number)[1];
    expect(body).not.toMatch(/[șțăâî„”]/i);
    expect(body).toMatch(/\nhttps:\S+\nRenuntare: https:\S+$/);
    await told.post(linkIn(body, 'unsubscribe'));
    expect(Object.values((await told.read(`/subscriptions/${person.id}`)).topics)).toEqual(['ended']);
    await told.publish(person);
    expect(bodiesTo(number)).toHaveLength(2);
  });

  it('whose provider got it and went silent is uncertain, and is not sent again', async () => {
    const { person, number } = await reached('eva', '+40700000003');
    stub.fail('cut');
    await told.publish(person);
    const { id: message } = await told.message(person, 'sms', 'uncertain');
    test.clock.advance(48 * 3600_000);
    await sleep(300);
    expect((await told.read(`/messages/${message}`)).status).toBe('uncertain');
    expect(bodiesTo(number)).toHaveLength(1);
  });

  it('comes again when its provider says', async () => {
    const { person, number } = await reached('ion', '+40700000004');
    stub.fail({ status: 429, body: { code: 20429, status: 429, message: 'x' }, headers: { 'retry-after': '600' } });
    await told.publish(person);
    const { retryAt } = await told.message(person, 'sms', 'failed');
    expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(Date.parse('2024-03-01T10:10:00.000Z'));
    test.clock.advance(601_000);
    await until(() => bodiesTo(number).length === 2, 'the news');
  });

  it('waits for the operator where the account is refused, and the address stays', async () => {
    const { person } = await reached('mia', '+40700000005');
    stub.fail({ status: 401, body: { code: 20003, status: 401, message: 'Authenticate' } });
    await told.publish(person);
    const { retryAt, attempts } = await told.message(person, 'sms', 'failed');
    expect(retryAt).toBeNull();
    expect(attempts).toMatchObject([{ fault: { stage: 'PROVIDER', reason: 'TWILIO_20003' } }]);
    expect((await told.read(`/subscriptions/${person.id}`)).stopped).toBe(false);
  });

  it('to a number that takes none stops the number', async () => {
    const { person, number } = await reached('paul', '+40700000006');
    stub.landlines.add(number);
    await told.publish(person);
    await told.message(person, 'sms', 'bounced');
    await until(async () => (await told.read(`/subscriptions/${person.id}`)).stopped, 'the number is stopped');
  });
});
