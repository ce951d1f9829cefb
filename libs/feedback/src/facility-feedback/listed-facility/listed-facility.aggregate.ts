import type { Aggregate } from '@ecou/event-sourcing';
import {
  listedFacilityDecider,
  type ListedFacility,
  type ListedFacilityCommandBody,
} from './listed-facility.decider.js';
import { listedFacilityEvents, type ListedFacilityEvent } from './listed-facility.events.js';

/** Its id is that of the facility on the map. */
export const listedFacility: Aggregate<ListedFacilityCommandBody, ListedFacility | null, ListedFacilityEvent> = {
  category: listedFacilityEvents.category,
  events: listedFacilityEvents,
  decider: listedFacilityDecider,
};
