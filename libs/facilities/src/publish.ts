import {
  FacilityAddedV1,
  FacilityChangedV1,
  FacilityKindsChangedV1,
  FacilityOpenedV1,
  FacilityResumedV1,
  FacilityRetiredV1,
  FacilitySuspendedV1,
  FacilityVerifiedV1,
  IncentiveAnnouncedV1,
  IncentiveEndedV1,
  VerificationDueContactV1,
  VerificationDueV1,
} from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import { addDays } from './facility/days.js';
import type { FacilityEvent } from './facility/facility.events.js';
import type { FacilityKindsEvent } from './kinds/facility-kinds.events.js';

const of = ({ stream }: RecordedEvent) => ({ facilityId: idOf(stream) });

/** Which event becomes which contract. */
export const publish: PublishTable<FacilityEvent | FacilityKindsEvent> = {
  FacilityAdded: (event) => as(FacilityAddedV1, { ...of(event), ...event.data, addedAt: happenedAt(event) }),
  FacilityChanged: (event) => as(FacilityChangedV1, { ...of(event), ...event.data, changedAt: happenedAt(event) }),
  FacilityOpened: (event) => as(FacilityOpenedV1, { ...of(event), ...event.data, openedAt: happenedAt(event) }),
  FacilityVerified: (event) => as(FacilityVerifiedV1, { ...of(event), ...event.data }),
  FacilitySuspended: (event) =>
    as(FacilitySuspendedV1, { ...of(event), ...event.data, suspendedAt: happenedAt(event) }),
  FacilityResumed: (event) => as(FacilityResumedV1, { ...of(event), ...event.data, resumedAt: happenedAt(event) }),
  FacilityRetired: (event) => as(FacilityRetiredV1, { ...of(event), ...event.data, retiredAt: happenedAt(event) }),
  FacilityKindsChanged: (event) => as(FacilityKindsChangedV1, { kindsId: idOf(event.stream), ...event.data }),
  VerificationDue: (event) => {
    const { steward, ...data } = event.data;
    const due = { ...of(event), ...data, dueAt: happenedAt(event) };
    if (!steward) return as(VerificationDueV1, due);
    const { name: stewardName, email: contact } = steward;
    return [as(VerificationDueV1, due), as(VerificationDueContactV1, { ...due, stewardName, contact })];
  },
  IncentiveBegan: (event) => {
    const { nextOn, ...data } = event.data;
    const lastOn = nextOn === null ? null : addDays(nextOn, -1);
    return as(IncentiveAnnouncedV1, { ...of(event), ...data, lastOn, announcedAt: happenedAt(event) });
  },
  IncentiveEnded: (event) => {
    const { nextOn, ...data } = event.data;
    return as(IncentiveEndedV1, { ...of(event), ...data, againOn: nextOn, endedAt: happenedAt(event) });
  },
};
