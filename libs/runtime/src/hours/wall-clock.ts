/** The municipality's time zone: opening hours are those of its clocks. */
export const municipalZone = 'Europe/Bucharest';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const clock = new Intl.DateTimeFormat('en', {
  timeZone: municipalZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** The time that the municipality's clocks show at a moment (milliseconds since 1970), as if it were UTC. */
function shownAt(moment: number): number {
  const parts = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** A date whose local time, in whatever zone the process runs, is what the municipality's clocks show at a moment. */
export function onTheWall(moment: number): Date {
  const shown = new Date(shownAt(moment));
  return new Date(
    ...([shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate()] as const),
    ...([shown.getUTCHours(), shown.getUTCMinutes(), shown.getUTCSeconds()] as const),
  );
}

/**
 * The first moment after another at which the municipality's clocks show the local time of a date, or, where they skip it in spring, the moment at
 * which they do.
 */
export function momentOf(wall: Date, after: number): number {
  const shown = Date.UTC(
    ...([wall.getFullYear(), wall.getMonth(), wall.getDate()] as const),
    ...([wall.getHours(), wall.getMinutes(), wall.getSeconds()] as const),
  );
  const [early, late] = [offsetAt(shown - 12 * hourMs), offsetAt(shown + 12 * hourMs)];
  const moments = [shown - early, shown - late].filter((moment) => shownAt(moment) === shown);
  if (moments.length === 0) return Math.floor((shown - early) / hourMs) * hourMs;
  return moments.find((moment) => moment > after) ?? shown - late;
}

/** Milliseconds by which the municipality's clocks are ahead of UTC. */
const offsetAt = (moment: number): number => shownAt(moment) - Math.floor(moment / 1000) * 1000;

/** Minutes by which the municipality's clocks are ahead of those of the process. */
export const minutesAhead = (moment: number): number =>
  offsetAt(moment) / minuteMs + new Date(moment).getTimezoneOffset();
