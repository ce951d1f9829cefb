import type { CommandContext } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { InboundMessages, type InboundMessage } from '../../inbound.js';
import { textUpdate } from '../../testing/telegram-stub.js';
import { WhatsAppStub } from '../../testing/whatsapp-stub.js';
import { telegramUpdate } from '../telegram/telegram.schemas.js';
import { TelegramController } from '../telegram/telegram.controller.js';
import { whatsAppNotification } from '../whatsapp/whatsapp.schemas.js';
import { WhatsAppController } from '../whatsapp/whatsapp.controller.js';

class Inbox extends InboundMessages {
  readonly taken: InboundMessage[] = [];

  take(message: InboundMessage): Promise<void> {
    this.taken.push(message);
    return Promise.resolve();
  }
}

const context: CommandContext = {
  metadata: {
    actor: 'test',
    correlationId: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
    causationId: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  },
  commandId: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  now: '2026-03-01T10:00:00.000Z',
};
const nothing = () => Promise.reject(new Error('Nothing is to be carried out.'));

describe('what people write', () => {
  it('to the bot is taken in, with the id of its update', async () => {
    const inbox = new Inbox();
    const [secret, url] = ['synthetic-secret-of-requests', 'http://127.0.0.1:9'];
    const telegram = { baseUrl: url, token: '700000:s', bot: 'ecou_sintetic_bot', webhookSecret: secret };
    const controller = new TelegramController({ confirm: nothing }, inbox, { telegram });
    const update = telegramUpdate.parse(textUpdate(100_000_001, 700_000_001, 'Bună ziua'));
    expect(await controller.take(update, { 'x-telegram-bot-api-secret-token': secret }, context)).toEqual({});
    expect(inbox.taken).toEqual([
      {
        ...{ channel: 'telegram', reference: '100000001-1', from: '700000001', text: 'Bună ziua' },
        receivedAt: '2024-03-01T10:00:00.000Z',
      },
    ]);
  });

  it('by WhatsApp is taken in by the digest of its id, which holds their number', async () => {
    const [inbox, stub] = [new Inbox(), new WhatsAppStub()];
    const { token, phoneNumberId, appSecret, verifyToken } = stub;
    const templates = { news: 'ecou_news', notice: 'ecou_notice' };
    const whatsApp = {
      ...{ baseUrl: 'http://127.0.0.1:9', version: 'v26.0', templates },
      ...{ token, phoneNumberId, appSecret, verifyToken },
    };
    const controller = new WhatsAppController({ take: nothing }, inbox, { whatsApp });
    const received = { from: '40700000001', id: 'wamid.c3ludGhldGlj', timestamp: '1709287200' };
    const messages = [
      { ...received, type: 'text', text: { body: 'Bună ziua' } },
      { ...received, type: 'image', image: {} },
    ];
    const { text, headers } = stub.notification({ messages });
    const notification = whatsAppNotification.parse(JSON.parse(text));
    expect(await controller.take(notification, text, headers, context)).toEqual({ statuses: 0, messages: 1 });
    expect(inbox.taken).toEqual([
      {
        ...{ channel: 'whatsapp', from: '+40700000001', text: 'Bună ziua' },
        ...{ reference: expect.stringMatching(/^[0-9a-f]{64}$/), receivedAt: '2024-03-01T10:00:00.000Z' },
      },
    ]);
  });

  it('to another number of the account is let pass', async () => {
    const [inbox, stub] = [new Inbox(), new WhatsAppStub()];
    const templates = { news: 'ecou_news', notice: 'ecou_notice' };
    const { token, appSecret, verifyToken } = stub;
    const whatsApp = { baseUrl: 'http://127.0.0.1:9', version: 'v26.0', templates, token, appSecret, verifyToken };
    const controller = new WhatsAppController({ take: nothing }, inbox, {
      whatsApp: { ...whatsApp, phoneNumberId: '1' },
    });
    const { text, headers } = stub.notification({ messages: [{ type: 'text' }], statuses: [{ status: 'sent' }] });
    const notification = whatsAppNotification.parse(JSON.parse(text));
    expect(await controller.take(notification, text, headers, context)).toEqual({ statuses: 0, messages: 0 });
    expect(inbox.taken).toEqual([]);
  });
});
