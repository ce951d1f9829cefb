import type { SchemaElement } from 'hyparquet-writer';

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
    /** The value out of its text. */
    readonly read: (text: string) => unknown;
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
const double = { element: { type: 'DOUBLE' }, read: Number } as const;

export const writings: Readonly<Record<ColumnType, Writing>> = {
  text: { sql: asItIs, json: inJson, csvw: 'string', parquet: { element: string, read: asItIs } },
  'text[]': {
    ...{ sql: asJson, json: asItIs, csvw: 'json' },
    parquet: {
      element: { converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      sql: asJson,
      read: (text) => JSON.parse(text) as unknown,
    },
  },
  uuid: {
    ...{ sql: asItIs, json: inQuotes },
    csvw: { base: 'string', format: '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' },
    parquet: {
      element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
      read: (text) => Buffer.from(text.replaceAll('-', ''), 'hex'),
      isDistinct: true,
    },
  },
  integer: { sql: asItIs, json: asItIs, csvw: 'int', parquet: { element: { type: 'INT32' }, read: Number } },
  bigint: { sql: asItIs, json: asItIs, csvw: 'long', parquet: { element: { type: 'INT64' }, read: BigInt } },
  numeric: { sql: asItIs, json: asItIs, csvw: 'decimal', parquet: double },
  'double precision': { sql: asItIs, json: asItIs, csvw: 'double', parquet: double },
  boolean: {
    ...{ sql: asItIs, csv: asText, json: (text) => String(text === 't'), csvw: 'boolean' },
    parquet: { element: { type: 'BOOLEAN' }, read: (text) => text === 't' },
  },
  date: {
    ...{ sql: asItIs, json: inQuotes, csvw: 'date' },
    parquet: {
      element: { type: 'INT32', converted_type: 'DATE' },
      sql: (column) => `${column} - date '1970-01-01'`,
      read: Number,
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
      read: BigInt,
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
