import type { Aggregate } from '@ecou/event-sourcing';
import { deliveryDecider, type LearnDelivery } from './delivery.decider.js';
import { deliveryEvents, type DeliveryEvent } from './delivery.events.js';

/** Its id is the message's. */
export const delivery: Aggregate<LearnDelivery, DeliveryEvent['data'] | null, DeliveryEvent> = {
  category: deliveryEvents.category,
  events: deliveryEvents,
  decider: deliveryDecider,
};
