import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nobody } from '../../testing/provider-stub.js';
import { TelegramStub, tooMany } from '../../testing/telegram-stub.js';
import { BotApi } from './bot-api.js';
import type { TelegramSettings } from './telegram.settings.js';

const stub = new TelegramStub();
let baseUrl: string;
beforeAll(async () => {
  baseUrl = await stub.listen();
  for (const chat of [700_000_001, 700_000_002, 700_000_003, -1_001_000_000_001]) stub.started.add(chat);
});
afterAll(() => stub.close());

const api = (change: Partial<TelegramSettings> = {}) => new BotApi({ baseUrl, token: stub.token, ...change });
const message = { to: '700000001', text: 'Primăria: Raport sintetic\n\nA fost publicat.', bold: 25 };

describe('a message to a chat', () => {
  it('goes out as plain text whose first line is bold', async () => {
    expect(await api().send(message)).toEqual({ kind: 'sent', reference: '1' });
    const entities = [{ type: 'bold', offset: 0, length: 25 }];
    expect(stub.taken.at(-1)).toEqual({ chat_id: 700_000_001, text: message.text, entities });
    expect(await api().send({ ...message, to: '-1001000000001' })).toMatchObject({ kind: 'sent' });
  });

  it('stops the address where the person blocked the bot, is gone, or never was there', async () => {
    stub.blocked.add(700_000_002);
    stub.deactivated.add(700_000_003);
    const to = async (chat: string) => api().send({ ...message, to: chat });
    expect(await to('700000002')).toEqual({ kind: 'stop', reason: 'TELEGRAM_403' });
    expect(await to('700000003')).toEqual({ kind: 'stop', reason: 'TELEGRAM_403' });
    expect(await to('700000009')).toEqual({ kind: 'stop', reason: 'TELEGRAM_400' });
    expect(await to('9999999999999999999')).toEqual({ kind: 'stop', reason: 'CHAT_ID_INVALID' });
  });

  it.each([
    ['a token that was revoked', { token: `700000:${'x'.repeat(35)}` }, {}, 'TELEGRAM_401'],
    ['a token that is none', { token: 'none' }, {}, 'TELEGRAM_404'],
    ['a text that is too long', {}, { text: 'x'.repeat(4_097) }, 'TELEGRAM_400'],
  ])('asks the operator where it has %s', async (_name, settings, change, reason) => {
    expect(await api(settings).send({ ...message, ...change })).toEqual({ kind: 'operator', reason });
  });

  it('asks the operator where another program uses the bot', async () => {
    stub.fail({ status: 409, body: { ok: false, error_code: 409, description: 'Conflict' } });
    expect(await api().send(message)).toEqual({ kind: 'operator', reason: 'TELEGRAM_409' });
  });

  it('comes again when the provider says', async () => {
    stub.fail(tooMany(17));
    expect(await api().send(message)).toEqual({ kind: 'retry', reason: 'TELEGRAM_429', afterMs: 17_000 });
    stub.fail({ status: 429, body: '', headers: { 'retry-after': '5' } });
    expect(await api().send(message)).toEqual({ kind: 'retry', reason: 'HTTP_429', afterMs: 5_000 });
  });
});

describe('a provider', () => {
  it('where no connection was made is asked again later', async () => {
    const outcome = await api({ baseUrl: await nobody() }).send(message);
    expect(outcome).toEqual({ kind: 'retry', reason: 'ECONNREFUSED', afterMs: null });
  });

  it.each([
    ['cuts the connection', 'cut'],
    ['answers a success without an id', { status: 200, body: { ok: true, result: {} } }],
    ['stands behind a gateway that gave up', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['has a fault of its own', { status: 500, body: { ok: false, error_code: 500, description: 'Internal' } }],
  ] as const)('that has the message and %s may have taken it', async (_name, fault) => {
    stub.fail(fault);
    expect(await api().send(message)).toMatchObject({ kind: 'uncertain' });
  });

  it('that has the message and never answers may have taken it', async () => {
    stub.fail('hang');
    expect(await api({ limitMs: 50 }).send(message)).toEqual({ kind: 'uncertain', reason: 'TimeoutError' });
  });

  it('that names chat and text leaves no trace of them', async () => {
    const description = `Bad Request: ${message.to} ${message.text}`;
    stub.fail({ status: 400, body: { ok: false, error_code: 400, description } });
    expect(await api().send(message)).toEqual({ kind: 'operator', reason: 'TELEGRAM_400' });
  });
});
