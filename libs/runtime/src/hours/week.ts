import { openIntervals, type OpenInterval } from './opening-hours.js';
import { onTheWall } from './wall-clock.js';

/**
 * A time in which something is open, by the municipality's clocks: `HH:MM`. `24:00` is the end of the day; one that closes earlier than it opens does so
 * on the next day.
 */
export interface Span {
  readonly opens: string;
  readonly closes: string;
}

/** The times in which something opens on a day (`YYYY-MM-DD`). */
export interface DayHours {
  readonly day: string;
  /** 1: Monday, 7: Sunday. */
  readonly weekday: number;
  readonly spans: readonly Span[];
}

/** A time that is the same on some days of the week. */
export interface WeeklySpan extends Span {
  /** 1: Monday, 7: Sunday; in order. */
  readonly weekdays: readonly number[];
}

/** Opening hours of some weeks as those of every week, and the days on which they are others. */
export interface RegularHours {
  /** The first and the last day that they were read for. */
  readonly from: string;
  readonly until: string;
  readonly weekly: readonly WeeklySpan[];
  readonly exceptions: readonly DayHours[];
}

interface DatedSpan extends Span {
  readonly day: string;
}

const dayMs = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');
const dayOf = (wall: Date): string => `${wall.getFullYear()}-${two(wall.getMonth() + 1)}-${two(wall.getDate())}`;
const timeOf = (wall: Date): string => `${two(wall.getHours())}:${two(wall.getMinutes())}`;
const midnightAfter = (wall: Date): Date => new Date(wall.getFullYear(), wall.getMonth(), wall.getDate() + 1);
const weekdayOf = (wall: Date): number => wall.getDay() || 7;

const closing = (wall: Date): string => (timeOf(wall) === '00:00' ? '24:00' : timeOf(wall));

/** The spans of an interval: one, or one for each day where it lasts longer than a day. */
function spansOf({ from, until }: OpenInterval): DatedSpan[] {
  const [begins, ends] = [onTheWall(Date.parse(from)), onTheWall(Date.parse(until))];
  if (ends.getTime() - begins.getTime() <= dayMs)
    return [{ day: dayOf(begins), opens: timeOf(begins), closes: closing(ends) }];
  const spans: DatedSpan[] = [];
  for (let start = begins; start < ends; start = midnightAfter(start)) {
    const end = midnightAfter(start) < ends ? midnightAfter(start) : ends;
    spans.push({ day: dayOf(start), opens: timeOf(start), closes: closing(end) });
  }
  return spans;
}

/** Opening hours day by day, from the day of a moment (milliseconds since 1970) on; null: they cannot be read. */
export function hoursByDay(text: string, moment: number, days: number): readonly DayHours[] | null {
  // A night belongs to the day on which it began, and may end on the day after the last one.
  const intervals = openIntervals(text, moment, days + 2, -1);
  if (!intervals) return null;
  const spans = intervals.flatMap(spansOf);
  const today = onTheWall(moment);
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + index);
    const ofDay = spans.filter(({ day }) => day === dayOf(date));
    return {
      day: dayOf(date),
      weekday: weekdayOf(date),
      spans: ofDay.map(({ opens, closes }) => ({ opens, closes })),
    };
  });
}

const keyOf = ({ spans }: DayHours): string => spans.map(({ opens, closes }) => `${opens}-${closes}`).join();

/** The one of some days whose hours most of them have; the first of several. */
function mostUsual(days: readonly DayHours[]): DayHours | undefined {
  const count = (day: DayHours) => days.filter((each) => keyOf(each) === keyOf(day)).length;
  return days.reduce<DayHours | undefined>((best, day) => (best && count(best) >= count(day) ? best : day), undefined);
}

function weeklyOf(usual: readonly DayHours[]): WeeklySpan[] {
  const found = new Map<string, WeeklySpan>();
  for (const { weekday, spans } of usual) {
    for (const span of spans) {
      const key = `${span.opens}-${span.closes}`;
      found.set(key, { ...span, weekdays: [...(found.get(key)?.weekdays ?? []), weekday] });
    }
  }
  return [...found.values()];
}

/** Opening hours of so many days from the day of a moment on, with the days of the week that are among them; null: they cannot be read. */
export function regularHours(text: string, moment: number, days: number): RegularHours | null {
  const all = hoursByDay(text, moment, days);
  const [first, last] = [all?.[0], all?.at(-1)];
  if (!all || !first || !last) return null;
  const usual = [1, 2, 3, 4, 5, 6, 7].flatMap(
    (weekday) => mostUsual(all.filter((day) => day.weekday === weekday)) ?? [],
  );
  const usualKeys = new Map(usual.map((day) => [day.weekday, keyOf(day)]));
  return {
    ...{ from: first.day, until: last.day, weekly: weeklyOf(usual) },
    exceptions: all.filter((day) => usualKeys.get(day.weekday) !== keyOf(day)),
  };
}
