import { streamOf, type Claim } from '@ecou/event-sourcing';
import { facilityEvents } from './facility.events.js';

/** Only one facility stands for a record of another system; whose stream it is tells which. */
export const externalIdClaim = (externalId: string, facilityId: string): Claim => ({
  scope: 'facility-external-id',
  value: externalId,
  stream: streamOf(facilityEvents.category, facilityId),
});
