import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../../context.js';
import { MailServer } from '../../testing/mail-server.js';
import { publishers } from '../../testing/publishers.js';
import { linkIn, Told, type Person } from '../../testing/told.js';
import { WhatsAppStub } from '../../testing/whatsapp-stub.js';

const path = '/notifications/v1/whatsapp/webhook';
const server = new MailServer();
const stub = new WhatsAppStub();
let test: TestProcess;
let told: Told;

beforeAll(async () => {
  const env = {
    ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() },
    ...{ WHATSAPP_URL: await stub.listen(), WHATSAPP_PHONE_ID: stub.phoneNumberId, WHATSAPP_TOKEN: stub.token },
    ...{ WHATSAPP_APP_SECRET: stub.appSecret, WHATSAPP_VERIFY_TOKEN: stub.verifyToken },
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

const notify = (value: object, secret?: string) => {
  const { text, headers } = stub.notification(value, secret);
  return test.visitor.post(path, text, { headers });
};

/** Somebody whose number is confirmed, and comes first. */
async function reached(name: string, number: string): Promise<Person> {
  const person = await told.somebody(name);
  expect(await told.add(person, 'whatsapp', number)).toMatchObject({ status: 200 });
  const [words = []] = await until(() => {
    const taken = stub.wordsTo(number);
    return taken.length > 0 && taken;
  }, 'the message that asks');
  expect(words).toHaveLength(3);
  await told.post(linkIn(words[2], 'address'));
  await told.prefersSecond(person);
  return person;
}

/** The same, to whom the provider sent news. */
async function sent(name: string, number: string): Promise<Person> {
  const person = await reached(name, number);
  await told.publish(person);
  await told.message(person, 'whatsapp', 'sent');
  return person;
}

describe('a number of WhatsApp', () => {
  it('gets news once its owner used the link that went there', async () => {
    const number = '+40700000001';
    const person = await reached('ana', number);
    expect((await told.read(`/subscriptions/${person.id}`)).addresses).toMatchObject([
      { number: 2, channel: 'whatsapp', address: number, confirmed: true },
      { number: 1, channel: 'email' },
    ]);
    await told.publish(person);
    const { attempts } = await told.message(person, 'whatsapp', 'sent');
    expect(attempts).toMatchObject([{ transport: 'cloud-api', outcome: 'sent', reference: null }]);
    const [, news = []] = stub.wordsTo(number);
    expect(news).toHaveLength(4);
    await told.post(linkIn(news[3], 'unsubscribe'));
    expect(Object.values((await told.read(`/subscriptions/${person.id}`)).topics)).toEqual(['ended']);
  });

  it('that is not on WhatsApp is stopped, and its news goes to the next address', async () => {
    const number = '+40700000002';
    const person = await reached('dan', number);
    const before = told.mailsTo(person).length;
    stub.unknown.add(number);
    await told.publish(person);
    expect((await told.message(person, 'whatsapp', 'bounced')).attempts).toMatchObject([
      { fault: { stage: 'PROVIDER', reason: 'WHATSAPP_131026' } },
    ]);
    await until(() => told.mailsTo(person).length === before + 1, 'the news by mail');
    await until(async () => (await told.read(`/subscriptions/${person.id}`)).stopped, 'the number is stopped');
  });

  it('waits for the operator where the token has run out, and is not stopped', async () => {
    const person = await reached('eva', '+40700000003');
    stub.fail({ status: 401, body: { error: { code: 190, message: 'x' } } });
    await told.publish(person);
    const { retryAt, attempts } = await told.message(person, 'whatsapp', 'failed');
    expect(retryAt).toBeNull();
    expect(attempts).toMatchObject([{ fault: { reason: 'WHATSAPP_190' } }]);
    expect((await told.read(`/subscriptions/${person.id}`)).stopped).toBe(false);
  });
});

describe('a status', () => {
  it('of failure stops a number that takes nothing, once, and falls back', async () => {
    const number = '+40700000010';
    const person = await sent('ion', number);
    const before = told.mailsTo(person).length;
    const failed = stub.statusOf(number, 'failed', 131026);
    expect(await notify(failed)).toMatchObject({ status: 200, body: { statuses: 1, messages: 0 } });
    expect(await notify(failed)).toMatchObject({ status: 200, body: { statuses: 0 } });
    expect((await told.message(person, 'whatsapp', 'bounced')).attempts).toMatchObject([
      { fault: { stage: 'REPORT', reason: 'WHATSAPP_131026' } },
    ]);
    await until(() => told.mailsTo(person).length === before + 1, 'the news by mail');
    await until(async () => (await told.read(`/subscriptions/${person.id}`)).stopped, 'the number is stopped');
  });

  it('of a fault of the account waits for the operator, and goes out again at their word', async () => {
    const number = '+40700000011';
    const person = await sent('mia', number);
    const before = told.mailsTo(person).length;
    await notify(stub.statusOf(number, 'failed', 131042));
    const { id } = await told.message(person, 'whatsapp', 'failed');
    const taken = stub.wordsTo(number).length;
    const resent = await test.api.post(`/notifications/v1/messages/${id}/resend`, { reason: 'It was paid.' });
    expect(resent).toMatchObject({ status: 200 });
    await until(() => stub.wordsTo(number).length === taken + 1, 'the news again');
    expect(told.mailsTo(person)).toHaveLength(before);
  });

  it('that it arrived settles a message of which nobody knew, and changes nothing else', async () => {
    const number = '+40700000012';
    const person = await reached('paul', number);
    await told.publish(person);
    await told.message(person, 'whatsapp', 'sent');
    for (const status of ['sent', 'delivered', 'read'] as const)
      expect(await notify(stub.statusOf(number, status))).toMatchObject({ status: 200, body: { statuses: 0 } });
    const lost = await reached('rita', '+40700000013');
    stub.fail('cut');
    await told.publish(lost);
    const { id } = await told.message(lost, 'whatsapp', 'uncertain');
    const name = `${id}.1`;
    const delivered = { statuses: [{ id: 'wamid.x', status: 'delivered', biz_opaque_callback_data: name }] };
    expect(await notify(delivered)).toMatchObject({ body: { statuses: 1 } });
    expect((await told.message(lost, 'whatsapp', 'sent')).id).toBe(id);
  });

  it('that nobody asked for is let pass', async () => {
    const unknown = [
      { statuses: [{ status: 'deleted' }, { status: 'failed', biz_opaque_callback_data: 'x' }] },
      { statuses: [{ status: 'failed', biz_opaque_callback_data: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1' }] },
      { messages: [{ id: 'wamid.x', from: '40700000001', timestamp: '1709287200', type: 'image', image: {} }] },
      { errors: [{ code: 130429 }] },
    ];
    for (const value of unknown)
      expect(await notify(value)).toMatchObject({ status: 200, body: { statuses: 0, messages: 0 } });
  });
});

describe('the address of notifications', () => {
  it('takes nothing that the secret of the app has not signed', async () => {
    expect(await notify({ statuses: [] }, 'f'.repeat(32))).toMatchObject({ status: 401 });
    const { text, headers } = stub.notification({ statuses: [] });
    const changed = text.replace('40310000000', '40310000001');
    expect(await test.visitor.post(path, changed, { headers })).toMatchObject({
      ...{ status: 401, body: { code: 'SIGNATURE_INVALID' } },
    });
    const off = await test.visitor.post(path, { object: 'page', entry: [] });
    expect(off).toMatchObject({ status: 400, body: { errors: [{ path: 'object' }] } });
  });

  it('answers the challenge of whoever knows the token', async () => {
    const ask = (token: string) =>
      test.visitor.get(`${path}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`);
    expect(await ask(stub.verifyToken)).toMatchObject({ status: 200, body: '1158201444' });
    expect(await ask('another')).toMatchObject({ status: 403, body: { code: 'VERIFY_TOKEN_WRONG' } });
    expect(await test.visitor.get(path)).toMatchObject({ status: 400 });
  });
});
