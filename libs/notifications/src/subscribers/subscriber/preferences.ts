import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

const clockTime = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'A time of the day reads `22:00`.');

export const schedule = z.enum(['immediate', 'daily', 'weekly']);

/** The times at which somebody wants to be told. */
export const preferences = z.object({
  schedule: schedule.describe('`daily`, `weekly`: what there is comes gathered, at their hour.'),
  hour: z.int().min(0).max(23).describe('The hour at which what was gathered comes, in their time zone.'),
  weekday: z.int().min(1).max(7).describe('The day on which it comes weekly: 1 is Monday.'),
  quiet: z
    .object({ from: clockTime, to: clockTime })
    .nullable()
    .describe('The hours in which nothing comes that can wait, in their time zone; `null`: none.'),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), { error: 'is no time zone', params: { code: 'TIME_ZONE_UNKNOWN' } })
    .describe('IANA name.'),
  fallback: z.boolean().describe('Whether what cannot be delivered to one address goes to the next.'),
});
export type Preferences = z.output<typeof preferences>;

/** Those of somebody who chose none. */
export const usualPreferences: Preferences = {
  schedule: 'immediate',
  hour: 8,
  weekday: 1,
  quiet: null,
  timeZone: 'Europe/Bucharest',
  fallback: false,
};

const clockOn = (day: DateTime, time: string): DateTime => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 });
};

const utc = (time: DateTime): string => new Date(time.toMillis()).toISOString();

/** The end of the quiet hours that a moment (ISO 8601) lies in; `null` outside of them. */
export function quietUntil(at: string, { quiet, timeZone }: Preferences): string | null {
  if (!quiet || quiet.from === quiet.to) return null;
  const now = DateTime.fromISO(at, { zone: timeZone });
  for (const daysAgo of [0, 1]) {
    const from = clockOn(now.minus({ days: daysAgo }), quiet.from);
    const to = clockOn(quiet.to > quiet.from ? from : from.plus({ days: 1 }), quiet.to);
    if (from <= now && now < to) return utc(to);
  }
  return null;
}

/** The time of the digest that gathers what there is after a moment (both ISO 8601); `null` for somebody who is told at once. */
export function digestAfter(at: string, { schedule: when, hour, weekday, timeZone }: Preferences): string | null {
  if (when === 'immediate') return null;
  const now = DateTime.fromISO(at, { zone: timeZone });
  const isDue = (day: DateTime) => when === 'daily' || day.weekday === weekday;
  for (let days = 0; ; days += 1) {
    const due = clockOn(now.plus({ days }), `${hour}:00`);
    if (isDue(due) && due > now) return utc(due);
  }
}
