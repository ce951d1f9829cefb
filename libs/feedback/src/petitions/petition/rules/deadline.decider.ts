import { Invalid, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { extendedBy, isInTime, type Terms } from '../../calendar/deadlines.js';
import type { PetitionEvent } from '../petition.events.js';
import { awaitsAnswer, refuseUnlessAwaited, subjectOf, type Petition } from '../petition.state.js';

/**
 * By at most so many days as the terms say, once (art. 9); also what is joined to another, each by itself, since its petitioner is told.
 * `days`: calendar days; all of them where it is null.
 */
export type ExtendDeadline = {
  type: 'ExtendDeadline';
  reason: Sealed<string>;
  days: number | null;
  terms: Terms;
  at: string;
};
/** The clock says so; out of date where `dueAt` is not that of the deadline any more. */
export type NoteDueSoon = { type: 'NoteDueSoon'; dueAt: string; at: string };
export type NoteDeadlineMissed = { type: 'NoteDeadlineMissed'; dueAt: string; at: string };

function extend({ reason, days, terms, at }: ExtendDeadline, petition: Petition): PetitionEvent[] {
  const { deadline, extended } = petition;
  if (same(extended?.reason, reason)) return [];
  refuseUnlessAwaited(petition);
  if (!deadline) throw new Rejected('NO_DEADLINE', 'A notice has no deadline.');
  if (extended) throw new Rejected('EXTENDED_ALREADY', 'The deadline is put off once.');
  if (!isInTime(deadline, at)) throw new Rejected('DEADLINE_PASSED', 'The deadline is over.');
  const more = days ?? terms.extensionDays;
  if (more > terms.extensionDays) {
    throw new Invalid('EXTENSION_TOO_LONG', `It is put off by ${terms.extensionDays} days at most.`, ['days']);
  }
  const later = extendedBy(deadline, more, terms);
  return [
    { type: 'DeadlineExtended', data: { subject: subjectOf(petition), reason, deadline: later, extendedAt: at } },
  ];
}

const isSameTime = (one: string, other: string): boolean => Date.parse(one) === Date.parse(other);

function noteDueSoon({ dueAt, at }: NoteDueSoon, petition: Petition): PetitionEvent[] {
  const { deadline, deadlineState } = petition;
  if (!deadline || !awaitsAnswer(petition) || deadlineState !== 'due' || !isSameTime(deadline.dueSoonAt, dueAt))
    return [];
  const { answerBy } = deadline;
  return [{ type: 'PetitionDueSoon', data: { subject: subjectOf(petition), answerBy, raisedAt: at } }];
}

/** A deadline that was never said to be due soon gets that fact, too, so that each one that is missed has both. */
export function noteMissed({ dueAt, at }: NoteDeadlineMissed, petition: Petition): PetitionEvent[] {
  const { deadline, deadlineState } = petition;
  const waits = deadlineState === 'due' || deadlineState === 'due-soon';
  if (!deadline || !awaitsAnswer(petition) || !waits || !isSameTime(deadline.overdueAt, dueAt)) return [];
  const { answerBy } = deadline;
  const about = { subject: subjectOf(petition), answerBy };
  const missed: PetitionEvent = { type: 'PetitionDeadlineMissed', data: { ...about, missedAt: at } };
  return deadlineState === 'due' ? [{ type: 'PetitionDueSoon', data: { ...about, raisedAt: at } }, missed] : [missed];
}

/** The deadline of a petition. */
export const deadlineRules = {
  ExtendDeadline: extend,
  NoteDueSoon: noteDueSoon,
  NoteDeadlineMissed: noteMissed,
} as const;
