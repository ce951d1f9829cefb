import { addDays } from './days.js';
import type { Incentive } from './facility.events.js';

/** The first and the last day on which something holds: a date, or a day of every year (`--MM-DD`); `null`: no limit. */
export type Validity = Pick<Incentive, 'validFrom' | 'validUntil'>;

const isYearly = (day: string): boolean => day.startsWith('--');

/** The limit where it is a date. */
const dateOf = (limit: string | null): string | null => (limit === null || isYearly(limit) ? null : limit);

/** The limit where it is a day of every year: `MM-DD`. */
const yearlyOf = (limit: string | null): string | null => (limit !== null && isYearly(limit) ? limit.slice(2) : null);

/** The days of every year between which it holds (`MM-DD`): to an end of the year where only the other one is said. */
function seasonOf({ validFrom, validUntil }: Validity): { readonly from: string; readonly until: string } | null {
  const [from, until] = [yearlyOf(validFrom), yearlyOf(validUntil)];
  return from === null && until === null ? null : { from: from ?? '01-01', until: until ?? '12-31' };
}

/**
 * True for a day (`YYYY-MM-DD`) on which it holds. A season that ends before it begins goes over New Year; a day that a year does not have, such
 * as 29 February, counts as passed on the next one.
 */
export function holdsOn(day: string, validity: Validity): boolean {
  const [first, last] = [dateOf(validity.validFrom), dateOf(validity.validUntil)];
  if ((first !== null && day < first) || (last !== null && day > last)) return false;
  const season = seasonOf(validity);
  if (!season) return true;
  const { from, until } = season;
  const date = day.slice(5);
  return from <= until ? from <= date && date <= until : from <= date || date <= until;
}

/** The day of a year that `MM-DD` names; the one after its month's last where the month has no such day. */
function inYear(year: number, date: string): string {
  const [month = 1, ofMonth = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return addDays(
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`,
    Math.min(ofMonth, last + 1) - 1,
  );
}

/** The day after the last one that `MM-DD` covers in a year. */
function afterIn(year: number, date: string): string {
  const day = inYear(year, date);
  return day.endsWith(date) ? addDays(day, 1) : day;
}

/** The days after one on which it may begin or end. */
function candidates(after: string, validity: Validity): readonly string[] {
  const [first, last] = [dateOf(validity.validFrom), dateOf(validity.validUntil)];
  const dated = [first ?? [], last === null ? [] : addDays(last, 1)].flat();
  const season = seasonOf(validity);
  if (!season) return dated;
  const years = [after, ...dated]
    .map((day) => Number(day.slice(0, 4)))
    .flatMap((year) => [year, year + 1])
    .filter((year) => year <= 9999);
  return [...dated, ...years.flatMap((year) => [inYear(year, season.from), afterIn(year, season.until)])];
}

/** The next day, after one, on which it begins or ends; `null`: never. */
export function nextTurn(after: string, validity: Validity): string | null {
  const holds = holdsOn(after, validity);
  const days = candidates(after, validity)
    .filter((day) => day > after && holdsOn(day, validity) !== holds)
    .sort();
  return days[0] ?? null;
}
