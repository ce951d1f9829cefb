import type { Channel, Outcome, Outgoing } from '../channel.js';
import { chatTextOf } from '../provider/chat-text.js';
import { outcomeOf } from '../provider/provider-outcome.js';
import type { Sender } from '../templates/render.js';
import type { BotApi } from './bot-api.js';
import type { Pace } from './pace.js';

/** UTF-16 code units of a text (Bot API, `sendMessage`). */
const mostUnits = 4_096;

interface Parts {
  readonly api: Pick<BotApi, 'send'>;
  readonly pace: Pick<Pace, 'turn'>;
  readonly sender: Pick<Sender, 'institution'>;
}

/** Sends messages to chats of Telegram, in plain text whose first line is bold, at the pace that the provider asks for. */
export class TelegramChannel implements Channel {
  readonly name = 'telegram';
  readonly transport = 'bot-api';

  constructor(private readonly parts: Parts) {}

  async send(outgoing: Outgoing): Promise<Outcome> {
    const { api, pace, sender } = this.parts;
    const { text, title } = chatTextOf(outgoing, sender, mostUnits);
    await pace.turn(outgoing.to);
    return outcomeOf(await api.send({ to: outgoing.to, text, bold: title }), outgoing.date);
  }

  /** A bot cannot look its messages up: an attempt that nobody heard the end of stays uncertain. */
  trace(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
