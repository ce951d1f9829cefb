import { day, instant } from '@ecou/contracts';
import { z } from 'zod';
import { addDays, dayOf, isWorkingDay, startOfDay, workingDayFrom } from './working-calendar.js';

const startsWith = z.enum(['reception', 'registration']);

/** Time limits in calendar days. */
const limits = {
  answerDays: z.int().min(1).max(365).describe('To the target date of the answer: at most the 30 of art. 8.'),
  extensionDays: z.int().min(1).max(365).describe('By how many days the answer may be put off, once (art. 9): 15.'),
  forwardDays: z
    .int()
    .min(1)
    .max(365)
    .describe('To the target date of forwarding to the competent authority (art. 6¹): at most 5.'),
  dueSoonDays: z.int().min(0).max(60).describe('So many days before its target date the petition is due soon: 5.'),
};

/** Time limits in calendar days, and how they are read; by default those of Government Ordinance 27/2002. */
export const deadlineRules = z.strictObject({
  ...limits,
  targetFrom: startsWith.describe('The day that the target date is counted from.'),
  legalFrom: startsWith.describe('The day that the legal date is counted from; `registration` by the words of art. 8.'),
  legalDays: z
    .enum(['free', 'calendar'])
    .describe(
      '`free`: neither the first day counts nor the last (Civil Code, art. 2553 (1); Code of Civil Procedure, art. 181 (1)); `calendar`: the last one does.',
    ),
});
export type DeadlineRules = z.output<typeof deadlineRules>;

/** The reading of rules that name none. */
export const usualReading = {
  targetFrom: 'reception',
  legalFrom: 'registration',
  legalDays: 'free',
} as const satisfies Partial<DeadlineRules>;

/** The limits of the law, where the municipality has set nothing stricter. */
export const lawfulRules: DeadlineRules = {
  answerDays: 30,
  extensionDays: 15,
  forwardDays: 5,
  dueSoonDays: 5,
  ...usualReading,
};

/** The rules, and the days on which the municipality does not work besides weekends and public holidays. */
export interface Terms extends DeadlineRules {
  readonly daysOff: readonly string[];
}

const target = {
  startsOn: day.describe('The day of reception, registration or reopening, which does not count.'),
  days: z.int().describe('Calendar days to the target date, before it moves to a working day.'),
  answerBy: day.describe('Target date: the day by which the municipality means to answer, a working day.'),
  dueSoonAt: instant,
  overdueAt: instant.describe('When the target date is over.'),
  forwardBy: day.describe('Target date of forwarding it to the competent authority, a working day.'),
};
export const deadlineV1 = z.strictObject(target);

export const deadline = z.strictObject({
  ...target,
  legal: z
    .strictObject({
      startsOn: day,
      days: z.int().describe('Days that the law gives, before the end moves to a working day.'),
      answerBy: day.describe('The last day for the answer by law, a working day.'),
      missedAt: instant.describe('When that day is over.'),
      forwardBy: day.describe('The last day by law for forwarding it to the competent authority, a working day.'),
    })
    .describe('By law, as the rules read it: what decides whether it was missed.'),
  rules: deadlineRules
    .pick({ extensionDays: true, dueSoonDays: true, legalDays: true })
    .nullable()
    .describe(
      'By which it is put off; `null`: it was counted before they were kept with it, and those of the moment hold.',
    ),
});
export type Deadline = z.output<typeof deadline>;

/** The days that a deadline may be counted from. */
interface Dates {
  /** `YYYY-MM-DD`: when it reached the municipality; the day of registration where it is left out. */
  readonly receivedOn?: string | undefined;
  /** True for what another authority has sent on (art. 6¹): the law counts it from its registration here (art. 8 (2)). */
  readonly isSentOn?: boolean;
}

/**
 * The deadline of what is registered, or reopened, at a time. Days are calendar days; the first does not count; an end on a day on which
 * nobody works moves to the next working day (Civil Code, art. 2554; Code of Civil Procedure, art. 181 (2)). Throws `Invalid` at the date
 * for which no public holidays are known.
 */
export function deadlineFrom(at: string, terms: Terms, { receivedOn, isSentOn = false }: Dates = {}): Deadline {
  const registeredOn = dayOf(at);
  const from = { reception: receivedOn ?? registeredOn, registration: registeredOn };
  const startsOn = from[terms.targetFrom];
  const legalFrom = isSentOn ? registeredOn : from[terms.legalFrom];
  const { extensionDays, dueSoonDays, legalDays } = terms;
  return {
    ...targetOf(startsOn, terms.answerDays, terms),
    forwardBy: workingDayFrom(addDays(startsOn, terms.forwardDays), terms.daysOff, 'forwardBy'),
    legal: {
      ...legalOf(legalFrom, lawfulRules.answerDays, terms),
      forwardBy: legalDay(legalFrom, lawfulRules.forwardDays, terms),
    },
    rules: { extensionDays, dueSoonDays, legalDays },
  };
}

/** The deadline put off by so many calendar days, counted from the days on which it ended before it moved. */
export function extendedBy({ legal, forwardBy, ...before }: Deadline, more: number, terms: Terms): Deadline {
  const reading = { ...terms, ...before.rules };
  return {
    ...targetOf(before.startsOn, before.days + more, reading),
    forwardBy,
    legal: { ...legalOf(legal.startsOn, legal.days + more, reading), forwardBy: legal.forwardBy },
    rules: before.rules,
  };
}

/** Most days by which the answer may be put off. */
export const extensionOf = ({ rules }: Deadline, terms: Terms): number => (rules ?? terms).extensionDays;

/**
 * The deadline whose last day by law is a working day: one that was declared a day off since moves on (Civil Code, art. 2554). The target
 * date stays. `undefined` where nothing moves.
 */
export function movedOn(of: Deadline, daysOff: readonly string[]): Deadline | undefined {
  const { answerBy } = of.legal;
  if (isWorkingDay(answerBy, daysOff)) return undefined;
  return { ...of, legal: { ...of.legal, ...endOf(workingDayFrom(answerBy, daysOff, 'legalAnswerBy')) } };
}

/** A deadline that was counted before there was a legal date gets one as the law gives it; days off that staff had added are not in it. */
export function withLegalDate(before: z.output<typeof deadlineV1>): Deadline {
  const { startsOn, days } = before;
  const terms = { ...usualReading, daysOff: [] };
  const legal = legalOf(startsOn, Math.max(days, lawfulRules.answerDays), terms);
  const forwardBy = legalDay(startsOn, lawfulRules.forwardDays, terms);
  // A target date that moved beyond it moved for a day off.
  const end = legal.answerBy < before.answerBy ? endOf(before.answerBy) : {};
  return { ...before, legal: { ...legal, ...end, forwardBy }, rules: null };
}

type Target = Pick<Deadline, 'startsOn' | 'days' | 'answerBy' | 'dueSoonAt' | 'overdueAt'>;

function targetOf(startsOn: string, days: number, { dueSoonDays, daysOff }: Terms): Target {
  const answerBy = workingDayFrom(addDays(startsOn, days), daysOff, 'answerBy');
  return {
    startsOn,
    days,
    answerBy,
    dueSoonAt: startOfDay(addDays(answerBy, -dueSoonDays)),
    overdueAt: startOfDay(addDays(answerBy, 1)),
  };
}

type Reading = Pick<Terms, 'legalDays' | 'daysOff'>;

const legalDay = (startsOn: string, days: number, { legalDays, daysOff }: Reading): string =>
  workingDayFrom(addDays(startsOn, days + (legalDays === 'free' ? 1 : 0)), daysOff, 'legalAnswerBy');

const endOf = (answerBy: string) => ({ answerBy, missedAt: startOfDay(addDays(answerBy, 1)) });

const legalOf = (startsOn: string, days: number, reading: Reading) => ({
  startsOn,
  days,
  ...endOf(legalDay(startsOn, days, reading)),
});

const hasPassed = (time: string, at: string): boolean => Date.parse(at) >= Date.parse(time);

/** True until the target date is over. */
export const isOnTarget = ({ overdueAt }: Pick<Deadline, 'overdueAt'>, at: string): boolean =>
  !hasPassed(overdueAt, at);

/** True until the last day by law is over (Civil Code, art. 2553 (2): at midnight). */
export const isInTime = ({ legal }: Pick<Deadline, 'legal'>, at: string): boolean => !hasPassed(legal.missedAt, at);

/** True until the last day by law for forwarding is over. */
export const isForwardedInTime = ({ legal }: Pick<Deadline, 'legal'>, at: string): boolean =>
  dayOf(at) <= legal.forwardBy;
