import { awaitsAnswer, type DeadlineState, type Petition } from './petition.state.js';

/**
 * The state of a deadline at a moment. While an answer is awaited, the clock tells it, and not the facts that timers have raised, so that it
 * is right to the second; afterwards, the petition's own state does.
 */
export function deadlineAt(petition: Petition, now: string): DeadlineState {
  const { deadline, deadlineState } = petition;
  if (!deadline || !awaitsAnswer(petition)) return deadlineState;
  if (Date.parse(now) >= Date.parse(deadline.overdueAt)) return 'overdue';
  return Date.parse(now) >= Date.parse(deadline.dueSoonAt) ? 'due-soon' : 'due';
}
