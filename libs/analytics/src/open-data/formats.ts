import { writings, type DatasetColumn } from './columns.js';
import { itemsOf, linesOf } from './json.js';
import { parquetOf } from './parquet.js';

type Bytes = AsyncIterable<Buffer>;

/** A form in which datasets are written. */
export interface Format {
  readonly mediaType: string;
  /** The expression that is copied out of a column. */
  readonly sql: (column: DatasetColumn) => string;
  /** Options of `COPY`. */
  readonly copied: string;
  /** The content out of what was copied. */
  readonly write: (columns: readonly DatasetColumn[], bytes: Bytes) => AsyncIterable<string | Uint8Array>;
}

const asCopied = (_columns: unknown, bytes: Bytes): Bytes => bytes;

const textOf = ({ name, type }: DatasetColumn): string => writings[type].sql(name);
const cellOf = ({ name, type }: DatasetColumn): string => (writings[type].csv ?? writings[type].sql)(name);
const binaryOf = ({ name, type }: DatasetColumn): string => writings[type].parquet.sql?.(name) ?? name;

/** The forms of every dataset, by name. */
export const formats = {
  json: { mediaType: 'application/json', sql: textOf, copied: 'FORMAT text', write: itemsOf },
  csv: { mediaType: 'text/csv', sql: cellOf, copied: 'FORMAT csv, HEADER', write: asCopied },
  ndjson: { mediaType: 'application/x-ndjson', sql: textOf, copied: 'FORMAT text', write: linesOf },
  parquet: { mediaType: 'application/vnd.apache.parquet', sql: binaryOf, copied: 'FORMAT binary', write: parquetOf },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as [FormatName, ...FormatName[]];

/** Raised by hand wherever a format comes to other bytes than before: tags name it. */
export const formatsVersion = 1;
