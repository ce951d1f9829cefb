import { SubscriptionConfirmedV1, SubscriptionEndedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { SubscriberEvent } from './subscriber/subscriber.events.js';
import { isOfPetition } from './topic/petition-topic.js';

/** Nobody else is told which petition is somebody's. */
const publicOf = (topics: readonly string[]): string[] => topics.filter((topic) => !isOfPetition(topic));

/** The contract that each event becomes. */
export const publish: PublishTable<SubscriberEvent> = {
  SubscriptionConfirmed: ({ stream, data: { topics: all, channel, language, confirmedAt } }) => {
    const topics = publicOf(all);
    if (topics.length === 0) return [];
    return as(SubscriptionConfirmedV1, { subscriberId: idOf(stream), topics, channel, language, confirmedAt });
  },
  SubscriptionEnded: ({ stream, data: { topics: all, how, endedAt } }) => {
    const topics = publicOf(all);
    return topics.length === 0 ? [] : as(SubscriptionEndedV1, { subscriberId: idOf(stream), topics, how, endedAt });
  },
};
