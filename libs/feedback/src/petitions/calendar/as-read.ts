import type { Language } from '@ecou/contracts';
import { municipalZone } from './working-calendar.js';

/** `30 iunie 2026`: a day (`YYYY-MM-DD`), or that of a time (ISO 8601) at the municipality, as a person reads it. */
export const dateOf = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: time.length > 10 ? municipalZone : 'UTC' }).format(
    Date.parse(time),
  );

const clock = new Intl.DateTimeFormat('ro', { timeStyle: 'short', timeZone: municipalZone, hourCycle: 'h23' });
const at = { ro: 'ora', en: 'at' } as const satisfies Record<Language, string>;

/** `30 iunie 2026, ora 14:05`: a time (ISO 8601) at the municipality, as a person reads it. */
export const momentOf = (time: string, lang: Language): string =>
  `${dateOf(time, lang)}, ${at[lang]} ${clock.format(Date.parse(time))}`;
