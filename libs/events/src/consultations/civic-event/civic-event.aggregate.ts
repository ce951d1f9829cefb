import type { Aggregate } from '@ecou/event-sourcing';
import { civicEventDecider, type CivicEvent, type CivicEventCommandBody } from './civic-event.decider.js';
import { civicEventEvents, type CivicEventEvent } from './civic-event.events.js';

export const civicEvent: Aggregate<CivicEventCommandBody, CivicEvent | null, CivicEventEvent> = {
  category: civicEventEvents.category,
  events: civicEventEvents,
  decider: civicEventDecider,
};
