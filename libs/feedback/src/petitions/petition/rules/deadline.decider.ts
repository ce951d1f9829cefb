import { Invalid, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import {
  extendedBy,
  extensionOf,
  isInTime,
  isOnTarget,
  movedOn,
  type Deadline,
  type Terms,
} from '../../calendar/deadlines.js';
import { refuseUnlessHeadOfInstitution, type Acting } from '../../directory/acting.js';
import type { PetitionEvent } from '../petition.events.js';
import { awaitsAnswer, refuseUnlessAwaited, subjectOf, type Petition } from '../petition.state.js';

/**
 * By at most so many days as the terms say, once (art. 9); also what is joined to another, each by itself, since its petitioner is told.
 * `days`: calendar days; all of them where it is null. `by`: the head of the institution.
 */
export type ExtendDeadline = {
  type: 'ExtendDeadline';
  reason: Sealed<string>;
  days: number | null;
  by: Acting | null;
  terms: Terms;
  at: string;
};
/** The clock says so; out of date where `dueAt` is not that of the deadline any more. */
export type NoteDueSoon = { type: 'NoteDueSoon'; dueAt: string; at: string };
/** The same of the target date, or of the legal one, whichever comes next. `daysOff`: as the directory has them now. */
export type NoteDeadlineMissed = {
  type: 'NoteDeadlineMissed';
  dueAt: string;
  daysOff: readonly string[];
  at: string;
};

function extend({ reason, days, by, terms, at }: ExtendDeadline, petition: Petition): PetitionEvent[] {
  const { deadline, extended } = petition;
  if (same(extended?.reason, reason)) return [];
  refuseUnlessAwaited(petition);
  if (!deadline) throw new Rejected('NO_DEADLINE', 'A notice has no deadline.');
  if (extended) throw new Rejected('EXTENDED_ALREADY', 'The deadline is put off once.');
  if (!isInTime(deadline, at)) throw new Rejected('DEADLINE_PASSED', 'The deadline is over.');
  if (petition.rules.officersChecked) refuseUnlessHeadOfInstitution(by);
  const later = extendedBy(deadline, daysMore(days, extensionOf(deadline, terms)), terms);
  const data = { subject: subjectOf(petition), reason, deadline: later, by: by?.id ?? null, extendedAt: at };
  return [{ type: 'DeadlineExtended', data }];
}

function daysMore(days: number | null, most: number): number {
  if (days !== null && days > most) {
    throw new Invalid('EXTENSION_TOO_LONG', `It is put off by ${most} days at most.`, ['days']);
  }
  return days ?? most;
}

const isSameTime = (one: string, other: string): boolean => Date.parse(one) === Date.parse(other);

function noteDueSoon({ dueAt, at }: NoteDueSoon, petition: Petition): PetitionEvent[] {
  const { deadline, deadlineState } = petition;
  if (!deadline || !awaitsAnswer(petition) || deadlineState !== 'due' || !isSameTime(deadline.dueSoonAt, dueAt))
    return [];
  const { answerBy } = deadline;
  return [{ type: 'PetitionDueSoon', data: { subject: subjectOf(petition), answerBy, raisedAt: at } }];
}

/** The time at which the next of the two dates is over; null where both were, or nobody waits. */
export function nextOverdue(petition: Petition): string | null {
  const { deadline, deadlineState, legallyMissed } = petition;
  if (!deadline || !awaitsAnswer(petition)) return null;
  if (deadlineState === 'due' || deadlineState === 'due-soon') return deadline.overdueAt;
  return legallyMissed ? null : deadline.legal.missedAt;
}

function noteMissed({ dueAt, daysOff, at }: NoteDeadlineMissed, petition: Petition): PetitionEvent[] {
  const next = nextOverdue(petition);
  const { deadline } = petition;
  if (!deadline || next === null || !isSameTime(next, dueAt)) return [];
  const moved = isInTime(deadline, at) ? undefined : movedOn(deadline, daysOff);
  if (!moved) return missedBy(at, petition, deadline);
  const data = { subject: subjectOf(petition), deadline: moved, movedAt: at };
  return [{ type: 'LegalDateMoved', data }, ...missedBy(at, petition, moved)];
}

/**
 * The facts of a deadline that a time has brought, and that nobody has raised yet. A target date that was never said to be due soon gets
 * that fact, too, so that each one that is missed has both.
 */
export function missedBy(at: string, petition: Petition, deadline: Deadline): PetitionEvent[] {
  const { deadlineState, legallyMissed } = petition;
  if (!awaitsAnswer(petition)) return [];
  const { answerBy, legal } = deadline;
  const about = { subject: subjectOf(petition), answerBy };
  const facts: PetitionEvent[] = [];
  const isLate = !isOnTarget(deadline, at);
  if (isLate && deadlineState === 'due') facts.push({ type: 'PetitionDueSoon', data: { ...about, raisedAt: at } });
  if (isLate && deadlineState !== 'overdue')
    facts.push({ type: 'PetitionTargetMissed', data: { ...about, missedAt: at } });
  if (!legallyMissed && !isInTime(deadline, at)) {
    const data = { ...about, legalAnswerBy: legal.answerBy, missedAt: at };
    facts.push({ type: 'PetitionDeadlineMissed', data });
  }
  return facts;
}

/** The deadline of a petition. */
export const deadlineRules = {
  ExtendDeadline: extend,
  NoteDueSoon: noteDueSoon,
  NoteDeadlineMissed: noteMissed,
} as const;
