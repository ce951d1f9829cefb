import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** The ways in which messages go; more may come. */
export const channel = z.enum(['email']);
export type Channel = z.output<typeof channel>;

/** `<kind>:<what>`, as it is stored; what may be asked for is `topicOfInterest`. */
export const topic = z
  .string()
  .max(200)
  .regex(
    /^(programme|series|civic-event|deliverable|recommendation|facility-kind):\S+$/,
    'A topic reads `<kind>:<what>`.',
  );

const topics = z.array(topic).min(1);
const round = z.int().min(1).describe('Which wish of the subscriber it is, from 1; the link in its mail names it.');

export const subscriberEvents = defineEvents('subscriber', {
  SubscriberRegistered: z.object({
    address: personal(z.email()),
    channel,
    language,
    registeredAt: instant,
  }),
  SubscriptionAsked: z.object({
    round,
    topics,
    channel,
    language,
    consent: z.object({
      text: z.string().describe('Exactly what the person was shown and agreed to.'),
      version: z
        .int()
        .min(1)
        .nullable()
        .describe('Version of the text; `null` where a questionnaire has one of its own.'),
      how: z.enum(['form', 'questionnaire']),
      reference: z.uuid().nullable().describe('The request or answer in which the person said so.'),
    }),
    askedAt: instant,
  }),
  SubscriptionConfirmed: z.object({
    round,
    topics,
    channel,
    language: language.describe('The language of messages from now on.'),
    how: z.enum(['link']),
    confirmedAt: instant,
  }),
  SubscriptionEnded: z.object({
    topics,
    how: z.enum(['one-click', 'page', 'staff']),
    endedAt: instant,
  }),
  LanguageChosen: z.object({ language, topics: z.array(topic), chosenAt: instant }),
  AddressStopped: z.object({ messageId: z.uuid(), reason: z.enum(['bounced']), stoppedAt: instant }),
});

export type SubscriberEvent = EventOf<typeof subscriberEvents>;
