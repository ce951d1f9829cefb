import { z } from 'zod';

export interface TelegramSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  /** Name of the bot, without `@`. */
  readonly bot: string;
  /** Comes in a header of each request of the provider. */
  readonly webhookSecret: string;
  /** Milliseconds in which it answers; 15 seconds by default. */
  readonly limitMs?: number;
}

/** The environment variables by which a bot of Telegram writes, and hears. */
export const telegramConfig = {
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,20}:[\w-]{20,100}$/, 'must be the token of a bot, such as 123456:AbC...')
    .optional(),
  TELEGRAM_BOT_NAME: z
    .string()
    .regex(/^[A-Za-z]\w{3,30}$/, 'must be the name of the bot, without @')
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'must be 16 to 256 letters, digits, _ and -')
    .optional(),
  TELEGRAM_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://api.telegram.org' })
    .default('https://api.telegram.org'),
};

type TelegramEnvironment = z.output<z.ZodObject<typeof telegramConfig>>;

/** Only who presses Start proves a chat, so that a bot which does not hear has nobody to write to. */
const together = ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_NAME', 'TELEGRAM_WEBHOOK_SECRET'] as const;

/** The setting that is missing where others of the same are given. */
export function telegramFault(
  settings: TelegramEnvironment,
): readonly [name: keyof typeof telegramConfig, fault: string] | undefined {
  const given = together.find((name) => settings[name] !== undefined);
  const missing = together.find((name) => settings[name] === undefined);
  return given && missing ? [missing, `is missing, and there is ${given}`] : undefined;
}

/** `undefined`: nothing goes to Telegram. */
export function telegramOf(settings: TelegramEnvironment): TelegramSettings | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_BOT_NAME: bot, TELEGRAM_WEBHOOK_SECRET: webhookSecret } = settings;
  if (token === undefined || bot === undefined || webhookSecret === undefined) return undefined;
  return { token, bot, webhookSecret, baseUrl: settings.TELEGRAM_URL.replace(/\/+$/, '') };
}
