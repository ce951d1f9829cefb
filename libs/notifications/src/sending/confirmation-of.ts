import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { SubscriberEvent } from '../subscribers/subscriber/subscriber.events.js';
import { latestTemplate } from './templates/templates.js';
import type { QueueNews } from './message/message.decider.js';

type Asked = RecordedEvent<Extract<SubscriberEvent, { type: 'SubscriptionAsked' }>>;

/** The mail whose link confirms a wish. */
export function confirmationOf({ id, stream, data }: Asked, at: string): QueueNews {
  const { name, version } = latestTemplate('confirmation');
  return {
    type: 'QueueMessage',
    subscriberId: idOf(stream),
    channel: data.channel,
    purpose: 'confirmation',
    topics: data.topics,
    round: data.round,
    language: data.language,
    template: { name, version },
    variables: { consent: data.consent.text },
    causeId: id,
    announcementId: null,
    at,
  };
}
