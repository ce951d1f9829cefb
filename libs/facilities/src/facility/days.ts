/** The municipality's time zone: its days begin and end by it. */
const municipalZone = 'Europe/Bucharest';

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

/** The day so many days later (earlier, where negative). */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The same day so many months later, or the last one of a month that is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = daysIn(first.getUTCFullYear(), first.getUTCMonth());
  return addDays(first.toISOString().slice(0, 10), Math.min(date, last) - 1);
}
