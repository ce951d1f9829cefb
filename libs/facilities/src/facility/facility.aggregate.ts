import type { Aggregate } from '@ecou/event-sourcing';
import { facilityDecider, type FacilityCommandBody, type FacilityState } from './facility.decider.js';
import { facilityEvents, type FacilityEvent } from './facility.events.js';

export const facility: Aggregate<FacilityCommandBody, FacilityState, FacilityEvent> = {
  category: facilityEvents.category,
  events: facilityEvents,
  decider: facilityDecider,
};
