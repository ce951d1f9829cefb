import type { Aggregate } from '@ecou/event-sourcing';
import { outreachDecider, type Outreach, type OutreachCommandBody } from './outreach.decider.js';
import { outreachEvents, type OutreachEvent } from './outreach.events.js';

/** Its id is that of the programme. */
export const outreach: Aggregate<OutreachCommandBody, Outreach, OutreachEvent> = {
  category: outreachEvents.category,
  events: outreachEvents,
  decider: outreachDecider,
};
