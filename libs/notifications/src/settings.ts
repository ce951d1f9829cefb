import { join } from 'node:path';
import type { Language } from '@ecou/contracts';
import { deploymentSecret } from '@ecou/runtime';
import { webhookRules, webhooksConfig, type AddressRules } from '@ecou/runtime/outgoing';
import { z } from 'zod';
import type { DkimKey } from './sending/mail/dkim.js';
import { signingSecret } from './sending/mail/signed-request.js';
import { smsConfig, smsFault, smsOf, type SmsSettings } from './sending/sms/sms.settings.js';
import { inboxMailConfig, inboxMailOf, type InboxMailSettings } from './inbox/mail/inbox-mail.settings.js';
import { dkimConfig, dkimFault, dkimOf } from './sending/mail/dkim.settings.js';
import {
  telegramConfig,
  telegramFault,
  telegramOf,
  type TelegramSettings,
} from './sending/telegram/telegram.settings.js';
import {
  whatsAppConfig,
  whatsAppFault,
  whatsAppOf,
  type WhatsAppSettings,
} from './sending/whatsapp/whatsapp.settings.js';

const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://user:password@host:587' });

/** One line at the end of every message. */
const footer = z
  .string()
  .trim()
  .min(1)
  .max(300, 'must have at most 300 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must be one line')
  .optional();

/** The environment variables that this context reads. */
export const config = z
  .object({
    ECOU_SECRET: deploymentSecret,
    ECOU_DATA_DIR: z.string().default('.ecou'),
    ECOU_MAIL_DIR: z.string().optional(),
    SMTP_URL: smtpUrl.optional(),
    MAIL_FROM: z
      .string()
      .regex(
        /^(?:[^<>\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
        'must be an address such as "Ecou <ecou@example.ro>"',
      )
      .optional(),
    MAIL_FOOTER_RO: footer,
    MAIL_FOOTER_EN: footer,
    MAIL_RETURN_TO: z.email('must be an address such as intoarceri@example.ro').optional(),
    MAIL_RETURN_DIR: z.string().optional(),
    MAIL_RETURN_SECRET: signingSecret.optional(),
    ...dkimConfig,
    ...smsConfig,
    ...telegramConfig,
    ...whatsAppConfig,
    ...webhooksConfig,
    ...inboxMailConfig,
  })
  .refine(({ SMTP_URL: server, MAIL_FROM: from }) => server === undefined || from !== undefined, {
    path: ['MAIL_FROM'],
    error: 'is missing, and SMTP_URL names a server',
    // Named together with the other faults.
    when: () => true,
  })
  .superRefine((settings, context) => {
    for (const faultOf of [dkimFault, smsFault, telegramFault, whatsAppFault]) {
      const fault = faultOf(settings);
      const [name, message] = fault ?? [];
      if (name !== undefined) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

export interface Settings {
  readonly secret: string;
  /** `undefined`: mail is kept as files. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly mailDir: string;
  /** The line of the institution at the end of every message, by language: where it is, how it is reached. */
  readonly footer: Readonly<Record<Language, string | undefined>>;
  /** The address to which mails come back, and by which people leave; `undefined`: that of the sender, which nobody reads. */
  readonly returnTo: string | undefined;
  /** The Maildir of what comes to that address. */
  readonly returnDir: string | undefined;
  /** Signs what is reported of mails by requests; `undefined`: nothing is taken. */
  readonly returnSecret: string | undefined;
  /** `undefined`: mails are not signed. */
  readonly dkim: DkimKey | undefined;
  /** `undefined`: no text messages are sent. */
  readonly sms: SmsSettings | undefined;
  /** `undefined`: nothing goes to Telegram. */
  readonly telegram: TelegramSettings | undefined;
  /** `undefined`: nothing goes to WhatsApp. */
  readonly whatsApp: WhatsAppSettings | undefined;
  /** The addresses that webhooks may have. */
  readonly webhooks: AddressRules;
  /** The mailbox to which people write. */
  readonly inboxMail: InboxMailSettings;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('NotificationsSettings');

export function settingsOf(environment: unknown): Settings {
  const settings = environment as z.output<typeof config>;
  const { ECOU_SECRET, ECOU_DATA_DIR, ECOU_MAIL_DIR, SMTP_URL, MAIL_FROM } = settings;
  return {
    secret: ECOU_SECRET,
    smtpUrl: SMTP_URL,
    mailFrom: MAIL_FROM ?? 'Ecou <ecou@localhost>',
    mailDir: ECOU_MAIL_DIR ?? join(ECOU_DATA_DIR, 'mail'),
    footer: { ro: settings.MAIL_FOOTER_RO, en: settings.MAIL_FOOTER_EN },
    returnTo: settings.MAIL_RETURN_TO,
    returnDir: settings.MAIL_RETURN_DIR,
    returnSecret: settings.MAIL_RETURN_SECRET,
    dkim: dkimOf(settings),
    sms: smsOf(settings),
    telegram: telegramOf(settings),
    whatsApp: whatsAppOf(settings),
    webhooks: webhookRules(settings),
    inboxMail: inboxMailOf(settings),
  };
}
