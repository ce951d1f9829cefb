import type { Aggregate } from '@ecou/event-sourcing';
import { subscriberDecider, type Subscriber, type SubscriberCommandBody } from './subscriber.decider.js';
import { subscriberEvents, type SubscriberEvent } from './subscriber.events.js';

export const subscriber: Aggregate<SubscriberCommandBody, Subscriber, SubscriberEvent> = {
  category: subscriberEvents.category,
  events: subscriberEvents,
  decider: subscriberDecider,
};
