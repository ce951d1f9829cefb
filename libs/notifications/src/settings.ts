import { join } from 'node:path';
import { deploymentSecret } from '@ecou/runtime';
import { z } from 'zod';

const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://user:password@host:587' });

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
  })
  .refine(({ SMTP_URL: server, MAIL_FROM: from }) => server === undefined || from !== undefined, {
    path: ['MAIL_FROM'],
    error: 'is missing, and SMTP_URL names a server',
    // Named together with the other faults.
    when: () => true,
  });

export interface Settings {
  readonly secret: string;
  /** `undefined`: mail is kept as files. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly mailDir: string;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('NotificationsSettings');

export function settingsOf(environment: unknown): Settings {
  const { ECOU_SECRET, ECOU_DATA_DIR, ECOU_MAIL_DIR, SMTP_URL, MAIL_FROM } = environment as z.output<typeof config>;
  return {
    secret: ECOU_SECRET,
    smtpUrl: SMTP_URL,
    mailFrom: MAIL_FROM ?? 'Ecou <ecou@localhost>',
    mailDir: ECOU_MAIL_DIR ?? join(ECOU_DATA_DIR, 'mail'),
  };
}
