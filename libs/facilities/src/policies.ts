import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onEvent, onTimer, type Policy } from '@ecou/messaging';
import { facilityTimers } from './facility/facility.aggregate.js';
import { FacilityCommand } from './facility/facility.command.js';
import type { FacilityEvent } from './facility/facility.events.js';
import { ApplyKindsCommand, mapBehind } from './map/apply-kinds.command.js';
import type { FacilityKindsEvent } from './kinds/facility-kinds.events.js';

type Recorded<E extends { type: string; data: object }, Type extends E['type']> = RecordedEvent<
  Extract<E, { type: Type }>
>;

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(facilityTimers.verification, {
    name: 'facility-is-to-be-verified',
    then: ({ subject }, context) => new FacilityCommand(subject, { type: 'KeepSchedule' }, context),
  }),
  onTimer(facilityTimers.incentives, {
    name: 'incentive-begins-or-ends',
    then: ({ subject }, context) => new FacilityCommand(subject, { type: 'KeepSchedule' }, context),
  }),
  // What was said before days were kept; of later facilities nothing follows.
  onEvent(['FacilityAdded', 'FacilityChanged'], {
    name: 'facility-gets-its-days',
    then: ({ stream, data }: Recorded<FacilityEvent, 'FacilityAdded' | 'FacilityChanged'>, context) =>
      data.incentives.length > 0 || data.verifyEveryMonths !== null
        ? new FacilityCommand(idOf(stream), { type: 'KeepSchedule' }, context)
        : undefined,
  }),
  onEvent(['FacilityKindsChanged'], {
    name: 'kinds-are-applied',
    notYet: [mapBehind],
    then: ({ stream, position, data }: Recorded<FacilityKindsEvent, 'FacilityKindsChanged'>, context) =>
      new ApplyKindsCommand(idOf(stream), { type: 'ApplyKinds', version: data.version, position }, context),
  }),
];
