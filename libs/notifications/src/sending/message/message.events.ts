import { instant, language, letterFacts, slug } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { wordsFault } from '../../wordings/wording/wording.events.js';

/** The occasions on which everybody who asked for a topic is told something. */
export const announcementPurposes = [
  'report-published',
  'deliverable-published',
  'recommendation-progressed',
  'civic-event-published',
  'civic-event-rescheduled',
  'civic-event-cancelled',
  'incentive-began',
  'campaign',
  'followed-petition',
] as const;
export type AnnouncementPurpose = (typeof announcementPurposes)[number];

/** Purposes of messages to subscribers; `confirmation` asks for their consent, `digest` gathers what was announced. */
const newsPurposes = [
  'confirmation',
  'address-confirmation',
  'consent-renewal',
  ...announcementPurposes,
  'digest',
] as const;

/** Purposes of messages that were promised to somebody who registered, was invited, sent a petition, looks after an endpoint or a facility, wrote to the municipality, or tries a campaign out. */
export const noticePurposes = [
  'registration-to-confirm',
  'registration-confirmed',
  'registration-waiting',
  'registration-promoted',
  'registration-rescheduled',
  'registration-corrected',
  'registration-reminder',
  'registration-repeated',
  'registration-cancelled',
  'person-invited',
  'petition-acknowledged',
  'petition-information-requested',
  'petition-extended',
  'petition-forwarded',
  'petition-returned',
  'petition-joined',
  'petition-separated',
  'petition-answered',
  'petition-declined',
  'petition-reopened',
  'petition-closed',
  'endpoint-paused',
  'verification-due',
  'campaign-test',
  'conversation-auto-replied',
  'conversation-answered',
  'conversation-notice-registered',
] as const;
export type NoticePurpose = (typeof noticePurposes)[number];

/** Purpose of a message that shows staff how a template looks; its values are made up. */
export const testPurpose = 'test';

export const purpose = z.enum([...newsPurposes, ...noticePurposes, testPurpose]);
export type Purpose = z.output<typeof purpose>;

/** The way in which a channel hands messages over: `smtp`, `file`, or what an adapter calls itself. */
export const transport = slug;

const attempt = z.int().min(1);

/** The version of the institution's own words that a message says. */
const wording = z.object({ id: z.uuid(), version: z.int().min(1) });

/** The server's reply, without its text: that may name the address. */
export const fault = z.object({
  stage: z
    .string()
    .describe(
      'The part of the conversation: `CONN`, `AUTH`, `MAIL FROM`, `RCPT TO`, `DATA`, `FILE`; `PROVIDER`: of a provider of messages; `REPORT`: after server or provider took it.',
    ),
  reason: z.string().describe('A code of the client, such as `ECONNREFUSED` or `EENVELOPE`.'),
  code: z.int().nullable().describe('SMTP reply code.'),
  enhanced: z.string().nullable().describe('Enhanced status code of RFC 3463, such as `5.1.1`.'),
});
export type Fault = z.output<typeof fault>;

/** A promise to somebody who is no subscriber, as the contract that made it says. */
export const promise = z.object({
  kind: z
    .enum(['registration', 'invitation', 'petition', 'endpoint', 'facility', 'conversation', 'template', 'campaign'])
    .describe('`template`, `campaign`: a test of one, which nobody else hears of.'),
  id: z.uuid(),
  occasion: slug.describe('Such as `registration-confirmed` or `answered`.'),
  at: instant.describe('When it happened.'),
  sendingId: z.uuid().nullable().describe('By which who promised it knows the sending, where there are several.'),
  channel: slug.describe('The way on which they are reached: `email`, or one that is not served, such as `phone`.'),
});
export type Promised = z.output<typeof promise>;

const promised = { promise: promise.nullable().describe('`null`: it goes to a subscriber.') };
const about = {
  subscriberId: z.uuid().nullable().describe('`null`: it was promised to somebody who is no subscriber.'),
  ...promised,
  purpose,
  channel: slug.describe('`email`; of what was promised also a way that is not served.'),
};

export const withheldReasons = [
  'not-wanted',
  'address-stopped',
  'subscriber-erased',
  'recipient-erased',
  'recipient-restricted',
  'channel-not-served',
  'out-of-date',
  'address-removed',
  'address-not-confirmed',
  'superseded',
  'cancelled',
] as const;

/** Version 1 knew subscribers only. */
const toSubscriber: Upcast = (data) => ({ ...data, promise: null });

/** Version 2 knew one address of each subscriber. */
const toFirstAddress: Upcast = (data) => ({ ...data, number: data['subscriberId'] === null ? null : 1 });

/** Version 2 knew nothing that waits, or takes another's place. */
const atOnce: Upcast = (data) => ({
  ...toFirstAddress(data),
  ...{ urgent: false, matter: null, waitsUntil: null, fallbackOf: null },
});

const number = z.int().min(1).nullable().describe("The subscriber's address that it goes to; `null`: it was promised.");

/** Something personal that a template shows: a text, or the letter in which a petition is answered. */
const word = z.union([z.string(), letterFacts]);
export type Word = z.output<typeof word>;

export const messageEvents = defineEvents('message', {
  MessageQueued: evolved(
    z.object({
      ...about,
      recipient: z
        .object({ address: personal(z.string()), words: z.record(z.string(), personal(word)) })
        .nullable()
        .describe('Whom it was promised to, and what the template shows that is personal. `null`: a subscriber.'),
      topics: z.array(z.string()).describe('Those for which the subscriber gets it.'),
      round: z
        .int()
        .min(1)
        .nullable()
        .describe('The wish that a confirmation is about; of a renewal, the version of its text.'),
      language,
      template: z.object({ name: z.string(), version: z.int().min(1) }),
      variables: z.record(z.string(), z.string()).describe('What the template shows; nothing personal.'),
      wording: wording.optional().describe("The institution's own words. Left out: those of the template."),
      causeId: z.uuid().describe('The event or message that it is about.'),
      announcementId: z.uuid().nullable(),
      expiresAt: instant.nullable().describe('When nobody needs it any more; `null`: never.'),
      number,
      urgent: z.boolean().describe('Whether it comes in quiet hours too.'),
      matter: z
        .string()
        .nullable()
        .describe(
          'What it is the latest of, such as `civic-event:<id>`: a later message takes its place. `null`: it stands by itself.',
        ),
      waitsUntil: instant.nullable().describe('When it goes, gathering until then; `null`: at once.'),
      fallbackOf: z.uuid().nullable().describe('The message to another address in whose place it goes.'),
      queuedAt: instant,
    }),
    (data) => ({ ...toSubscriber(data), recipient: null, expiresAt: null }),
    atOnce,
  ),
  /** A digest holds what an announcement says. */
  NewsGathered: z.object({
    announcementId: z.uuid(),
    topics: z.array(z.string()).min(1).describe('Those for which the subscriber gets it.'),
    gatheredAt: instant,
  }),
  MessagePostponed: z.object({ until: instant, reason: z.enum(['quiet-hours', 'paused']), postponedAt: instant }),
  MessageReleased: z.object({ releasedAt: instant }),
  MessageFellBack: z.object({
    to: z.uuid().describe('The message to the next address.'),
    fellBackAt: instant,
  }),
  SendingStarted: z.object({ attempt, transport, startedAt: instant }),
  MessageSent: evolved(
    z.object({
      ...about,
      attempt,
      code: z.int().nullable().describe('SMTP reply code.'),
      file: z.string().nullable().describe('Name of the file that holds it, where no server is configured.'),
      reference: z.string().nullable().describe('How the provider calls it.'),
      segments: z.int().min(1).nullable().describe('What it costs, of a text message (3GPP TS 23.040).'),
      sentAt: instant,
    }),
    toSubscriber,
    (data) => ({ ...data, reference: null, segments: null }),
  ),
  /** The institution's own words could not be shown: the message that went out says those of the template. */
  WordsFellBack: z.object({ attempt, wording, fault: wordsFault, fellBackAt: instant }),
  SendingFailed: evolved(
    z.object({
      ...promised,
      attempt,
      fault,
      retryAt: instant.nullable().describe('`null`: not tried again by itself.'),
      needsOperator: z.boolean().describe('Whether it can go out once somebody has put something right.'),
      failedAt: instant,
    }),
    toSubscriber,
    (data) => ({ ...data, needsOperator: false }),
  ),
  MessageRequeued: z.object({ attempt, requeuedAt: instant }),
  MessageBounced: evolved(
    z.object({ ...about, number, attempt, fault, bouncedAt: instant }),
    toSubscriber,
    toFirstAddress,
  ),
  /** Its recipient marked it as something that they do not want. */
  RecipientComplained: z.object({ ...about, number, complainedAt: instant }),
  SendingUncertain: evolved(
    z.object({ ...promised, attempt, reason: z.enum(['no-answer', 'no-outcome']), noticedAt: instant }),
    toSubscriber,
  ),
  ResendOrdered: z.object({ attempt, reason: z.string(), orderedAt: instant }),
  MessageSettled: evolved(
    z.object({
      ...about,
      attempt,
      outcome: z.enum(['sent', 'not-sent']),
      reason: z.string().describe('How whoever says so knows.'),
      settledAt: instant,
    }),
    toSubscriber,
  ),
  MessageRedacted: z.object({
    variables: z.record(z.string(), z.string()).describe('What the template shows from now on.'),
    redactedAt: instant,
  }),
  MessageWithheld: evolved(
    z.object({ ...promised, reason: z.enum(withheldReasons), withheldAt: instant }),
    toSubscriber,
  ),
});

export type MessageEvent = EventOf<typeof messageEvents>;
