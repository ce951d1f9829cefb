import { localizedText, slug } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

export const listedFacilityEvents = defineEvents('listed-facility', {
  /** The map shows a facility, or says something new of what it is. */
  FacilityListed: z.object({ kind: slug, name: localizedText }),
  /** It is gone for good. */
  FacilityDelisted: z.object({ kind: slug, name: localizedText }),
});
export type ListedFacilityEvent = EventOf<typeof listedFacilityEvents>;
