import { instant, language } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { channel } from '../../subscribers/subscriber/subscriber.events.js';

export const purpose = z.enum([
  'confirmation',
  'report-published',
  'deliverable-published',
  'recommendation-progressed',
]);
export type Purpose = z.output<typeof purpose>;

export const transport = z.enum(['smtp', 'file']);

const attempt = z.int().min(1);

/** The server's reply, without its text: that may name the address. */
export const fault = z.object({
  stage: z.string().describe('The part of the conversation: `CONN`, `AUTH`, `MAIL FROM`, `RCPT TO`, `DATA`, `FILE`.'),
  reason: z.string().describe('A code of the client, such as `ECONNREFUSED` or `EENVELOPE`.'),
  code: z.int().nullable().describe('SMTP reply code.'),
  enhanced: z.string().nullable().describe('Enhanced status code of RFC 3463, such as `5.1.1`.'),
});
export type Fault = z.output<typeof fault>;

const about = { subscriberId: z.uuid(), purpose, channel };

export const messageEvents = defineEvents('message', {
  MessageQueued: z.object({
    ...about,
    topics: z.array(z.string()).describe('Those for which the subscriber gets it.'),
    round: z.int().min(1).nullable().describe('The wish that a confirmation is about.'),
    language,
    template: z.object({ name: z.string(), version: z.int().min(1) }),
    variables: z.record(z.string(), z.string()).describe('What the template shows; nothing personal.'),
    causeId: z.uuid().describe('The event or message that it is about.'),
    announcementId: z.uuid().nullable(),
    queuedAt: instant,
  }),
  SendingStarted: z.object({ attempt, transport, startedAt: instant }),
  MessageSent: z.object({
    ...about,
    attempt,
    code: z.int().nullable().describe('SMTP reply code.'),
    file: z.string().nullable().describe('Name of the file that holds it, where no server is configured.'),
    sentAt: instant,
  }),
  SendingFailed: z.object({
    attempt,
    fault,
    retryAt: instant.nullable().describe('`null`: not tried again by itself.'),
    failedAt: instant,
  }),
  MessageRequeued: z.object({ attempt, requeuedAt: instant }),
  MessageBounced: z.object({ ...about, attempt, fault, bouncedAt: instant }),
  SendingUncertain: z.object({
    attempt,
    reason: z.enum(['no-answer', 'no-outcome']),
    noticedAt: instant,
  }),
  ResendOrdered: z.object({ attempt, reason: z.string(), orderedAt: instant }),
  MessageSettled: z.object({
    ...about,
    attempt,
    outcome: z.enum(['sent', 'not-sent']),
    reason: z.string().describe('How whoever says so knows.'),
    settledAt: instant,
  }),
  MessageWithheld: z.object({
    reason: z.enum(['not-wanted', 'address-stopped', 'subscriber-erased']),
    withheldAt: instant,
  }),
});

export type MessageEvent = EventOf<typeof messageEvents>;
