import type { Aggregate } from '@ecou/event-sourcing';
import { importDecider, type FacilityImport, type ImportCommandBody } from './facility-import.decider.js';
import { importEvents, type ImportEvent } from './facility-import.events.js';

/** A file of facilities, or several that belong together: what they did, so that it can be taken back. */
export const facilityImport: Aggregate<ImportCommandBody, FacilityImport, ImportEvent> = {
  category: importEvents.category,
  events: importEvents,
  decider: importDecider,
};
