import type { Aggregate } from '@ecou/event-sourcing';
import { facilityDecider, type FacilityCommandBody, type Facility } from './facility.decider.js';
import { facilityEvents, type FacilityEvent } from './facility.events.js';

export const facility: Aggregate<FacilityCommandBody, Facility | null, FacilityEvent> = {
  category: facilityEvents.category,
  events: facilityEvents,
  decider: facilityDecider,
};
