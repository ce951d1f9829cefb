import { instant, language } from '@ecou/contracts';
import { listOf, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { channel } from '../../subscribers/subscriber/subscriber.events.js';
import { fault, purpose, transport } from './message.events.js';

const status = z.enum(['queued', 'sending', 'sent', 'failed', 'bounced', 'uncertain', 'withheld']);

export const messagesQuery = z.strictObject({
  status: status.optional(),
  purpose: purpose.optional(),
  subscriber: z.uuid().optional(),
  announcement: z.uuid().optional(),
  ...pageQuery,
});

const common = z.object({
  id: z.uuid(),
  subscriberId: z.uuid(),
  purpose,
  channel,
  language,
  topics: z.array(z.string()).describe('Those for which the subscriber gets it.'),
  status,
  causeId: z.uuid().describe('The event or message that it is about.'),
  announcementId: z.uuid().nullable(),
  retryAt: instant.nullable().describe('When it is tried again.'),
  queuedAt: instant,
  version: z.int(),
});

const row = common.extend({
  attemptCount: z.int().describe('How many were started.'),
  fault: fault.nullable().describe('Of the last attempt that failed.'),
  file: z.string().nullable().describe('The file that holds it, where no server is configured: see `/mails`.'),
});

export const messagesAnswer = listOf(row.meta({ id: 'MessageListed' }), 'Messages');

export const messageAnswer = common
  .extend({
    attempts: z.array(
      z.object({
        attempt: z.int(),
        transport,
        startedAt: instant,
        outcome: z.enum(['sent', 'failed', 'bounced', 'uncertain']).nullable(),
        endedAt: instant.nullable(),
        code: z.int().nullable().describe('SMTP reply code.'),
        file: z.string().nullable(),
        fault: fault.nullable(),
        retryAt: instant.nullable(),
        settled: z
          .enum(['sent', 'not-sent'])
          .nullable()
          .describe('What somebody said of a sending without an outcome.'),
      }),
    ),
    withheld: z
      .enum(['not-wanted', 'address-stopped', 'subscriber-erased'])
      .nullable()
      .describe('Why it was not sent at all.'),
  })
  .meta({ id: 'Message' });

const reason = text(1000);

export const resendBody = z.strictObject({ reason }).meta({ id: 'ResendMessage' });

export const settleBody = z
  .strictObject({ outcome: z.enum(['sent', 'not-sent']), reason: reason.describe('How you know.') })
  .meta({ id: 'SettleMessage' });

export type MessageListed = z.output<typeof row>;
export type MessageAnswer = z.output<typeof messageAnswer>;
