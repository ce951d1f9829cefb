import { z } from 'zod';

/** The languages that the platform speaks. */
export const language = z.enum(['ro', 'en']);
export type Language = z.output<typeof language>;

const text = z.string().trim().min(1);

/** A text in Romanian and, where somebody wrote it, in English. */
export const localizedText = z.object({ ro: text, en: text.optional() });
export type LocalizedText = z.output<typeof localizedText>;

/** The text in the wished language, else in Romanian. */
export const inLanguage = (value: LocalizedText, wished: Language): string => value[wished] ?? value.ro;

/** The words that titles begin with, all of them; nothing where they have none in common. */
export function sharedBeginning(titles: readonly string[]): string | undefined {
  const [first = [], ...others] = titles.map((title) => title.split(' '));
  const end = first.findIndex((word, index) => others.some((other) => other[index] !== word));
  return first.slice(0, end < 0 ? first.length : end).join(' ') || undefined;
}

/** The beginning that titles share, in each language that all of them have: the name of what they are a series of. */
export function sharedTitle(titles: readonly LocalizedText[]): LocalizedText | undefined {
  const ro = sharedBeginning(titles.map((title) => title.ro));
  const inEnglish = titles.flatMap((title) => title.en ?? []);
  const en = inEnglish.length === titles.length ? sharedBeginning(inEnglish) : undefined;
  return ro === undefined ? undefined : { ro, ...(en === undefined ? {} : { en }) };
}

/** Small letters and digits, joined by hyphens. */
export const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A name in addresses and figures: small letters and digits, joined by hyphens. */
export const slug = z
  .string()
  .regex(slugPattern, 'Use the id: small letters and digits, joined by hyphens, such as `ngo-member`');

const outOfRange = {
  error: 'From year 0001 to 9999, no offset of 16 hours or more, at most 9 digits of a second',
  params: { code: 'TIME_OUT_OF_RANGE' },
};

const [first, last] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

function isInRange(value: string): boolean {
  const time = Date.parse(value);
  return time >= first && time <= last && !/\.\d{10}|[+-](?:1[6-9]|2\d):\d\d$/.test(value);
}

/** A point in time that PostgreSQL's `timestamptz` can hold: ISO 8601 with offset. */
export const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'A time with offset, such as 2027-04-10T09:30:00+03:00' })
  .refine(isInRange, outOfRange);

/** A day, `YYYY-MM-DD`, from year 0001 on. */
export const day = z.iso
  .date({ abort: true, error: 'A day, such as 2027-04-10' })
  .refine((value) => !value.startsWith('0000'), outOfRange);

/** `[longitude, latitude]` in WGS84, as GeoJSON has it. */
export const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export type Position = z.output<typeof position>;
