import { fold, streamOf, type Aggregate, type TimerChange, type SideRows } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { dayOf } from '../../calendar/working-calendar.js';
import { petitionDecider, type PetitionCommandBody } from './petition.decider.js';
import { petitionEvents, type PetitionEvent } from '../petition.events.js';
import { awaitsAnswer, type Petition } from '../petition.state.js';

/** The timers that raise the facts of a deadline. */
export const petitionTimers = { dueSoon: 'petition-due-soon', overdue: 'petition-overdue' } as const;
type TimerName = keyof typeof petitionTimers;

export const petition: Aggregate<PetitionCommandBody, Petition | null, PetitionEvent> = {
  category: petitionEvents.category,
  events: petitionEvents,
  decider: petitionDecider,
  sideRows: (id, events, before) => ({
    ...drawing(id, events),
    ...timersFor(id, before, fold(petitionDecider, events, before)),
  }),
};

/** The register's number, of the municipality's year in which it comes in: `2026-000123`. */
function drawing(id: string, events: readonly PetitionEvent[]): SideRows {
  const [first] = events;
  if (first?.type !== 'PetitionRegistered') return {};
  const year = dayOf(first.data.registeredAt).slice(0, 4);
  const stream = streamOf(petitionEvents.category, id);
  return { numbers: [{ register: `petitions-${year}`, stream, field: 'number', prefix: `${year}-`, digits: 6 }] };
}

/** The time at which each fact has to be raised, as a petition stands; null: not any more. */
function wanted(state: Petition | null): Record<TimerName, string | null> {
  if (!state?.deadline || !awaitsAnswer(state)) return { dueSoon: null, overdue: null };
  const { deadline, deadlineState } = state;
  return {
    dueSoon: deadlineState === 'due' ? deadline.dueSoonAt : null,
    overdue: deadlineState === 'due' || deadlineState === 'due-soon' ? deadline.overdueAt : null,
  };
}

/** Sets what is new, and takes away what is gone. */
function timersFor(id: string, before: Petition | null, after: Petition | null): SideRows {
  const [was, is] = [wanted(before), wanted(after)];
  const changes = (Object.keys(petitionTimers) as TimerName[])
    .filter((timer) => was[timer] !== is[timer])
    .map((timer): TimerChange => {
      const [name, dueAt] = [petitionTimers[timer], is[timer]];
      const timerId = uuidv5(name, id);
      return dueAt === null ? { id: timerId, dueAt } : { id: timerId, name, dueAt, subject: id };
    });
  return changes.length > 0 ? { timers: changes } : {};
}
