import { fold, streamOf, type Aggregate, type TimerChange, type SideRows } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { outgoingRegisterOf, registerOf } from '../../calendar/register.js';
import { dayOf } from '../../calendar/working-calendar.js';
import { petitionDecider, type PetitionCommandBody } from './petition.decider.js';
import { petitionEvents, type PetitionEvent } from '../petition.events.js';
import { awaitsAnswer, type Petition } from '../petition.state.js';
import { nextOverdue } from './deadline.decider.js';

/** The timers that raise the facts of a deadline: the target date's, then the legal one's, share one that moves on. */
export const petitionTimers = { dueSoon: 'petition-due-soon', overdue: 'petition-overdue' } as const;
type TimerName = keyof typeof petitionTimers;

/**
 * Marks a petition whose links are bound to its id, by a claim of that scope on it. One that an older build registered has none: its link
 * was bound to its number alone, which a restore may give again.
 */
export const boundLink = 'petition status link v2';

export const petition: Aggregate<PetitionCommandBody, Petition | null, PetitionEvent> = {
  category: petitionEvents.category,
  events: petitionEvents,
  decider: petitionDecider,
  sideRows: (id, events, before) => ({
    ...numbering(id, events),
    ...outgoing(id, events),
    ...timersFor(id, before, fold(petitionDecider, events, before)),
  }),
};

/**
 * The register's number, of the municipality's year in which it comes in: `2026-000123`; its link is bound to the petition. What was taken
 * over brings its own.
 */
function numbering(id: string, events: readonly PetitionEvent[]): SideRows {
  const [first] = events;
  if (first?.type !== 'PetitionRegistered') return {};
  const { registeredAt, firstNumber } = first.data;
  const year = dayOf(registeredAt).slice(0, 4);
  const stream = streamOf(petitionEvents.category, id);
  const bound = { scope: boundLink, value: id, stream };
  if (firstNumber === null) return { claims: [bound] };
  const draw = {
    register: registerOf(year),
    stream,
    field: 'number',
    prefix: `${year}-`,
    digits: 6,
    from: firstNumber,
  };
  return { numbers: [draw], claims: [bound] };
}

/** The number that a letter draws in the outgoing register, of the municipality's year in which it goes out: `E-2026-000123`. */
function outgoing(id: string, events: readonly PetitionEvent[]): SideRows {
  const [first] = events;
  if (first?.type !== 'PetitionAnswered' && first?.type !== 'PetitionDeclined') return {};
  if (first.data.outgoingNumber === null) return {};
  const year = dayOf(first.data.answeredAt).slice(0, 4);
  const stream = streamOf(petitionEvents.category, id);
  const draw = { register: outgoingRegisterOf(year), stream, field: 'outgoingNumber', prefix: `E-${year}-`, digits: 6 };
  return { numbers: [draw] };
}

/** The time at which each fact has to be raised, as a petition stands; null: not any more. */
function wanted(state: Petition | null): Record<TimerName, string | null> {
  if (!state?.deadline || !awaitsAnswer(state)) return { dueSoon: null, overdue: null };
  const { deadline, deadlineState } = state;
  return { dueSoon: deadlineState === 'due' ? deadline.dueSoonAt : null, overdue: nextOverdue(state) };
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
