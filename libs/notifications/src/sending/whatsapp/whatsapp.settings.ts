import { z } from 'zod';

export interface WhatsAppSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Version of the Graph API, such as `v26.0`. */
  readonly version: string;
  /** Id of the telephone number that writes. */
  readonly phoneNumberId: string;
  readonly token: string;
  /** Signs the provider's requests. */
  readonly appSecret: string;
  /** Named by the provider when it asks whether the address of its requests is ours. */
  readonly verifyToken: string;
  readonly templates: WhatsAppTemplates;
  /** Milliseconds in which it answers; 15 seconds by default. */
  readonly limitMs?: number;
}

/** Names of the templates that the provider has approved, in each language of ours. */
export interface WhatsAppTemplates {
  /** Of four words: who writes, what of, where to read on, how to stop it. */
  readonly news: string;
  /** Of three: what nobody can leave has no fourth. */
  readonly notice: string;
}

const templateName = z
  .string()
  .regex(/^[a-z0-9_]{1,512}$/, 'must be the name of a template: small letters, digits and _');

/** The environment variables by which messages go to WhatsApp, and its reports come in. */
export const whatsAppConfig = {
  WHATSAPP_PHONE_ID: z
    .string()
    .regex(/^\d{5,25}$/, 'must be the id of a telephone number, in digits')
    .optional(),
  WHATSAPP_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be an access token')
    .optional(),
  WHATSAPP_APP_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the secret of the app: 32 digits of hexadecimal')
    .optional(),
  WHATSAPP_VERIFY_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  WHATSAPP_TEMPLATE_NEWS: templateName.default('ecou_news'),
  WHATSAPP_TEMPLATE_NOTICE: templateName.default('ecou_notice'),
  WHATSAPP_VERSION: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, 'must be a version such as v26.0')
    .default('v26.0'),
  WHATSAPP_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://graph.facebook.com' })
    .default('https://graph.facebook.com'),
};

type WhatsAppEnvironment = z.output<z.ZodObject<typeof whatsAppConfig>>;

/** A failure is told by a request later, so that nobody who is not told of it may write. */
const together = ['WHATSAPP_PHONE_ID', 'WHATSAPP_TOKEN', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'] as const;

/** The setting that is missing where others of the same are given. */
export function whatsAppFault(
  settings: WhatsAppEnvironment,
): readonly [name: keyof typeof whatsAppConfig, fault: string] | undefined {
  const given = together.find((name) => settings[name] !== undefined);
  const missing = together.find((name) => settings[name] === undefined);
  return given && missing ? [missing, `is missing, and there is ${given}`] : undefined;
}

/** `undefined`: nothing goes to WhatsApp. */
export function whatsAppOf(settings: WhatsAppEnvironment): WhatsAppSettings | undefined {
  const { WHATSAPP_PHONE_ID: phoneNumberId, WHATSAPP_TOKEN: token } = settings;
  const { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: verifyToken } = settings;
  if (phoneNumberId === undefined || token === undefined) return undefined;
  if (appSecret === undefined || verifyToken === undefined) return undefined;
  return {
    ...{ phoneNumberId, token, appSecret, verifyToken },
    baseUrl: settings.WHATSAPP_URL.replace(/\/+$/, ''),
    version: settings.WHATSAPP_VERSION,
    templates: { news: settings.WHATSAPP_TEMPLATE_NEWS, notice: settings.WHATSAPP_TEMPLATE_NOTICE },
  };
}
