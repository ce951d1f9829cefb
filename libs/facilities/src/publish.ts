import {
  FacilityAddedV1,
  FacilityChangedV1,
  FacilityOpenedV1,
  FacilityResumedV1,
  FacilityRetiredV1,
  FacilitySuspendedV1,
  FacilityVerifiedV1,
} from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { FacilityEvent } from './facility/facility.events.js';

const of = ({ stream }: RecordedEvent) => ({ facilityId: idOf(stream) });

/** Which event becomes which contract. */
export const publish: PublishTable<FacilityEvent> = {
  FacilityAdded: (event) => as(FacilityAddedV1, { ...of(event), ...event.data, addedAt: happenedAt(event) }),
  FacilityChanged: (event) => as(FacilityChangedV1, { ...of(event), ...event.data, changedAt: happenedAt(event) }),
  FacilityOpened: (event) => as(FacilityOpenedV1, { ...of(event), ...event.data, openedAt: happenedAt(event) }),
  FacilityVerified: (event) => as(FacilityVerifiedV1, { ...of(event), ...event.data }),
  FacilitySuspended: (event) =>
    as(FacilitySuspendedV1, { ...of(event), ...event.data, suspendedAt: happenedAt(event) }),
  FacilityResumed: (event) => as(FacilityResumedV1, { ...of(event), ...event.data, resumedAt: happenedAt(event) }),
  FacilityRetired: (event) => as(FacilityRetiredV1, { ...of(event), ...event.data, retiredAt: happenedAt(event) }),
};
