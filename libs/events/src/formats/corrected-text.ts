import type { LocalizedText } from '@ecou/contracts';

/** The description of texts in a body of a correction. */
export const languagesStay = 'A language that is left out stays as it stands.';

/** A text after a correction: `undefined` leaves it as it stands, and so does a language that is left out of it. */
export const correctedText = <T extends LocalizedText | null>(standing: T, correction: NoInfer<T> | undefined): T => {
  if (correction === undefined) return standing;
  return standing && correction ? { ...standing, ...correction } : correction;
};
