import { awaitsAnswer, type DeadlineState, type Petition } from './petition.state.js';

/**
 * Where a deadline stands at a moment. While somebody still has to answer, the clock says it, and not the facts that timers have raised, so
 * that it is right to the second; afterwards, what became of it.
 */
export function deadlineAt(petition: Petition, now: string): DeadlineState {
  const { deadline, deadlineState } = petition;
  if (!deadline || !awaitsAnswer(petition)) return deadlineState;
  if (Date.parse(now) >= Date.parse(deadline.overdueAt)) return 'overdue';
  return Date.parse(now) >= Date.parse(deadline.dueSoonAt) ? 'due-soon' : 'due';
}
