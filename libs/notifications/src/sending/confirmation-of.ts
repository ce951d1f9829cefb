import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { SubscriberEvent } from '../subscribers/subscriber/subscriber.events.js';
import { latestTemplate, wishTemplate } from './templates/templates.js';
import type { QueueNews } from './message/message.decider.js';

type Recorded<Type extends SubscriberEvent['type']> = RecordedEvent<Extract<SubscriberEvent, { type: Type }>>;

const templateFor = (purpose: 'address-confirmation' | 'consent-renewal') => {
  const { name, version } = latestTemplate(purpose);
  return { name, version };
};

const atOnce = { announcementId: null, urgent: true, matter: null, expiresAt: null };

/** The mail whose link confirms a wish. */
export const confirmationOf = ({ id, stream, data }: Recorded<'SubscriptionAsked'>, at: string): QueueNews => ({
  type: 'QueueMessage',
  subscriberId: idOf(stream),
  number: data.number,
  channel: data.channel,
  purpose: 'confirmation',
  topics: data.topics,
  round: data.round,
  language: data.language,
  template: wishTemplate(data.consent.how),
  variables: { consent: data.consent.text },
  causeId: id,
  ...atOnce,
  waitsUntil: data.mailAt,
  at,
});

/** The message whose link agrees to a newer text. Nobody needs it once the time is over. */
export const renewalMessageOf = ({ id, stream, data }: Recorded<'RenewalAsked'>, at: string): QueueNews => ({
  type: 'QueueMessage',
  subscriberId: idOf(stream),
  number: data.number,
  channel: data.channel,
  purpose: 'consent-renewal',
  topics: data.topics,
  round: data.version,
  language: data.language,
  template: templateFor('consent-renewal'),
  variables: { consent: data.text, until: data.until },
  causeId: id,
  ...atOnce,
  urgent: false,
  expiresAt: data.until,
  at,
});

/** The message whose link confirms an address. */
export const addressConfirmationOf = ({ id, stream, data }: Recorded<'AddressAdded'>, at: string): QueueNews => ({
  type: 'QueueMessage',
  subscriberId: idOf(stream),
  number: data.number,
  channel: data.channel,
  purpose: 'address-confirmation',
  topics: [],
  round: null,
  language: data.language ?? 'ro',
  template: templateFor('address-confirmation'),
  variables: { consent: data.consent.text },
  causeId: id,
  ...atOnce,
  at,
});
