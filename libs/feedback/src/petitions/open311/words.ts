import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';

/** A time without fractions of a second, as every client reads it. */
export const geoTimeOf = (at: string): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A text in a language; `null` where there is none. */
export const worded = (text: LocalizedText | null | undefined, language: Language): string | null =>
  text ? inLanguage(text, language) : null;
