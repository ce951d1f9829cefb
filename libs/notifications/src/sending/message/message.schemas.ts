import { instant, language, slug } from '@ecou/contracts';
import { listOf, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { wordsFault } from '../../wordings/wording/wording.events.js';
import { fault, promise, purpose, transport, withheldReasons } from './message.events.js';

const status = z.enum(['waiting', 'queued', 'sending', 'sent', 'failed', 'bounced', 'uncertain', 'withheld']);

export const messagesQuery = z.strictObject({
  status: status.optional(),
  purpose: purpose.optional(),
  subscriber: z.uuid().optional(),
  announcement: z.uuid().optional(),
  about: z
    .uuid()
    .optional()
    .describe(
      'A registration, an invitation, a petition, an endpoint or a facility: what its person was promised; or the words of a template: its tests.',
    ),
  ...pageQuery,
});

const common = z.object({
  id: z.uuid(),
  subscriberId: z.uuid().nullable().describe('`null`: it was promised to somebody who is no subscriber.'),
  promise: promise.nullable().describe('What was promised to somebody; `null`: it goes to a subscriber.'),
  purpose,
  channel: slug,
  language,
  topics: z.array(z.string()).describe('Those for which the subscriber gets it.'),
  number: z.int().nullable().describe("Which of the subscriber's addresses it goes to; `null`: it was promised."),
  status,
  causeId: z.uuid().describe('The event or message that it is about.'),
  announcementId: z.uuid().nullable(),
  retryAt: instant.nullable().describe('When it is tried again.'),
  waitsUntil: instant.nullable().describe('The end of its wait: the hour of a digest, or the end of quiet hours.'),
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
        reference: z.string().nullable().describe('How the provider calls it.'),
        segments: z.int().nullable().describe('What it costs, of a text message.'),
        fault: fault.nullable(),
        retryAt: instant.nullable(),
        settled: z
          .enum(['sent', 'not-sent'])
          .nullable()
          .describe('What somebody said of a sending without an outcome.'),
      }),
    ),
    withheld: z.enum(withheldReasons).nullable().describe('Why it was not sent at all.'),
    complained: z.boolean().describe('Whether its recipient marked it as something that they do not want.'),
    urgent: z.boolean().describe('Whether it comes in quiet hours too.'),
    announcements: z.array(z.uuid()).describe('Those that a digest gathers.'),
    fallbackOf: z.uuid().nullable().describe('The message to another address in whose place it goes.'),
    fellBackTo: z.uuid().nullable().describe('The message to the next address that goes in its place.'),
    wording: z
      .object({ id: z.uuid(), version: z.int() })
      .nullable()
      .describe("The version of the institution's own words that it says; `null`: the built-in ones."),
    wordsFault: wordsFault
      .nullable()
      .describe('Why it went out in the built-in words all the same: the field, and the rule that it breaks.'),
  })
  .meta({ id: 'Message' });

const reason = text(1000);

export const resendBody = z.strictObject({ reason }).meta({ id: 'ResendMessage' });

/** The number of messages that one request sends again at most. */
export const mostResent = 200;

const ids = z
  .array(z.uuid())
  .min(1)
  .max(mostResent)
  .refine((given) => new Set(given).size === given.length, {
    error: 'names a message twice',
    params: { code: 'MESSAGE_TWICE' },
  });

export const resendManyBody = z
  .strictObject({
    ids: ids.optional(),
    uncertain: z
      .strictObject({
        purpose: purpose.optional(),
        announcement: z.uuid().optional(),
        queuedBefore: instant.optional(),
      })
      .optional()
      .describe('In place of `ids`: those whose sending is uncertain and that meet each criterion, the oldest first.'),
    limit: z
      .int()
      .min(1)
      .max(mostResent)
      .default(mostResent)
      .describe('With `uncertain`: the most that are sent again.'),
    reason,
  })
  .refine((body) => (body.ids === undefined) !== (body.uncertain === undefined), {
    path: ['ids'],
    error: 'must be given, or `uncertain`, and not both',
    params: { code: 'EITHER_IDS_OR_UNCERTAIN' },
  })
  .meta({
    id: 'ResendMessages',
    example: { ids: ['5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34'], reason: 'Serverul de e-mail a fost oprit.' },
  });
export type ResendMany = z.output<typeof resendManyBody>;

export const resentAnswer = z
  .object({
    resent: z.int(),
    refused: z.int(),
    more: z.boolean().describe('Whether further messages met the criteria.'),
    items: z.array(
      z.object({
        id: z.uuid(),
        outcome: z.enum(['resent', 'refused']),
        status: z.int().optional().describe('What a request for this message alone would have been answered.'),
        code: z.string().optional(),
        message: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ResentMessages' });
export type ResentAnswer = z.output<typeof resentAnswer>;

export const settleBody = z
  .strictObject({ outcome: z.enum(['sent', 'not-sent']), reason: reason.describe('How you know.') })
  .meta({ id: 'SettleMessage' });

export type MessageListed = z.output<typeof row>;
export type MessageAnswer = z.output<typeof messageAnswer>;
