import { z } from 'zod';
import { signingSecret } from '../../sending/mail/signed-request.js';

/** The environment variables of the mailbox to which people write. */
export const inboxMailConfig = {
  MAIL_INBOX_ADDRESS: z.email('must be an address such as mesaje@example.ro').optional(),
  MAIL_INBOX_DIR: z.string().optional(),
  MAIL_INBOX_SECRET: signingSecret.optional(),
};

export interface InboxMailSettings {
  /** Answers ask to be answered there; `undefined`: at the sender's address. */
  readonly address: string | undefined;
  /** The Maildir of what comes to that address. */
  readonly folder: string | undefined;
  /** Signs mails that come by requests; `undefined`: none is taken. */
  readonly secret: string | undefined;
}

export const inboxMailOf = (settings: z.output<z.ZodObject<typeof inboxMailConfig>>): InboxMailSettings => ({
  address: settings.MAIL_INBOX_ADDRESS,
  folder: settings.MAIL_INBOX_DIR,
  secret: settings.MAIL_INBOX_SECRET,
});
