import { Invalid } from '@ecou/event-sourcing';
import { addDays, calendarYears, dayOf, startOfDay } from '../calendar/working-calendar.js';

/** A half-year at the municipality. */
export interface Period {
  readonly year: number;
  readonly half: 1 | 2;
  /** `YYYY-MM-DD`: its first and last day. */
  readonly from: string;
  readonly to: string;
  /** ISO 8601: when it begins, and when it is over. */
  readonly begins: string;
  readonly ends: string;
}

export const periodForm = /^(\d{4})-([12])$/;

/** The half-year that `2026-1` names. Throws `Invalid` for one that has not begun, or whose year is not in the calendar. */
export function periodOf(name: string, now: string): Period {
  const [, year = '', half = ''] = periodForm.exec(name) ?? [];
  const isFirst = half === '1';
  const from = `${year}-${isFirst ? '01' : '07'}-01`;
  const next = isFirst ? `${year}-07-01` : `${Number(year) + 1}-01-01`;
  const { first, last } = calendarYears;
  if (Number(year) < first || Number(year) > last) {
    throw new Invalid('YEAR_OUTSIDE_CALENDAR', `Half-years are counted from ${first} to ${last}.`, ['period']);
  }
  if (from > dayOf(now)) throw new Invalid('HALF_YEAR_AHEAD', 'The half-year has not begun yet.', ['period']);
  return {
    year: Number(year),
    half: isFirst ? 1 : 2,
    from,
    to: addDays(next, -1),
    begins: startOfDay(from),
    ends: startOfDay(next),
  };
}
