import type { Aggregate } from '@ecou/event-sourcing';
import { subscriberDecider, type SubscriberCommandBody } from './subscriber.decider.js';
import { subscriberEvents, type SubscriberEvent } from './subscriber.events.js';
import type { Subscriber } from './subscriber.state.js';

export const subscriber: Aggregate<SubscriberCommandBody, Subscriber, SubscriberEvent> = {
  category: subscriberEvents.category,
  events: subscriberEvents,
  decider: subscriberDecider,
};
