import { instant, language, topicOfInterest } from '@ecou/contracts';
import { listOf, pageQuery, personalField, text } from '@ecou/runtime';
import { z } from 'zod';
import { addressOn, channel } from './channels.js';
import { preferences } from './preferences.js';
import { topic } from './subscriber.events.js';

/** The number of wishes of one address an hour, in any form. */
export const subscriptionBounds = { free: 20, most: 200, seconds: 60 * 60 };

const several = <T extends z.ZodType>(what: T) => z.array(what).min(1).max(50);

export const askBody = z
  .strictObject({
    id: z.uuid().optional().describe('Chosen by the caller: the same request sent again changes nothing.'),
    channel: z.literal('email').default('email'),
    address: personalField(z.email({ error: 'An e-mail address' }).max(254)),
    topics: several(topicOfInterest).describe('What to be told of, such as `programme:<id>` or `series:<name>`.'),
    language: language.default('ro'),
    consentVersion: z
      .int()
      .describe('Version of the text that the person was shown, in their language, and agreed to: see `/consent`.'),
  })
  .meta({
    id: 'AskSubscription',
    example: { address: 'ana@example.ro', topics: ['series:consultation-sessions'], language: 'ro', consentVersion: 1 },
  });

export const askedAnswer = z.object({ id: z.uuid() }).meta({ id: 'SubscriptionAsked' });

export const endBody = z
  .strictObject({ topics: several(topic).optional().describe('Those that end; all, where they are left out.') })
  .meta({ id: 'EndSubscription' });

export const addAddressBody = z
  .strictObject({
    channel,
    address: personalField(z.string().trim().max(1000)).describe(
      'An e-mail address; for `sms` and `whatsapp` a telephone number such as `+40712345678`; for `telegram` the id of a chat; for `webhook` an address beginning with `https:`.',
    ),
    language: language.nullable().default(null).describe('Of messages to it; `null`: that of the subscriber.'),
    consentText: text(2000).describe('Exactly what the person was shown, or told, and agreed to.'),
    consentOn: z.enum(['staff', 'paper']).default('staff').describe('`paper`: they signed it.'),
  })
  .refine(({ channel: on, address }) => addressOn(on, address.value) !== undefined, {
    path: ['address'],
    error: 'is no address of this channel',
    params: { code: 'ADDRESS_INVALID' },
  })
  .meta({
    id: 'AddAddress',
    example: {
      channel: 'email',
      address: 'ana.acasa@example.ro',
      language: null,
      consentText: 'Sunt de acord să primesc noutăți la această adresă.',
    },
  });

export const addressParams = z.strictObject({ id: z.uuid(), number: z.coerce.number().int().min(1).max(1000) });

const state = z.enum(['asked', 'confirmed', 'ended']);

const address = z.object({
  number: z.int().describe('Which of the subscriber it is; in the order in which they came, from 1.'),
  channel,
  address: z.string().nullable().describe('`null` for those who may not see it, and where the person was erased.'),
  confirmed: z
    .boolean()
    .describe('Its owner used the link in a message to it, or wrote to us from it. Nothing else goes to it before.'),
  stopped: z.boolean().describe('Nothing goes to it any more, until its owner confirms it anew.'),
  stop: z
    .object({
      reason: z
        .enum(['bounced', 'complained'])
        .describe('What went there came back for good, or its owner marked it as unwanted.'),
      messageId: z.uuid(),
      at: instant,
    })
    .nullable()
    .describe('Why nothing goes to it; `null`: messages may.'),
});

export const subscriptionsQuery = z.strictObject({
  status: state.optional(),
  topic: topic.optional(),
  suppressed: z
    .literal('true')
    .optional()
    .describe(
      'Only those to one of whose addresses nothing goes any more: what went there came back, or they complained.',
    ),
  ...pageQuery,
});

const subscription = z.object({
  id: z.uuid(),
  address: z
    .string()
    .nullable()
    .describe('The first. `null` for those who may not see it, and where the person was erased.'),
  channel,
  addresses: z.array(address.meta({ id: 'SubscriberAddress' })).describe('In the order in which they are used.'),
  language,
  status: state.describe('The best that one of the topics has.'),
  topics: z.record(z.string(), state),
  stopped: z.boolean().describe('Nothing is sent to the first address any more, until it is confirmed anew.'),
  registeredAt: instant,
  version: z.int(),
});

export const subscriptionsAnswer = listOf(subscription.meta({ id: 'Subscription' }), 'Subscriptions');

const consents = z.array(
  z
    .object({
      act: z.enum([
        'asked',
        'confirmed',
        'ended',
        'renewal-asked',
        'renewed',
        'address-added',
        'address-confirmed',
        'address-removed',
      ]),
      topics: z.array(z.string()),
      number: z.int().nullable().describe('The address that it is about, or to which the link went.'),
      how: z
        .string()
        .describe('By `link`, `form`, `questionnaire`, `page`, `one-click`, `staff`, `paper`, `import` or `chat`.'),
      at: instant,
      text: z.string().nullable().describe('Exactly what the person was shown, where they were shown a text.'),
      textVersion: z.int().nullable(),
      language: language.nullable(),
      reference: z.uuid().nullable().describe('The request or answer in which they said so.'),
    })
    .meta({ id: 'ConsentEntry' }),
);

export const subscriberAnswer = subscription
  .omit({ registeredAt: true, status: true })
  .extend({
    preferences,
    consents,
  })
  .meta({ id: 'Subscriber' });

export const consentsQuery = z.strictObject({
  format: z.enum(['json', 'csv', 'pdf']).optional().describe('Instead of `Accept`.'),
  lang: language.default('ro').describe('Language of the document; what people were shown stays in theirs.'),
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Of the table: begins with a byte order mark, by which spreadsheets know UTF-8.'),
});

export const consentsAnswer = subscriberAnswer
  .pick({ id: true, addresses: true, consents: true })
  .extend({ at: instant.describe('When it was written out.') })
  .meta({ id: 'ConsentProof' });
export type ConsentProof = z.output<typeof consentsAnswer>;

export type SubscriptionAnswer = z.output<typeof subscription>;
export type SubscriberAnswer = z.output<typeof subscriberAnswer>;
