import { z } from 'zod';
import { ProviderStub, type Answered, type Asked } from './provider-stub.js';

const entityTypes = ['bold', 'italic', 'underline', 'code', 'pre', 'text_link'] as const;

/** Parameters of `sendMessage` in the Bot API's public documentation; a name that is not there is refused, so that a misspelt one is found. */
const parameters = z.strictObject({
  chat_id: z.union([z.int(), z.string()]),
  text: z.string(),
  parse_mode: z.enum(['MarkdownV2', 'HTML', 'Markdown']).optional(),
  entities: z
    .array(z.strictObject({ type: z.enum(entityTypes), offset: z.int().min(0), length: z.int().min(1) }))
    .optional(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean().optional() }).optional(),
  disable_notification: z.boolean().optional(),
  protect_content: z.boolean().optional(),
});
type Parameters = z.output<typeof parameters>;

/** UTF-16 code units of a text at most. */
const mostUnits = 4_096;

/** Telegram's Bot API, from its public documentation: `sendMessage`, what it asks for and what it refuses. */
export class TelegramStub extends ProviderStub {
  readonly token = `700000:${'s'.repeat(35)}`;
  readonly bot = 'ecou_sintetic_bot';
  readonly webhookSecret = 'synthetic-secret-of-requests';
  /** Chats in which people pressed Start. */
  readonly started = new Set<number>();
  /** Chats of people who blocked the bot; of accounts that are gone. */
  readonly blocked = new Set<number>();
  readonly deactivated = new Set<number>();

  /** Texts that it took for a chat, in order. */
  textsTo(chat: number): string[] {
    return this.taken.filter(({ chat_id: to }) => to === chat).map(({ text }) => String(text));
  }

  protected answer({ method, path, headers, body }: Asked): Answered {
    const unknown = this.pathFault(path);
    if (unknown) return unknown;
    if (method !== 'POST' || headers['content-type'] !== 'application/json')
      return refused(400, 'Bad Request: message text is empty');
    const { data, error } = parameters.safeParse(JSON.parse(body));
    if (!data) return refused(400, `Bad Request: ${error.issues.map(({ path: at }) => at.join('.')).join(', ')}`);
    return textFault(data) ?? this.chatFault(Number(data.chat_id)) ?? this.take(data);
  }

  private pathFault(path: string): Answered | undefined {
    const [, token = '', name] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (!/^\d+:[\w-]{35}$/.test(token)) return refused(404, 'Not Found');
    if (token !== this.token) return refused(401, 'Unauthorized');
    return name === 'sendMessage' ? undefined : refused(404, 'Not Found');
  }

  private chatFault(chat: number): Answered | undefined {
    if (this.deactivated.has(chat)) return refused(403, 'Forbidden: user is deactivated');
    if (this.blocked.has(chat)) return refused(403, 'Forbidden: bot was blocked by the user');
    return this.started.has(chat) ? undefined : refused(400, 'Bad Request: chat not found');
  }

  private take({ chat_id: chat, text, entities }: Parameters): Answered {
    this.taken.push({ chat_id: Number(chat), text, entities });
    const message = { message_id: this.taken.length, date: 1_709_287_200, text };
    return { status: 200, body: { ok: true, result: { ...message, chat: { id: Number(chat), type: 'private' } } } };
  }
}

function textFault({ text, entities = [], parse_mode: mode }: Parameters): Answered | undefined {
  if (text.trim() === '') return refused(400, 'Bad Request: message text is empty');
  if (text.length > mostUnits) return refused(400, 'Bad Request: message is too long');
  const isOutside = entities.some(({ offset, length }) => offset + length > text.length);
  if (isOutside) return refused(400, 'Bad Request: ENTITY_BOUNDS_INVALID');
  const isBoth = mode !== undefined && entities.length > 0;
  return isBoth ? refused(400, `Bad Request: can't parse entities`) : undefined;
}

const refused = (code: number, description: string, more: object = {}): Answered => ({
  status: code,
  body: { ok: false, error_code: code, description, ...more },
});

/** The answer to a bot that writes too much. */
export const tooMany = (seconds: number): Answered =>
  refused(429, `Too Many Requests: retry after ${seconds}`, { parameters: { retry_after: seconds } });

/** An update of the bot: a text in the private chat of a person. */
export const textUpdate = (update: number, chat: number, text: string): object => ({
  update_id: update,
  message: {
    message_id: update % 1_000,
    date: 1_709_287_200,
    from: { id: chat, is_bot: false, first_name: 'Ana' },
    chat: { id: chat, type: 'private', first_name: 'Ana' },
    text,
  },
});
