import { stringify } from 'csv-stringify/sync';

/** A column of a table: its name in the header row, and what a row has there. */
export interface Column<Row = unknown> {
  readonly name: string;
  readonly value: (row: Row) => unknown;
}

export interface CsvOptions {
  /** Begins with U+FEFF, by which a spreadsheet knows UTF-8 and shows diacritics right. */
  readonly bom?: boolean;
  /** True where the row of names stands first; it does by default. */
  readonly header?: boolean;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Places where a formula could begin: at the start, or where a reader that splits at other characters than we do would begin a line or cell. */
const begins = String.raw`(?<=^|[\r\n;\t])`;
/** Characters that a spreadsheet takes for the first of a formula, after those that it may overlook. */
const formula = String.raw`(?=['" ]*[=+\-@＝＋－＠])`;
const blank = String.raw`(?=['" ]*[\t\r])`;

const toEscape = new RegExp(`${begins}${formula}|^${blank}`, 'g');
const escaped = new RegExp(`${begins}'${formula}|^'${blank}`, 'g');

/** With an apostrophe before all that could be a formula; where one stands there already, one more, so that reading can take one away. */
const withoutFormulas = (text: string): string => text.replaceAll(toEscape, "'");

/** Takes the apostrophes away that `csvOf` put into a text. */
export const asWritten = (text: string): string => text.replaceAll(escaped, '');

/** Numbers stay numbers, nothing is an empty cell, a list of words is `a; b`, what has more parts is JSON. */
function cell(value: unknown): string | number {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return value;
  if (isScalar(value)) return withoutFormulas(String(value));
  return withoutFormulas(Array.isArray(value) && value.every(isScalar) ? value.join('; ') : JSON.stringify(value));
}

/**
 * Rows as CSV (RFC 4180): UTF-8, commas, CRLF, one row of names. A text that a spreadsheet would take for a formula (it begins with
 * `=`, `+`, `-`, `@`, tab or CR) gets an apostrophe before it, and so does each of its lines, and each of its parts after a semicolon or tab,
 * that begins so: not every spreadsheet splits where we do. `readCsv` takes the apostrophes away. A number stays a number.
 */
export const csvOf = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { bom = false, header = true }: CsvOptions = {},
): string =>
  stringify(
    rows.map((row) => columns.map(({ value }) => cell(value(row)))),
    {
      header,
      bom,
      columns: columns.map(({ name }) => withoutFormulas(name)),
      record_delimiter: '\r\n',
      quoted_match: /[\r\n;\t]/,
    },
  );
