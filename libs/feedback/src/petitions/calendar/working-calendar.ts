import { Invalid } from '@ecou/event-sourcing';
import type Holidays from 'date-holidays';
import { createRequire } from 'node:module';

/** The municipality's time zone: its years, days and ends of days. */
export const municipalZone = 'Europe/Bucharest';

const dayMs = 86_400_000;

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: municipalZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const offsets = new Intl.DateTimeFormat('en', { timeZone: municipalZone, timeZoneName: 'longOffset' });

/** The municipality's day at a time: ISO 8601 with offset in, `YYYY-MM-DD` out. */
export const dayOf = (time: string): string => calendar.format(Date.parse(time));

/** The beginning of a day at the municipality: `YYYY-MM-DD` in, ISO 8601 in UTC out. Clocks change there at 01:00 UTC, never at midnight. */
export function startOfDay(day: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const name = offsets.formatToParts(utc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(utc - offset).toISOString();
}

/** The day so many calendar days later (earlier, where negative). */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The years whose public holidays are known: Good Friday is one since 2018, and the tables of Easter end in 2120. */
export const calendarYears = { first: 2018, last: 2120 } as const;

/** True for a day (`YYYY-MM-DD`) of one of them. */
export function isInCalendar(day: string): boolean {
  const year = Number(day.slice(0, 4));
  return year >= calendarYears.first && year <= calendarYears.last;
}

export const outsideCalendar = {
  code: 'DAY_OUTSIDE_CALENDAR',
  message: `Public holidays (Labour Code, art. 139) are known from ${calendarYears.first} to ${calendarYears.last}; nothing is counted outside of these years.`,
} as const;

/** Throws `Invalid` at `path` for a day outside of the calendar. */
export function refuseOutsideCalendar(day: string, path: readonly (string | number)[]): void {
  if (isInCalendar(day)) return;
  throw new Invalid(outsideCalendar.code, `${day}: ${outsideCalendar.message}`, path);
}

const require = createRequire(import.meta.url);

/** Loaded with the first year that is asked for: the library holds the holidays of every country. */
function publicHolidays(year: number) {
  const Library = require('date-holidays') as typeof Holidays;
  return new Library('RO', { types: ['public'] }).getHolidays(year);
}

const byYear = new Map<string, ReadonlySet<string>>();

/** 6 and 7 January are days off since 2024; the library has them in every year. */
const isTooEarly = (day: string): boolean => day < '2024' && /-01-0[67]$/.test(day);

/** The public holidays of a day's year (Labour Code, art. 139), with the Orthodox Easter and Pentecost; some last two days. */
function holidaysOf(day: string, field: string): ReadonlySet<string> {
  const year = day.slice(0, 4);
  const known = byYear.get(year);
  if (known) return known;
  refuseOutsideCalendar(day, [field]);
  const days = publicHolidays(Number(year)).flatMap(({ start, end }) => {
    const count = Math.round((end.getTime() - start.getTime()) / dayMs);
    const first = dayOf(start.toISOString());
    return Array.from({ length: count }, (_, index) => addDays(first, index));
  });
  const holidays = new Set(days.filter((each) => !isTooEarly(each)));
  byYear.set(year, holidays);
  return holidays;
}

// `field` names, in the error, the date that lies outside of the calendar.

/** True for a public holiday of Romania. Throws `Invalid` at `field` for a year whose holidays are not known. */
export const isHoliday = (day: string, field = 'day'): boolean => holidaysOf(day, field).has(day);

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** True for a day on which the municipality works; `daysOff` are further days on which it does not. Throws as `isHoliday`. */
export const isWorkingDay = (day: string, daysOff: readonly string[] = [], field = 'day'): boolean =>
  !isHoliday(day, field) && !isWeekend(day) && !daysOff.includes(day);

/**
 * The day itself, or the next one on which the municipality works (Civil Code, art. 2554; Code of Civil Procedure, art. 181 (2)). Throws
 * as `isHoliday`.
 */
export function workingDayFrom(day: string, daysOff: readonly string[] = [], field = 'day'): string {
  let candidate = day;
  while (!isWorkingDay(candidate, daysOff, field)) candidate = addDays(candidate, 1);
  return candidate;
}
