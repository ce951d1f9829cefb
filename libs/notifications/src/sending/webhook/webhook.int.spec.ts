import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../../context.js';
import { MailServer } from '../../testing/mail-server.js';
import { publishers } from '../../testing/publishers.js';
import { linkIn, Told, type Person } from '../../testing/told.js';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';

const server = new MailServer();
const receiver = new WebhookReceiver();
let test: TestProcess;
let told: Told;
let base: string;

beforeAll(async () => {
  base = await receiver.listen();
  const env = {
    ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() },
    ...{ ECOU_WEBHOOKS_HTTP: 'allowed', ECOU_WEBHOOKS_NETWORKS: '127.0.0.0/8' },
  };
  test = await startTestProcess([...publishers, notificationsContext], { env });
  told = new Told(test, server);
});
afterAll(async () => {
  await test.stop();
  await server.close();
  await receiver.close();
});
beforeEach(() => test.clock.set('2024-03-01T10:00:00.000Z'));

/** An institution whose webhook at this path is added: its system has the secret before anything comes. */
async function institution(name: string): Promise<Person> {
  const [person, path] = [await told.somebody(name), `/${name}`];
  // The receiver does not know the secret yet: what comes meanwhile is refused, and comes again.
  expect(await told.add(person, 'webhook', `${base}${path}`)).toMatchObject({ status: 200 });
  const { secret } = await told.read(`/subscriptions/${person.id}/addresses/2/secret`);
  receiver.secrets.set(path, secret);
  return person;
}

/** The same, which has confirmed the webhook, and put it first. */
async function reached(name: string): Promise<Person> {
  const person = await institution(name);
  const asking = await until(() => {
    test.clock.advance(10_000);
    return receiver.receivedAt(`/${name}`)[0];
  }, 'the message that asks');
  expect(asking).toMatchObject({ type: 'address-confirmation', data: { unsubscribe: null } });
  const link = linkIn(asking.data.action.href, 'address');
  expect(await test.visitor.post(link, {})).toMatchObject({ status: 200 });
  await told.prefersSecond(person);
  return person;
}

describe('a webhook', () => {
  it('gets news, signed, once its owner confirmed it by the link that was posted there', async () => {
    const person = await reached('ana');
    const { addresses } = await told.read(`/subscriptions/${person.id}`);
    expect(addresses[0]).toMatchObject({ number: 2, channel: 'webhook', address: `${base}/ana`, confirmed: true });
    await told.publish(person);
    const { id, attempts } = await told.message(person, 'webhook', 'sent');
    expect(attempts).toMatchObject([{ transport: 'http', outcome: 'sent', reference: null }]);
    const news = receiver.receivedAt('/ana').at(-1);
    expect(news).toMatchObject({ id, type: 'deliverable-published', data: { language: 'ro' } });
    await told.post(linkIn(news?.data.unsubscribe ?? '', 'unsubscribe'));
    expect(Object.values((await told.read(`/subscriptions/${person.id}`)).topics)).toEqual(['ended']);
  });

  it('that is away gets the message again, under the same id', async () => {
    const person = await reached('dan');
    receiver.fail({ status: 503, body: '' });
    await told.publish(person);
    const { id } = await told.message(person, 'webhook', 'failed');
    test.clock.advance(60_000);
    await told.message(person, 'webhook', 'sent');
    expect(receiver.receivedAt('/dan').filter(({ type }) => type === 'deliverable-published')).toMatchObject([{ id }]);
  });

  it('that says it is gone is stopped, and the news goes to the next address', async () => {
    const person = await reached('eva');
    const before = told.mailsTo(person).length;
    receiver.fail({ status: 410, body: '' });
    await told.publish(person);
    await told.message(person, 'webhook', 'bounced');
    await until(() => told.mailsTo(person).length === before + 1, 'the news by mail');
    await until(async () => (await told.read(`/subscriptions/${person.id}`)).stopped, 'the webhook is stopped');
  });

  it.each([
    ['no address', 'primaria.example', 'ADDRESS_INVALID'],
    ['another protocol', 'ftp://systems.example.org/', 'ADDRESS_INVALID'],
    ['within the deployment', 'http://10.0.0.1/ecou', 'ADDRESS_REFUSED'],
    ['metadata of clouds', 'http://169.254.169.254/latest', 'ADDRESS_REFUSED'],
  ])('is refused by its field where it is %s', async (_name, address, code) => {
    const person = await told.somebody(`none-${Math.random()}`);
    expect(await told.add(person, 'webhook', address)).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'address', code }] } },
    });
  });

  it('has a secret that only those see who work with addresses', async () => {
    const person = await institution('ina');
    const path = `/notifications/v1/subscriptions/${person.id}/addresses/2/secret`;
    expect(await test.visitor.get(path)).toMatchObject({ status: 401 });
    const read = await test.api.get(path);
    expect(read).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) } });
    expect(await test.api.get(path.replace('/2/', '/1/'))).toMatchObject({ status: 404 });
  });
});
