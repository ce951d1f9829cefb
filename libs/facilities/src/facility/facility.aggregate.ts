import { fold, namedUuid, type Aggregate, type SideRows, type TimerChange } from '@ecou/event-sourcing';
import { startOfDay } from './days.js';
import { facilityDecider, type FacilityCommandBody } from './facility.decider.js';
import { facilityEvents, type FacilityEvent } from './facility.events.js';
import type { Facility } from './facility.state.js';

/** The timers of the days on which a facility is to be verified, and on which one of its incentives begins or ends. */
export const facilityTimers = {
  verification: 'facility-verification-due',
  incentives: 'facility-incentive-turns',
} as const;
type TimerName = keyof typeof facilityTimers;

export const facility: Aggregate<FacilityCommandBody, Facility | null, FacilityEvent> = {
  category: facilityEvents.category,
  events: facilityEvents,
  decider: facilityDecider,
  sideRows: (id, events, before) => timersFor(id, before, fold(facilityDecider, events, before)),
};

/** The day for which each timer is set, as a facility stands; null: none. */
function wanted(state: Facility | null): Record<TimerName, string | null> {
  if (!state || state.status === 'retired') return { verification: null, incentives: null };
  const { verification, incentives } = state;
  const turns = incentives.flatMap(({ nextOn }) => nextOn ?? []).sort();
  return { verification: verification?.isNoted ? null : (verification?.dueOn ?? null), incentives: turns[0] ?? null };
}

/** Sets what is new, and takes away what is gone. */
function timersFor(id: string, before: Facility | null, after: Facility | null): SideRows {
  const [was, is] = [wanted(before), wanted(after)];
  const changes = (Object.keys(facilityTimers) as TimerName[])
    .filter((timer) => was[timer] !== is[timer])
    .map((timer): TimerChange => {
      const [name, day] = [facilityTimers[timer], is[timer]];
      const timerId = namedUuid(name, id);
      return day === null ? { id: timerId, dueAt: null } : { id: timerId, name, dueAt: startOfDay(day), subject: id };
    });
  return changes.length > 0 ? { timers: changes } : {};
}
