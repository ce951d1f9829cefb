import { instant, language } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { purpose } from '../message/message.events.js';

export const mailsQuery = z.strictObject(pageQuery);

/** The form of the names that `FileTransport` gives; no path can be hidden in it. */
export const mailParams = z.strictObject({ file: z.string().regex(/^[0-9a-f-]{36}\.[0-9]{1,6}\.eml$/) });

export const mailQuery = z.strictObject({
  format: z.enum(['eml', 'text']).default('eml').describe('`text`: decoded, with whom it is for and its subject.'),
});

const mail = z.object({
  file: z.string(),
  messageId: z.uuid(),
  to: z.string().nullable(),
  purpose,
  language,
  queuedAt: instant,
});

export const mailsAnswer = listOf(mail.meta({ id: 'KeptMail' }), 'KeptMails');

export type MailAnswer = z.output<typeof mail>;
