import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../../context.js';
import { MailServer } from '../../testing/mail-server.js';
import { publishers } from '../../testing/publishers.js';
import { TelegramStub, textUpdate, tooMany } from '../../testing/telegram-stub.js';
import { linkIn, Told, type Person } from '../../testing/told.js';

const server = new MailServer();
const stub = new TelegramStub();
let test: TestProcess;
let told: Told;

beforeAll(async () => {
  const env = {
    ...{ PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() },
    ...{ TELEGRAM_URL: await stub.listen(), TELEGRAM_BOT_TOKEN: stub.token, TELEGRAM_BOT_NAME: stub.bot },
    TELEGRAM_WEBHOOK_SECRET: stub.webhookSecret,
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

let updates = 100_000_000;
/** An update as the provider sends it. */
const tell = (update: object, secret = stub.webhookSecret) =>
  test.visitor.post('/notifications/v1/telegram/webhook', update, {
    headers: { 'x-telegram-bot-api-secret-token': secret },
  });
const write = (chat: number, text: string) => tell(textUpdate((updates += 1), chat, text));

/** The token that the page of preferences leads to the bot with. */
async function tokenOf(person: Person, lang = 'ro'): Promise<string> {
  const page = await test.visitor.get(`${await told.preferences(person)}?lang=${lang}`);
  return new RegExp(`https://t\\.me/${stub.bot}\\?start=([\\w-]{1,64})"`).exec(String(page.body))?.[1] ?? '';
}

/** Somebody who pressed Start, and put the chat first. */
async function reached(name: string, chat: number): Promise<Person> {
  const person = await told.somebody(name);
  stub.started.add(chat);
  await write(chat, `/start ${await tokenOf(person)}`);
  await told.prefersSecond(person);
  return person;
}

describe('a chat of Telegram', () => {
  it('is proven, and agreed to, by its owner who presses Start', async () => {
    const person = await told.somebody('ana');
    const page = await test.visitor.get(await told.preferences(person));
    expect(page.body).toContain('Sunt de acord ca primăria să îmi scrie pe Telegram');
    const token = await tokenOf(person);
    const started = await write(700_000_001, `/start ${token}`);
    expect(started).toMatchObject({ status: 200, body: { method: 'sendMessage', chat_id: 700_000_001 } });
    expect(started.body.text).toContain('Conversația a fost confirmată');
    const { addresses, consents } = await told.read(`/subscriptions/${person.id}`);
    expect(addresses).toMatchObject([
      { number: 1, channel: 'email' },
      { number: 2, channel: 'telegram', address: '700000001', confirmed: true },
    ]);
    const text = expect.stringContaining('să îmi scrie pe Telegram');
    expect(consents.slice(-2)).toMatchObject([
      { act: 'address-added', number: 2, how: 'chat', text },
      { act: 'address-confirmed', number: 2, how: 'chat' },
    ]);
    expect(await write(700_000_001, `/start ${token}`)).toMatchObject({ status: 200, body: started.body });
    expect((await told.read(`/subscriptions/${person.id}`)).addresses).toHaveLength(2);
    const asked = (await told.read(`/messages?subscriber=${person.id}`)).items;
    expect(asked.filter(({ purpose }: { purpose: string }) => purpose === 'address-confirmation')).toEqual([]);
  });

  it('is answered in the language of the page, and by nobody else’s or a broken link', async () => {
    const person = await told.somebody('bob');
    const english = await write(700_000_002, `/start ${await tokenOf(person, 'en')}`);
    expect(english.body.text).toContain('The chat is confirmed');
    const invalid = expect.stringContaining('Legătura nu este valabilă');
    const preferences = (await told.preferences(person)).split('/').at(-1);
    for (const token of ['x', preferences, ''])
      expect((await write(700_000_003, `/start ${token}`)).body.text).toEqual(invalid);
    const other = await told.somebody('ina');
    expect((await write(700_000_002, `/start ${await tokenOf(other)}`)).body.text).toContain('printr-un alt abonament');
    expect((await told.read(`/subscriptions/${other.id}`)).addresses).toHaveLength(1);
  });

  it('is confirmed by nobody who lacks the secret that the provider sends', async () => {
    const update = textUpdate((updates += 1), 700_000_004, '/start x');
    expect(await tell(update, 'another-secret-of-requests')).toMatchObject({ status: 401 });
    const bare = await test.visitor.post('/notifications/v1/telegram/webhook', update);
    expect(bare).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } });
  });

  it('lets pass what is no text to the bot', async () => {
    const chat = { id: -1_001, type: 'group' };
    for (const more of [{}, { edited_message: {} }, { message: { message_id: 1, date: 1, chat, text: '/start x' } }])
      expect(await tell({ update_id: (updates += 1), ...more })).toMatchObject({ status: 200, body: {} });
    expect(await write(700_000_005, 'Bună ziua')).toMatchObject({ status: 200, body: {} });
    expect(await tell({ message: {} })).toMatchObject({ status: 400, body: { errors: [{ path: 'update_id' }] } });
  });
});

describe('a message by Telegram', () => {
  it('says all that the mail says, and is left by its link', async () => {
    const person = await reached('dan', 700_000_010);
    await told.publish(person);
    const [text = ''] = await until(() => {
      const texts = stub.textsTo(700_000_010);
      return texts.length > 0 && texts;
    }, 'the news');
    expect(text).toMatch(/^.+: .+\n\n[^]*https:\/\/example\.org\/study\.pdf/);
    const { attempts } = await told.message(person, 'telegram', 'sent');
    expect(attempts).toMatchObject([
      { transport: 'bot-api', outcome: 'sent', reference: expect.stringMatching(/^\d+$/) },
    ]);
    await told.post(linkIn(text, 'unsubscribe'));
    expect(Object.values((await told.read(`/subscriptions/${person.id}`)).topics)).toEqual(['ended']);
  });

  it('to somebody who blocked the bot stops the chat, and goes to the next address', async () => {
    const person = await reached('eva', 700_000_011);
    const before = told.mailsTo(person).length;
    stub.blocked.add(700_000_011);
    await told.publish(person);
    expect((await told.message(person, 'telegram', 'bounced')).attempts).toMatchObject([
      { fault: { stage: 'PROVIDER', reason: 'TELEGRAM_403' } },
    ]);
    await until(() => told.mailsTo(person).length === before + 1, 'the news by mail');
    await until(async () => (await told.read(`/subscriptions/${person.id}`)).stopped, 'the chat is stopped');
    stub.blocked.delete(700_000_011);
    await write(700_000_011, `/start ${await tokenOf(person)}`);
    const { addresses } = await told.read(`/subscriptions/${person.id}`);
    expect(addresses.find(({ channel }: { channel: string }) => channel === 'telegram')).toMatchObject({
      ...{ confirmed: true, stopped: false },
    });
  });

  it('comes again when the provider says', async () => {
    const person = await reached('ion', 700_000_012);
    stub.fail(tooMany(600));
    await told.publish(person);
    const { retryAt } = await told.message(person, 'telegram', 'failed');
    expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(Date.parse('2024-03-01T10:10:00.000Z'));
    test.clock.advance(601_000);
    await until(() => stub.textsTo(700_000_012).length === 1, 'the news');
  });

  it('waits for the operator where the token is refused, goes nowhere else, and out at their word', async () => {
    const person = await reached('mia', 700_000_013);
    const before = told.mailsTo(person).length;
    stub.fail({ status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } });
    await told.publish(person);
    const { id, retryAt, attempts } = await told.message(person, 'telegram', 'failed');
    expect(retryAt).toBeNull();
    expect(attempts).toMatchObject([{ fault: { stage: 'PROVIDER', reason: 'TELEGRAM_401' } }]);
    expect((await told.read(`/subscriptions/${person.id}`)).stopped).toBe(false);
    await test.api.post(`/notifications/v1/messages/${id}/resend`, { reason: 'The token was renewed.' });
    await until(() => stub.textsTo(700_000_013).length === 1, 'the news');
    expect(told.mailsTo(person)).toHaveLength(before);
  });
});
