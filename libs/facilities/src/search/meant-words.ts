import { relationOf, searchText } from '@ecou/event-sourcing';
import type { Query } from '../views/facilities-sql.js';
import { facilityWords } from '../views/facility-words.view.js';

/** Words that differ from what was searched by the same measure. */
export interface Meant {
  /** Thousandths, as in a `Place`. */
  readonly distance: number;
  readonly words: readonly string[];
  /** Those that differ by less. */
  readonly before: readonly string[];
}

/** Beyond so many, words are rare ones, such as numbers: the names themselves are compared. */
export const mostMeant = 20;

/** True where a search is one word to the measure of similarity, which knows letters and digits only. */
export const isOneWord = (q: string): boolean => /^[\p{L}\p{N}]+$/u.test(searchText(q));

/** The words in names that are like a word, the most alike first; one more than are taken tells that there are too many. */
export const meantWordsSql = (q: string): Query => ({
  sql: `SELECT word, round(1000 * (word <->> $1))::int AS distance FROM ${relationOf(facilityWords)}
    WHERE word %> $1 ORDER BY distance, word LIMIT ${mostMeant + 1}`,
  parameters: [searchText(q)],
});

/** The words by how much they differ. */
export function byDistance(found: readonly { readonly word: string; readonly distance: number }[]): readonly Meant[] {
  const distances = [...new Set(found.map(({ distance }) => distance))];
  const wordsOf = (is: (distance: number) => boolean) =>
    found.filter(({ distance }) => is(distance)).map(({ word }) => word);
  return distances.map((distance) => ({
    distance,
    words: wordsOf((other) => other === distance),
    before: wordsOf((other) => other < distance),
  }));
}

/** A regular expression for names that hold one of the words as a whole. */
export const holdsOneOf = (words: readonly string[]): string =>
  `(^| )(${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|')})( |$)`;
