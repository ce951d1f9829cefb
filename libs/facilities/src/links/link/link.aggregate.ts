import type { Aggregate } from '@ecou/event-sourcing';
import { linkDecider, type BrokenLink, type LinkCommandBody } from './link.decider.js';
import { linkEvents, type LinkEvent } from './link.events.js';

/** An address that facilities show; its id is made of it (`linkAddress`). */
export const link: Aggregate<LinkCommandBody, BrokenLink | null, LinkEvent> = {
  category: linkEvents.category,
  events: linkEvents,
  decider: linkDecider,
};
