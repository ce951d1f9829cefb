import type { LocalizedText } from '@ecou/contracts';

/**
 * Something that was said at a session. The reports list them in this order, and do not say which are recommendations, suggestions or additions;
 * themes are the sample's reading of them.
 */
export interface Point {
  readonly themes: readonly string[];
  readonly text: LocalizedText;
}

type Amount = 'all' | 'majority' | 'unquantified';

/** The figures of the questionnaire of a session, as its report has them. */
export interface Summary {
  readonly respondents: number;
  /** `null`: not reported. */
  readonly anonymous: number | null;
  /** The grades of all aspects together: the reports do not tell them apart. Everybody who answered graded the aspects. */
  readonly grades: {
    readonly occurred: readonly number[];
    readonly counts: readonly { readonly value: number; readonly count: number }[];
    readonly statements: readonly { readonly value: number; readonly amount: 'few' }[];
  };
  /** Counts of grades that the report excludes for each aspect. */
  readonly excluded: Readonly<Record<number, number>>;
  /** The same, where a report tells something else of one aspect. */
  readonly excludedOf?: Readonly<Record<string, Readonly<Record<number, number>>>>;
  /** The number of those who said that the session met its objectives. */
  readonly objectivesMet: Amount;
  /** The number of those who asked to be told of the results. */
  readonly wishToBeInformed: Amount;
  readonly suggestions: readonly { readonly id: string; readonly text: LocalizedText }[];
}

/** One of the consultation sessions, as its report has it. */
export interface Session {
  /** Its place in the series. */
  readonly place: number;
  readonly numeral: string;
  /** ISO 8601 with the offset of the place. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** As reported, whether they add up or not. */
  readonly attendance: {
    readonly categories: readonly { readonly category: string; readonly count: number }[];
    readonly total: number;
  };
  readonly points: readonly Point[];
  readonly feedback: Summary;
}
