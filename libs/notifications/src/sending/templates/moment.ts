import type { Language } from '@ecou/contracts';

const locales = { ro: 'ro-RO', en: 'en-GB' } as const;

/** A time (ISO 8601) on the clock of its place, such as `joi, 13 aprilie 2023 la 09:30`. */
export const moment = (time: string, timeZone: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    Date.parse(time),
  );

/** A day (ISO 8601), such as `13 aprilie 2023`. */
export const dayIn = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day));
