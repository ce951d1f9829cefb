import { Invalid } from '@ecou/event-sourcing';
import { CsvError, parse } from 'csv-parse/sync';
import { asWritten } from './csv.js';

/** A row of a file: what stands under each name; empty cells are left out, unless they were asked for. */
export interface CsvRow {
  /** Its number, as a spreadsheet shows it: the row of names is 1. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface ReadCsvOptions {
  /** True where an empty cell says something, too: it is an empty text then. */
  readonly keepsEmpty?: boolean;
}

const first = ',';
const second = ';';

/** Of comma and semicolon the one that the row of names has more of, outside of quotes. */
function delimiterOf(text: string): string {
  const header = (text.split(/\r\n|\n|\r/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  return header.split(second).length > header.split(first).length ? second : first;
}

function checkNames(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Invalid('CSV_COLUMN_UNKNOWN', `There is no such column; these are known: ${known.join(', ')}.`, [
      unknown,
    ]);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Invalid('CSV_COLUMN_TWICE', 'A column stands there twice.', [twice]);
}

/** Splits a file; every row has as many cells as there are names. */
function recordsOf(text: string): { readonly record: readonly string[]; readonly number: number }[] {
  let number = 0;
  try {
    const rows: string[][] = parse(text, { bom: true, delimiter: delimiterOf(text), relax_column_count: true });
    return rows.map((record) => ({ record, number: (number += 1) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Invalid('CSV_MALFORMED', 'The file is not CSV: quotes do not close, or stand inside of a cell.', []);
  }
}

/**
 * Reads CSV (RFC 4180) as it comes out of `csvOf` or of a spreadsheet: with or without a byte order mark, with commas or semicolons.
 * Throws `Invalid` for a file that is no CSV, a column that is not known or stands there twice, and a row that is longer than the header.
 */
export function readCsv(text: string, known: readonly string[], { keepsEmpty = false }: ReadCsvOptions = {}): CsvRow[] {
  const [header, ...rows] = recordsOf(text);
  if (!header?.record.some((name) => name.trim() !== ''))
    throw new Invalid('CSV_EMPTY', 'The file has no row of names.', []);
  const names = header.record.map((name) => name.trim());
  checkNames(names, known);
  return rows.flatMap(({ record, number }) => {
    if (record.every((cell) => cell.trim() === '')) return [];
    if (record.length > names.length) {
      throw new Invalid('CSV_ROW_TOO_LONG', `Row ${number} has more cells than there are names.`, ['rows', number]);
    }
    const cells = names.map((name, index) => [name, asWritten(record[index] ?? '').trim()] as const);
    return [{ number, cells: Object.fromEntries(cells.filter(([, cell]) => keepsEmpty || cell !== '')) }];
  });
}
