import { instant, language, topicOfInterest } from '@ecou/contracts';
import { listOf, pageQuery, personalField } from '@ecou/runtime';
import { z } from 'zod';
import { consentText, currentConsentVersion } from './consent-text.js';
import { channel, topic } from './subscriber.events.js';

/** The number of wishes of one address an hour, in any form. */
export const subscriptionBounds = { free: 20, most: 200, seconds: 60 * 60 };

const several = <T extends z.ZodType>(what: T) => z.array(what).min(1).max(50);

export const askBody = z
  .strictObject({
    id: z.uuid().optional().describe('Chosen by the caller: the same request sent again changes nothing.'),
    channel: channel.default('email'),
    address: personalField(z.email({ error: 'An e-mail address' }).max(254)),
    topics: several(topicOfInterest).describe('What to be told of, such as `programme:<id>` or `series:<name>`.'),
    language: language.default('ro'),
    consentVersion: z
      .int()
      .describe('Version of the text that the person was shown, in their language, and agreed to: see `/consent`.')
      .refine((version) => consentText(version, 'ro') !== undefined, {
        error: 'There is no such version',
        params: { code: 'CONSENT_UNKNOWN' },
      }),
  })
  .meta({
    id: 'AskSubscription',
    example: { address: 'ana@example.ro', topics: ['series:consultation-sessions'], language: 'ro', consentVersion: 1 },
  });

export const askedAnswer = z.object({ id: z.uuid() }).meta({ id: 'SubscriptionAsked' });

export const endBody = z
  .strictObject({ topics: several(topic).optional().describe('Those that end; all, where they are left out.') })
  .meta({ id: 'EndSubscription' });

export const consentAnswer = z
  .object({ version: z.int(), text: z.object({ ro: z.string(), en: z.string() }) })
  .meta({ id: 'ConsentText' });

/** The text to be shown now. */
export const currentConsent = (): z.output<typeof consentAnswer> => ({
  version: currentConsentVersion,
  text: {
    ro: consentText(currentConsentVersion, 'ro') ?? '',
    en: consentText(currentConsentVersion, 'en') ?? '',
  },
});

const state = z.enum(['asked', 'confirmed', 'ended']);

export const subscriptionsQuery = z.strictObject({
  status: state.optional(),
  topic: topic.optional(),
  ...pageQuery,
});

const subscription = z.object({
  id: z.uuid(),
  address: z.string().nullable().describe('`null` for those who may not see it, and where the person was erased.'),
  channel,
  language,
  status: state.describe('The best that one of the topics has.'),
  topics: z.record(z.string(), state),
  stopped: z
    .boolean()
    .describe('Mail to the address came back for good; nothing is sent to it until it is confirmed anew.'),
  registeredAt: instant,
  version: z.int(),
});

export const subscriptionsAnswer = listOf(subscription.meta({ id: 'Subscription' }), 'Subscriptions');

export const subscriberAnswer = subscription
  .omit({ registeredAt: true, status: true })
  .extend({
    consents: z.array(
      z.object({
        act: state,
        topics: z.array(z.string()),
        how: z.string(),
        at: instant,
        text: z.string().nullable().describe('Exactly what the person was shown, where they were shown a text.'),
        textVersion: z.int().nullable(),
        language: language.nullable(),
        reference: z.uuid().nullable(),
      }),
    ),
  })
  .meta({ id: 'Subscriber' });

export type SubscriptionAnswer = z.output<typeof subscription>;
export type SubscriberAnswer = z.output<typeof subscriberAnswer>;
