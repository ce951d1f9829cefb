import {
  FacilityAddedV1,
  FacilityChangedV1,
  FacilityOpenedV1,
  FacilityResumedV1,
  FacilityRetiredV1,
  FacilitySuspendedV1,
  FacilityVerifiedV1,
} from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/runtime';
import type { FacilityEvent } from './facility/facility.events.js';

/** The event's data with the id that others know the facility by. */
const of = <E extends FacilityEvent>({ stream, data }: RecordedEvent<E>): E['data'] & { facilityId: string } => ({
  ...data,
  facilityId: idOf(stream),
});

/** When it happened. */
const at = ({ metadata, recordedAt }: RecordedEvent) => metadata.occurredAt ?? recordedAt;

/** Which event becomes which contract. */
export const publish: PublishTable<FacilityEvent> = {
  FacilityAdded: (event) => as(FacilityAddedV1, { ...of(event), addedAt: at(event) }),
  FacilityChanged: (event) => as(FacilityChangedV1, { ...of(event), changedAt: at(event) }),
  FacilityOpened: (event) => as(FacilityOpenedV1, { ...of(event), openedAt: at(event) }),
  FacilityVerified: (event) => as(FacilityVerifiedV1, of(event)),
  FacilitySuspended: (event) => as(FacilitySuspendedV1, { ...of(event), suspendedAt: at(event) }),
  FacilityResumed: (event) => as(FacilityResumedV1, { ...of(event), resumedAt: at(event) }),
  FacilityRetired: (event) => as(FacilityRetiredV1, { ...of(event), retiredAt: at(event) }),
};
