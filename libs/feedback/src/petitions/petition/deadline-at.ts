import { isInTime, isOnTarget } from '../calendar/deadlines.js';
import { awaitsAnswer, type DeadlineState, type Petition } from './petition.state.js';

/**
 * The state of a deadline at a moment, by its target date. While an answer is awaited, the clock tells it, and not the facts that timers have raised, so that it
 * is right to the second; afterwards, the petition's own state does.
 */
export function deadlineAt(petition: Petition, now: string): DeadlineState {
  const { deadline, deadlineState } = petition;
  if (!deadline || !awaitsAnswer(petition)) return deadlineState;
  if (!isOnTarget(deadline, now)) return 'overdue';
  return Date.parse(now) >= Date.parse(deadline.dueSoonAt) ? 'due-soon' : 'due';
}

/** True where the last day by law is over at a moment, or was over when the answer came. */
export function isLegallyMissedAt(petition: Petition, now: string): boolean {
  const { deadline, deadlineState, legallyMissed } = petition;
  if (!deadline || !awaitsAnswer(petition)) return deadlineState === 'missed';
  return legallyMissed || !isInTime(deadline, now);
}

/** The state of a deadline as it is told outside of the municipality: overdue once the law says so. */
export function publicDeadlineAt(petition: Petition, now: string): DeadlineState {
  const state = deadlineAt(petition, now);
  return state === 'overdue' && !isLegallyMissedAt(petition, now) ? 'due-soon' : state;
}
