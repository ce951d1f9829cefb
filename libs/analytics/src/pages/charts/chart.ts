import type { Language } from '@ecou/contracts';
import type { Format } from '../../formats.js';
import type { Picture } from './picture.js';

type InBoth = Readonly<Record<Language, string>>;

/** A row of a chart's table. */
export type ChartRow = Readonly<Record<string, string | number | boolean | null>>;

/** A column of a chart's table. */
export interface ChartColumn<Row extends object = ChartRow> {
  /** `camelCase`, as JSON has it. */
  readonly name: string;
  readonly title: InBoth;
  /** The form of its numbers; none: it holds words. */
  readonly format?: Format;
  /** The words of a row. */
  readonly text?: (row: Row, lang: Language) => string;
}

/** A figure to look at: a picture and its table, made of figures of the star. */
export interface Chart<Row extends object = ChartRow> {
  /** `kebab-case`: the end of its address. */
  readonly name: string;
  readonly title: InBoth;
  readonly definition: InBoth;
  readonly denominator: InBoth;
  /** The part of it that is withheld, and the reason. */
  readonly withheld: InBoth;
  /** The figures of the star that it is made of; the first is its dataset. */
  readonly figures: readonly [string, ...string[]];
  /** Columns of the table, beside that of the rows' names. */
  readonly columns: readonly ChartColumn<Row>[];
  /** A `SELECT` of the rows, in order, out of the relations that stand for figures; `day` is that as of which it answers, `YYYY-MM-DD`. */
  readonly sql: (of: (figure: string) => string, day: string) => string;
  /** Rows of one id stand below the text of the first of them. */
  readonly group?: {
    readonly idOf: (row: Row) => string;
    readonly textOf: (row: Row, lang: Language) => string;
  };
  readonly picture: (rows: readonly Row[], lang: Language) => Picture;
}

/** A chart whose rows are what its `SELECT` answers. */
export const chart = <Row extends object>(declared: Chart<Row>): Chart => declared as unknown as Chart;

/** The note on figures of which nothing is withheld. */
export const nothingWithheld: InBoth = {
  ro: 'Nimic: cifrele nu sunt despre persoane luate în parte.',
  en: 'Nothing: the figures are not about single people.',
};
