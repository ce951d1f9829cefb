import type { LocalizedText } from '@ecou/contracts';

/** Something that was said at a session. The reports list them in this order; kind and themes are the sample's reading of them. */
export interface Point {
  readonly kind: 'recommendation' | 'suggestion' | 'observation';
  readonly themes: readonly string[];
  readonly text: LocalizedText;
}

type Amount = 'all' | 'majority' | 'unquantified';

/** The figures of the questionnaire of a session, as its report has them. */
export interface Summary {
  readonly respondents: number;
  /** `null`: not reported. */
  readonly anonymous: number | null;
  /**
   * Counts of grades that the report excludes or counts, for every aspect. The reports grade the aspects together ("with 4 and
   * 5"), so that nothing is known of how the other grades were spread over them.
   */
  readonly grades: Readonly<Record<number, number>>;
  /** The same, where a report tells something else of one aspect. */
  readonly gradesOf?: Readonly<Record<string, Readonly<Record<number, number>>>>;
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
