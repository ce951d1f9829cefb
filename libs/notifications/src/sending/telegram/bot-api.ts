import { z } from 'zod';
import { askProvider, isAnswer, outcomeOfStatus, type ProviderAnswer } from '../provider/ask-provider.js';
import type { ProviderOutcome } from '../provider/provider-outcome.js';
import type { TelegramSettings } from './telegram.settings.js';

/** A message to a chat, in plain text. */
export interface BotMessage {
  /** Id of the chat. */
  readonly to: string;
  /** 4096 UTF-16 code units at most. */
  readonly text: string;
  /** Code units at its beginning that are bold. */
  readonly bold: number;
}

const taken = z.object({ ok: z.literal(true), result: z.object({ message_id: z.int() }) });
const refused = z.object({
  ok: z.literal(false),
  error_code: z.int(),
  description: z.string().default(''),
  parameters: z
    .object({ retry_after: z.int().min(0).optional(), migrate_to_chat_id: z.number().optional() })
    .optional(),
});
type Refused = z.output<typeof refused>;

/** The words of a refusal that speak of the chat: its code is 400, as for any other fault of a request. */
const ofChat =
  /chat not found|user not found|PEER_ID_INVALID|chat_id is empty|group chat was (?:upgraded|deactivated)/i;

/** 403: blocked by the person, who may be gone; or the bot was never started there. 401 and 404: the token. 409: another program uses the bot. */
function refusal({ error_code: code, description, parameters }: Refused, answer: ProviderAnswer): ProviderOutcome {
  const reason = `TELEGRAM_${code}`;
  if (code === 429) {
    const seconds = parameters?.retry_after;
    return { kind: 'retry', reason, afterMs: seconds === undefined ? answer.retryAfterMs : seconds * 1_000 };
  }
  const isGone = code === 403 || (code === 400 && ofChat.test(description));
  return { kind: isGone ? 'stop' : 'operator', reason };
}

/** Hands messages to Telegram's Bot API, or to a server of one's own that offers the same. */
export class BotApi {
  constructor(private readonly settings: Omit<TelegramSettings, 'bot' | 'webhookSecret'>) {}

  /** Calls `sendMessage` once. Never throws. */
  async send({ to, text, bold }: BotMessage): Promise<ProviderOutcome> {
    const { baseUrl, token, limitMs } = this.settings;
    const chat = Number(to);
    // Ids of chats have 52 significant bits at most.
    if (!Number.isSafeInteger(chat)) return { kind: 'stop', reason: 'CHAT_ID_INVALID' };
    const asked = await askProvider({
      url: `${baseUrl}/bot${token}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: chat,
        text,
        entities: [{ type: 'bold', offset: 0, length: bold }],
        link_preview_options: { is_disabled: true },
      }),
      limitMs,
    });
    return isAnswer(asked) ? meaningOf(asked) : asked;
  }
}

/** A code below 500 says that it was not taken. */
function meaningOf(answer: ProviderAnswer): ProviderOutcome {
  if (answer.status === 200) {
    const { data } = taken.safeParse(answer.body);
    // The id of a message is one in its chat: it tells nothing of the person.
    if (data) return { kind: 'sent', reference: String(data.result.message_id) };
    return { kind: 'uncertain', reason: 'ANSWER_UNREADABLE' };
  }
  const { data } = refused.safeParse(answer.body);
  return data !== undefined && data.error_code < 500 ? refusal(data, answer) : outcomeOfStatus(answer);
}
