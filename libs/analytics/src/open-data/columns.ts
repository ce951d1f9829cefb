import type { SchemaElement } from 'hyparquet-writer';
import type { ReadValue } from './binary-rows.js';

/** The types that columns of datasets have, as PostgreSQL names them. */
export const columnTypes = [
  ...(['text', 'text[]', 'uuid', 'integer', 'bigint', 'numeric', 'double precision', 'boolean', 'date'] as const),
  'timestamp with time zone',
] as const;

export type ColumnType = (typeof columnTypes)[number];

/** A column of a dataset. */
export interface DatasetColumn {
  readonly name: string;
  readonly comment: string;
  readonly type: ColumnType;
}

/** The forms in which values of a type are written; `sql` are expressions of a column. */
interface Writing {
  /** Its text; that of CSV where `csv` says nothing else. */
  readonly sql: (column: string) => string;
  readonly csv?: (column: string) => string;
  /** A value in JSON, out of its text. */
  readonly json: (text: string) => string;
  /** The datatype of CSV on the Web. */
  readonly csvw: string | Readonly<Record<string, string>>;
  readonly parquet: {
    readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>;
    /** The column itself by default. */
    readonly sql?: (column: string) => string;
    /** The value out of its binary form. */
    readonly read: ReadValue;
    /** True where nearly every value is another, so that a dictionary of them is not tried. */
    readonly isDistinct?: true;
  };
}

const asItIs = (column: string): string => column;
const asText = (column: string): string => `${column}::text`;
const asJson = (column: string): string => `to_json(${column})`;

/** ISO 8601, in a session whose zone is UTC; nothing for infinity. */
const isoInstant = (column: string): string =>
  `CASE WHEN isfinite(${column}) THEN replace(replace(${column}::text, ' ', 'T'), '+00', 'Z') END`;

const inQuotes = (text: string): string => `"${text}"`;
const inJson = (text: string): string => JSON.stringify(text);

const string = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const double = {
  element: { type: 'DOUBLE' },
  read: (bytes: Buffer, from: number) => bytes.readDoubleBE(from),
} as const;

const readText: ReadValue = (bytes, from, to) => bytes.toString('utf8', from, to);
const readInteger: ReadValue = (bytes, from) => bytes.readInt32BE(from);
const readBigint: ReadValue = (bytes, from) => bytes.readBigInt64BE(from);

export const writings: Readonly<Record<ColumnType, Writing>> = {
  text: { sql: asItIs, json: inJson, csvw: 'string', parquet: { element: string, read: readText } },
  'text[]': {
    ...{ sql: asJson, json: asItIs, csvw: 'json' },
    parquet: {
      element: { converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      sql: (column) => `${asJson(column)}::text`,
      read: (bytes, from, to) => JSON.parse(bytes.toString('utf8', from, to)) as unknown,
    },
  },
  uuid: {
    ...{ sql: asItIs, json: inQuotes },
    csvw: { base: 'string', format: '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' },
    parquet: {
      element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
      read: (bytes, from, to) => bytes.subarray(from, to),
      isDistinct: true,
    },
  },
  integer: { sql: asItIs, json: asItIs, csvw: 'int', parquet: { element: { type: 'INT32' }, read: readInteger } },
  bigint: { sql: asItIs, json: asItIs, csvw: 'long', parquet: { element: { type: 'INT64' }, read: readBigint } },
  numeric: {
    sql: asItIs,
    json: asItIs,
    csvw: 'decimal',
    parquet: { ...double, sql: (column) => `${column}::double precision` },
  },
  'double precision': { sql: asItIs, json: asItIs, csvw: 'double', parquet: double },
  boolean: {
    ...{ sql: asItIs, csv: asText, json: (text) => String(text === 't'), csvw: 'boolean' },
    parquet: { element: { type: 'BOOLEAN' }, read: (bytes, from) => bytes[from] === 1 },
  },
  date: {
    ...{ sql: asItIs, json: inQuotes, csvw: 'date' },
    parquet: {
      element: { type: 'INT32', converted_type: 'DATE' },
      sql: (column) => `${column} - date '1970-01-01'`,
      read: readInteger,
    },
  },
  'timestamp with time zone': {
    ...{ sql: isoInstant, json: inQuotes, csvw: 'dateTimeStamp' },
    parquet: {
      element: {
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      // Seconds as floating-point numbers are fast, and tell microseconds apart for two centuries to come.
      sql: (column) => `CASE WHEN isfinite(${column}) THEN (date_part('epoch', ${column}) * 1000000)::bigint END`,
      read: readBigint,
      isDistinct: true,
    },
  },
};

/** A column in the schema of Parquet. */
export function elementsOf({ name, type }: DatasetColumn): readonly SchemaElement[] {
  const element = { name, repetition_type: 'OPTIONAL', ...writings[type].parquet.element } as const;
  if (type !== 'text[]') return [element];
  return [
    element,
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', ...string },
  ];
}
