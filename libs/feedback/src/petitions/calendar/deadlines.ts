import { day, instant } from '@ecou/contracts';
import { z } from 'zod';
import { addDays, dayOf, startOfDay, workingDayFrom } from './working-calendar.js';

/** Time limits in calendar days; by default those of Government Ordinance 27/2002. */
export const deadlineRules = z.strictObject({
  answerDays: z.int().min(1).max(365).describe('From the registration to the answer (art. 8): 30.'),
  extensionDays: z.int().min(1).max(365).describe('By how many days the answer may be put off, once (art. 9): 15.'),
  forwardDays: z
    .int()
    .min(1)
    .max(365)
    .describe('From the registration to the forwarding to the competent authority (art. 6¹): 5.'),
  dueSoonDays: z.int().min(0).max(60).describe('So many days before the last one the petition is due soon: 5.'),
});
export type DeadlineRules = z.output<typeof deadlineRules>;

/** The limits of the law, where the municipality has set nothing stricter. */
export const lawfulRules: DeadlineRules = { answerDays: 30, extensionDays: 15, forwardDays: 5, dueSoonDays: 5 };

/** The rules, and the days on which the municipality does not work besides weekends and public holidays. */
export interface Terms extends DeadlineRules {
  readonly daysOff: readonly string[];
}

export const deadline = z.strictObject({
  startsOn: day.describe('The day of registration, or of reopening, which does not count.'),
  days: z.int().describe('Calendar days, before the end moves to a working day.'),
  answerBy: day.describe('The last day for the answer, a working day.'),
  dueSoonAt: instant,
  overdueAt: instant.describe('When the last day is over.'),
  forwardBy: day.describe('The last day for forwarding it to the competent authority, a working day.'),
});
export type Deadline = z.output<typeof deadline>;

/**
 * The deadline of what begins at a time. Days are calendar days; the first does not count; an end on a day on which nobody works moves
 * to the next working day (Code of Civil Procedure, art. 181 (2)).
 */
export function deadlineFrom(at: string, terms: Terms): Deadline {
  const startsOn = dayOf(at);
  return {
    ...ending(startsOn, terms.answerDays, terms),
    forwardBy: workingDayFrom(addDays(startsOn, terms.forwardDays), terms.daysOff),
  };
}

/** The deadline put off by so many calendar days, counted from the day on which it ended before it moved. */
export const extendedBy = ({ startsOn, days, forwardBy }: Deadline, more: number, terms: Terms): Deadline => ({
  ...ending(startsOn, days + more, terms),
  forwardBy,
});

function ending(startsOn: string, days: number, { dueSoonDays, daysOff }: Terms): Omit<Deadline, 'forwardBy'> {
  const answerBy = workingDayFrom(addDays(startsOn, days), daysOff);
  return {
    startsOn,
    days,
    answerBy,
    dueSoonAt: startOfDay(addDays(answerBy, -dueSoonDays)),
    overdueAt: startOfDay(addDays(answerBy, 1)),
  };
}

/** True until the last day is over. */
export const isInTime = ({ overdueAt }: Pick<Deadline, 'overdueAt'>, at: string): boolean =>
  Date.parse(at) < Date.parse(overdueAt);

/** True until a day of the municipality is over. */
export const dayIsNotOver = (last: string, at: string): boolean => dayOf(at) <= last;
