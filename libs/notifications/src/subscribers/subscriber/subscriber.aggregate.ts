import type { Aggregate, SideRows } from '@ecou/event-sourcing';
import { subscriberDecider, type SubscriberCommandBody } from './subscriber.decider.js';
import { subscriberEvents, type SubscriberEvent } from './subscriber.events.js';
import type { Subscriber } from './subscriber.state.js';

/** Name of the timer that ends what was agreed to under an older text, and not renewed. */
export const renewalTimer = 'consent-renewal';

/** Whoever is asked to agree anew has until then, in the same unit. */
const timers = (id: string, events: readonly SubscriberEvent[]): SideRows => ({
  timers: events.flatMap(({ type, data }) =>
    type === 'RenewalAsked'
      ? [{ id, name: renewalTimer, dueAt: data.until, subject: id, data: { version: data.version } }]
      : [],
  ),
});

export const subscriber: Aggregate<SubscriberCommandBody, Subscriber, SubscriberEvent> = {
  category: subscriberEvents.category,
  events: subscriberEvents,
  decider: subscriberDecider,
  sideRows: timers,
};
