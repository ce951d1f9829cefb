import { stringify } from 'csv-stringify/sync';

/** A column of a table: its name in the header row, and what a row has there. */
export interface Column<Row = unknown> {
  readonly name: string;
  readonly value: (row: Row) => unknown;
}

export interface CsvOptions {
  /** Begins with U+FEFF, by which a spreadsheet knows UTF-8 and shows diacritics right. */
  readonly bom?: boolean;
  /** Whether the row of names stands first; it does by default. */
  readonly header?: boolean;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** What `csvOf` would write for another text, with its apostrophe. */
export const escapedFormula = /^'+[=+\-@\t\r＝＋－＠]/;

/** Numbers stay numbers, nothing is an empty cell, a list of words is `a; b`, what has more parts is JSON. */
function cell(value: unknown): string | number {
  if (value === null || value === undefined) return '';
  // One more, so that reading can take one away.
  if (typeof value === 'string') return escapedFormula.test(value) ? `'${value}` : value;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.every(isScalar) ? value.join('; ') : JSON.stringify(value);
}

/**
 * Rows as CSV (RFC 4180): UTF-8, commas, CRLF, one row of names. A text that a spreadsheet would take for a formula (it begins with
 * `=`, `+`, `-`, `@`, tab or CR) gets an apostrophe before it; a number stays a number.
 */
export const csvOf = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { bom = false, header = true }: CsvOptions = {},
): string =>
  stringify(
    rows.map((row) => columns.map(({ value }) => cell(value(row)))),
    { header, bom, columns: columns.map(({ name }) => name), record_delimiter: '\r\n', escape_formulas: true },
  );
