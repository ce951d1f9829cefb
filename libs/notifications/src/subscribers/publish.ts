import { SubscriptionConfirmedV1, SubscriptionEndedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { SubscriberEvent } from './subscriber/subscriber.events.js';

/** The contract that each event becomes. */
export const publish: PublishTable<SubscriberEvent> = {
  SubscriptionConfirmed: ({ stream, data: { topics, channel, language, confirmedAt } }) =>
    as(SubscriptionConfirmedV1, { subscriberId: idOf(stream), topics, channel, language, confirmedAt }),
  SubscriptionEnded: ({ stream, data: { topics, how, endedAt } }) =>
    as(SubscriptionEndedV1, { subscriberId: idOf(stream), topics, how, endedAt }),
};
