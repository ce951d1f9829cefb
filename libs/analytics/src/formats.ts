import type { Language } from '@ecou/contracts';

const locales: Readonly<Record<Language, string>> = { ro: 'ro-RO', en: 'en-GB' };

/** The form in which a value is written: a number of things, a share of 1, or a number with decimals, such as a mean or days. */
export type Format = 'count' | 'share' | 'decimal';

const numbers: Readonly<Record<Format, Intl.NumberFormatOptions>> = {
  count: {},
  share: { style: 'percent', maximumFractionDigits: 1 },
  decimal: { maximumFractionDigits: 2 },
};

const days = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  shortDay: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  shortMonth: { month: 'short', year: 'numeric' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** The formatter of each option, in each language: it takes long to make. */
const inBoth = <Name extends string, Options, Made>(
  options: Readonly<Record<Name, Options>>,
  make: (locale: string, options: Options) => Made,
): Readonly<Record<Language, Readonly<Record<Name, Made>>>> => {
  const of = (lang: Language) =>
    Object.fromEntries(
      Object.entries<Options>(options).map(([name, one]) => [name, make(locales[lang], one)]),
    ) as Record<Name, Made>;
  return { ro: of('ro'), en: of('en') };
};

const numberFormats = inBoth(numbers, (locale, options) => new Intl.NumberFormat(locale, options));

const dayFormats = inBoth<keyof typeof days, Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  days,
  (locale, options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }),
);

export const formatted = (value: number, format: Format, lang: Language): string =>
  numberFormats[lang][format].format(value);

export const countIn = (value: number, lang: Language): string => formatted(value, 'count', lang);

const dated = (day: string, lang: Language, form: keyof typeof days): string =>
  dayFormats[lang][form].format(new Date(day));

/** `12 martie 2026`, of `YYYY-MM-DD`. */
export const dayIn = (day: string, lang: Language): string => dated(day, lang, 'day');

/** `12 mar. 2026`, of `YYYY-MM-DD`. */
export const shortDayIn = (day: string, lang: Language): string => dated(day, lang, 'shortDay');

/** `martie 2026`, of its first day. */
export const monthIn = (day: string, lang: Language): string => dated(day, lang, 'month');

/** `mar. 2026`, of its first day. */
export const shortMonthIn = (day: string, lang: Language): string => dated(day, lang, 'shortMonth');

const zone = 'Europe/Bucharest';
const zoned = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });

/** The day (`YYYY-MM-DD`) of a time by the clock of the municipality. */
export const dayOf = (time: string): string => zoned.format(new Date(time));

/** `12 martie 2026 la 10:05`, of a time by the clock of the municipality. */
export const timeIn = (time: string, lang: Language): string =>
  new Intl.DateTimeFormat(locales[lang], { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(
    new Date(time),
  );
