import { instant, language } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { channel } from './channels.js';
import { preferences } from './preferences.js';

/** `everything`, or `<kind>:<what>`, as it is stored; what everybody may ask for is `topicOfInterest`, `petition:<id>` comes with its token. */
export const topic = z
  .string()
  .max(200)
  .regex(
    /^(everything|(programme|series|civic-event|deliverable|recommendation|facility|facility-kind|petition):\S+)$/,
    'A topic reads `<kind>:<what>`, or `everything`.',
  );

const topics = z.array(topic).min(1);
const round = z.int().min(1).describe('Which wish of the subscriber it is, from 1; the link in its mail names it.');
/** Names an address of a subscriber. */
const number = z
  .int()
  .min(1)
  .describe('Which address of the subscriber it is, from 1, in the order in which they came.');

const consent = z.object({
  text: z.string().describe('Exactly what the person was shown and agreed to.'),
  version: z.int().min(1).nullable().describe('Version of the text; `null` where a questionnaire has one of its own.'),
  how: z.enum(['form', 'questionnaire', 'page', 'staff', 'paper', 'import', 'chat']),
  reference: z.uuid().nullable().describe('The request or answer in which the person said so.'),
});

/** Version 1 knew one address of each subscriber. */
const ofFirstAddress: Upcast = (data) => ({ ...data, number: 1 });

export const subscriberEvents = defineEvents('subscriber', {
  /** With their first address. */
  SubscriberRegistered: z.object({ address: personal(z.string()), channel, language, registeredAt: instant }),
  SubscriptionAsked: evolved(
    z.object({
      round,
      topics,
      number: number.describe('The address to which the link goes.'),
      channel,
      language,
      consent,
      mailAt: instant.nullable().describe('When the message with the link goes; `null`: at once.'),
      askedAt: instant,
    }),
    ofFirstAddress,
    (data) => ({ ...data, mailAt: null }),
  ),
  SubscriptionConfirmed: evolved(
    z.object({
      round,
      topics,
      number,
      channel,
      language: language.describe('The language of messages from now on.'),
      how: z.enum(['link']),
      confirmedAt: instant,
    }),
    ofFirstAddress,
  ),
  SubscriptionEnded: z.object({
    topics,
    how: z.enum(['one-click', 'page', 'mail', 'staff', 'not-renewed']),
    messageId: z.uuid().optional().describe('The message by whose link they left; left out: another way.'),
    endedAt: instant,
  }),
  RenewalAsked: z.object({
    version: z.int().min(1).describe('Version of the text that they are asked to agree to.'),
    topics: topics.describe('Those that they confirmed under an older text.'),
    number: number.describe('The address to which the link goes.'),
    channel,
    language,
    text: z.string().describe('Exactly what the person is shown.'),
    until: instant.describe('What they agreed to holds until then.'),
    askedAt: instant,
  }),
  ConsentRenewed: z.object({
    version: z.int().min(1),
    topics,
    text: z.string().describe('Exactly what the person was shown and agreed to.'),
    language,
    how: z.enum(['link']),
    renewedAt: instant,
  }),
  LanguageChosen: z.object({ language, topics: z.array(topic), chosenAt: instant }),
  PreferencesChosen: z.object({ ...preferences.shape, order: z.array(z.int().min(1)), chosenAt: instant }),
  AddressAdded: z.object({
    number,
    channel,
    address: personal(z.string()),
    language: language.nullable().describe('Of messages to it; `null`: that of the subscriber.'),
    consent,
    addedAt: instant,
  }),
  AddressConfirmed: z.object({ number, channel, how: z.enum(['link', 'chat']), confirmedAt: instant }),
  AddressRemoved: z.object({ number, how: z.enum(['page', 'staff', 'moved']), removedAt: instant }),
  AddressStopped: evolved(
    z.object({ number, messageId: z.uuid(), reason: z.enum(['bounced', 'complained']), stoppedAt: instant }),
    ofFirstAddress,
  ),
});

export type SubscriberEvent = EventOf<typeof subscriberEvents>;
