import type { Aggregate } from '@ecou/event-sourcing';
import { legalHoldsDecider, type LegalHolds, type LegalHoldsCommandBody } from './legal-holds.decider.js';
import { legalHoldsEvents, type LegalHoldsEvent } from './legal-holds.events.js';

export const legalHolds: Aggregate<LegalHoldsCommandBody, LegalHolds, LegalHoldsEvent> = {
  category: legalHoldsEvents.category,
  events: legalHoldsEvents,
  decider: legalHoldsDecider,
};

/** The one stream of all holds. */
export const allHolds = 'b5a5a0a4-6a41-5c0e-8f0e-0c1f6d3f8a10';
