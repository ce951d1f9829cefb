import type { Aggregate, UnitOfWork } from '@ecou/event-sourcing';
import { facilityKindsDecider, latest, type ChangeKinds, type FacilityKinds } from './facility-kinds.decider.js';
import { facilityKindsEvents, type FacilityKind, type FacilityKindsEvent } from './facility-kinds.events.js';

export const facilityKindsAggregate: Aggregate<ChangeKinds, FacilityKinds, FacilityKindsEvent> = {
  category: facilityKindsEvents.category,
  events: facilityKindsEvents,
  decider: facilityKindsDecider,
};

/** There is one list; its id is the same in every deployment. */
export const kindsId = '7d0c6a52-3f0e-4b8e-9a41-2b7c5f1e8d36';

/** The kinds that stand, as a part of a unit: it is refused where they change meanwhile. */
export const readKinds = async (work: UnitOfWork): Promise<readonly FacilityKind[]> =>
  latest(await work.read(facilityKindsAggregate, kindsId)).kinds;
