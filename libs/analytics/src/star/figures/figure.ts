/** A column of a figure. */
export interface FigureColumn {
  /** `snake_case`. */
  readonly name: string;
  readonly comment: string;
}

/** Answers the relation that stands for a table of the star, with only the rows that are known. */
export type Known = (table: string) => string;

/** A figure that analysts query: a view and a function of one name, and a dataset of the same columns. */
export interface Figure {
  /** `snake_case`, in the singular. */
  readonly name: string;
  /** Definition, with its denominator where it has one. */
  readonly comment: string;
  readonly columns: readonly FigureColumn[];
  /** The tables of the star that it is made of. */
  readonly tables: readonly string[];
  /** A `SELECT` of the columns, in order. */
  readonly sql: (known: Known) => string;
  /** The columns that name a row: they order the dataset. */
  readonly key: readonly string[];
  /** True where groups under five are withheld. */
  readonly isGrouped: boolean;
}
