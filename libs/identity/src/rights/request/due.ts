import { endOfDay } from '@ecou/runtime';

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest' });

/**
 * The end of the last day of a period in months that begins with a moment: that of the same date, or the last day of a shorter month
 * (Regulation 1182/71, art. 3(2)(c)). ISO 8601 with offset. Weekends and holidays do not put it off here: whoever needs that has until then.
 */
export function monthsAfter(moment: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.format(new Date(moment)).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return new Date(endOfDay(last.toISOString().slice(0, 10))).toISOString();
}
