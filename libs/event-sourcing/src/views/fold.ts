/** Hashes of what a view makes of golden events, by the name of the event's golden file: `PetitionAnswered.v1`. */
export type FoldHashes = Readonly<Record<string, string>>;

/** The result of a view's fold over golden events, in one version of the view. Tests generate it into `views/folds.ts`. */
export interface Fold {
  /** The version of the view. */
  readonly version: number;
  /** Hash of its columns and indexes. */
  readonly table: string;
  readonly events: FoldHashes;
}

/** The folds of views, by the view's name. */
export type Folds = Readonly<Record<string, Fold>>;

/** The events that two folds make different rows of. An event that only one of them knows tells nothing. */
export const differences = (one: FoldHashes, other: FoldHashes): readonly string[] =>
  Object.keys(one).filter((name) => other[name] !== undefined && other[name] !== one[name]);

/** False where two folds are known to make different rows of the same events. */
export const sameFold = (one: FoldHashes | null | undefined, other: FoldHashes | null | undefined): boolean =>
  !one || !other || differences(one, other).length === 0;
