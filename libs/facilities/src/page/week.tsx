import type { Language } from '@ecou/contracts';
import type { DayHours, Span } from '@ecou/runtime/hours';
import { locales, wordsOf } from './words.js';

/** The hours of the next days. */
export type WeekHours = readonly DayHours[];

/** A day (`YYYY-MM-DD`) as people name it in a week. */
export const weekdayIn = (day: string, lang: Language): string =>
  new Intl.DateTimeFormat(locales[lang], {
    ...{ weekday: 'long', day: 'numeric', month: 'long' },
    timeZone: 'UTC',
  }).format(new Date(day));

/** The times of a day as words. */
export function timesOf(spans: readonly Span[], lang: Language): string {
  const words = wordsOf(lang);
  if (spans.length === 0) return words.closed;
  return spans
    .map(({ opens, closes }) => (opens === '00:00' && closes === '24:00' ? words.allDay : `${opens}–${closes}`))
    .join(', ');
}

/** The days on which something opens, in a line each. */
export function WeekLine({ hours, lang }: { readonly hours: WeekHours; readonly lang: Language }) {
  const open = hours.filter(({ spans }) => spans.length > 0);
  if (open.length === 0) return <>{wordsOf(lang).closed}</>;
  return (
    <>
      {open.map(({ day, spans }, index) => (
        <>
          {index > 0 && <br />}
          <time dateTime={day}>{weekdayIn(day, lang)}</time>: {timesOf(spans, lang)}
        </>
      ))}
    </>
  );
}
