import type { Language } from '@ecou/contracts';
import { DateTime } from 'luxon';
import { municipalZone } from '../../formats/municipal-zone.js';

const at = (time: string, zone: string, language: Language) => DateTime.fromISO(time, { zone, locale: language });

/** `23 martie 2023`. */
export const dayOf = (time: string, zone: string, language: Language): string =>
  at(time, zone, language).toFormat('d MMMM yyyy');

/** Start and end (ISO 8601), and the clock that they are shown on (an IANA name). */
interface Times {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
}

/** `09:30–16:00`, with days where they differ. */
export function hoursOf({ startsAt, endsAt, timeZone }: Times, language: Language): string {
  const [start, end] = [at(startsAt, timeZone, language), at(endsAt, timeZone, language)];
  const format = start.hasSame(end, 'day') ? 'HH:mm' : 'd MMMM HH:mm';
  return `${start.toFormat(format)}–${end.toFormat(format)}`;
}

/** The hours, and whose clock they are on where it is another one. */
export const clockOf = (times: Times, language: Language): string =>
  hoursOf(times, language) + (times.timeZone === municipalZone ? '' : ` (${times.timeZone})`);

/** `6 h 30 min`. */
export function durationOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
}
