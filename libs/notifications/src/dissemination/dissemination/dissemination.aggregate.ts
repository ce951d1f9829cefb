import type { Aggregate } from '@ecou/event-sourcing';
import { disseminationDecider, type Dissemination, type DisseminationCommandBody } from './dissemination.decider.js';
import { disseminationEvents, type DisseminationEvent } from './dissemination.events.js';

export const dissemination: Aggregate<DisseminationCommandBody, Dissemination | null, DisseminationEvent> = {
  category: disseminationEvents.category,
  events: disseminationEvents,
  decider: disseminationDecider,
};
