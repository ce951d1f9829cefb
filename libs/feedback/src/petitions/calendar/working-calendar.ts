import Holidays from 'date-holidays';

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

/** When a day begins at the municipality: `YYYY-MM-DD` in, ISO 8601 in UTC out. Clocks change there at 01:00 UTC, never at midnight. */
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

const romanian = new Holidays('RO', { types: ['public'] });
const byYear = new Map<string, ReadonlySet<string>>();

/** 6 and 7 January are days off since 2024; the library has them in every year. */
const isTooEarly = (day: string): boolean => day < '2024' && /-01-0[67]$/.test(day);

/** The public holidays of a year (Labour Code, art. 139), with the Orthodox Easter and Pentecost; some last two days. */
function holidaysOf(year: string): ReadonlySet<string> {
  const known = byYear.get(year);
  if (known) return known;
  const days = romanian.getHolidays(Number(year)).flatMap(({ start, end }) => {
    const count = Math.round((end.getTime() - start.getTime()) / dayMs);
    const first = dayOf(start.toISOString());
    return Array.from({ length: count }, (_, index) => addDays(first, index));
  });
  const holidays = new Set(days.filter((day) => !isTooEarly(day)));
  byYear.set(year, holidays);
  return holidays;
}

/** Whether it is a public holiday of Romania. */
export const isHoliday = (day: string): boolean => holidaysOf(day.slice(0, 4)).has(day);

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Whether the municipality works on a day; `daysOff` are further days on which it does not. */
export const isWorkingDay = (day: string, daysOff: readonly string[] = []): boolean =>
  !isWeekend(day) && !isHoliday(day) && !daysOff.includes(day);

/** The day itself, or the next one on which the municipality works (Code of Civil Procedure, art. 181 (2)). */
export function workingDayFrom(day: string, daysOff: readonly string[] = []): string {
  let candidate = day;
  while (!isWorkingDay(candidate, daysOff)) candidate = addDays(candidate, 1);
  return candidate;
}
