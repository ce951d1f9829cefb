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

/** A name in addresses and figures: small letters and digits, joined by hyphens. */
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters and digits, joined by hyphens');

/** A point in time: ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true });

/** `[longitude, latitude]` in WGS84, as GeoJSON has it. */
export const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export type Position = z.output<typeof position>;
