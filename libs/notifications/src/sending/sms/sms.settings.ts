import { z } from 'zod';

export interface TwilioSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** A telephone number or the name of a sender; `MG...`: a messaging service. */
  readonly from: string;
  /** Milliseconds in which it answers; 15 seconds by default. */
  readonly limitMs?: number;
}

export interface SmsLimits {
  /** True: ș, ț, ă, â and î are written without their marks, so that a text holds more than twice as many characters. */
  readonly foldsDiacritics: boolean;
  /** The most segments that one message may cost. */
  readonly mostSegments: number;
}

/** The environment variables by which text messages are sent. */
export const smsConfig = {
  SMS_TWILIO_ACCOUNT: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be "AC" and 32 digits')
    .optional(),
  SMS_TWILIO_TOKEN: z.string().min(1).optional(),
  SMS_TWILIO_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://api.twilio.com' })
    .default('https://api.twilio.com'),
  SMS_FROM: z
    .string()
    .regex(
      /^(?:\+[1-9]\d{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$/,
      'must be a telephone number, the name of a sender or a messaging service',
    )
    .optional(),
  SMS_DIACRITICS: z.enum(['folded', 'kept'], 'must be "folded" or "kept"').default('folded'),
  SMS_MOST_SEGMENTS: z.coerce.number().pipe(z.int().min(1).max(10)).default(4),
};

type SmsEnvironment = z.output<z.ZodObject<typeof smsConfig>>;

const together = ['SMS_TWILIO_ACCOUNT', 'SMS_TWILIO_TOKEN', 'SMS_FROM'] as const;

/** The setting that is missing where others of the same are given. */
export function smsFault(settings: SmsEnvironment): readonly [name: keyof typeof smsConfig, fault: string] | undefined {
  const given = together.filter((name) => settings[name] !== undefined);
  const missing = together.find((name) => settings[name] === undefined);
  return given.length > 0 && missing ? [missing, `is missing, and there is ${given[0]}`] : undefined;
}

export interface SmsSettings extends TwilioSettings, SmsLimits {}

/** `undefined`: no text messages are sent. */
export function smsOf(settings: SmsEnvironment): SmsSettings | undefined {
  const { SMS_TWILIO_ACCOUNT: accountSid, SMS_TWILIO_TOKEN: authToken, SMS_FROM: from } = settings;
  if (accountSid === undefined || authToken === undefined || from === undefined) return undefined;
  return {
    ...{ accountSid, authToken, from },
    baseUrl: settings.SMS_TWILIO_URL.replace(/\/+$/, ''),
    foldsDiacritics: settings.SMS_DIACRITICS === 'folded',
    mostSegments: settings.SMS_MOST_SEGMENTS,
  };
}
