import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A column that is written. */
export interface Column {
  readonly property: string;
  readonly name: string;
  /** Its SQL type with constraints. */
  readonly type: string;
}

/** Values by properties of columns; what is absent is `NULL`. */
export type Values = Readonly<Record<string, unknown>>;

/** Characters that are sent at a time, about. */
const chunkLength = 1 << 16;

/** The most time for which a process waits until rows are taken, or taken away. Whether the process itself goes on, the server cannot know. */
export const writeBound = { query_timeout: 60_000 } as const;

const absent = '\\N';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const special = /[\\\n\r\t]/;
const escaped = (text: string): string =>
  special.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character) : text;

/** A value as the input of a JSON type; `null` becomes none. */
const json = (value: unknown): string | undefined => {
  const text = JSON.stringify(value);
  return text === 'null' ? undefined : text;
};

/** A value as the input of a type that is no JSON: a text as it is, all else as JSON writes it. */
const plain = (value: unknown): string | undefined => (typeof value === 'string' ? value : json(value));

/** An SQL array of a JSON one. */
function arrayLiteral(value: unknown): string | undefined {
  if (!Array.isArray(value)) return plain(value);
  const items = value.map((item: unknown) => {
    if (Array.isArray(item)) return arrayLiteral(item);
    return plain(item)?.replace(/["\\]/g, '\\$&').replace(/^.*$/s, '"$&"') ?? 'NULL';
  });
  return `{${items.join(',')}}`;
}

const formatOf = (type: string): ((value: unknown) => string | undefined) => {
  if (/^jsonb?\b/i.test(type)) return json;
  return /^\w[\w ]*\[/.test(type) ? arrayLiteral : plain;
};

/** The texts of a table's rows, as COPY takes them, many at a time. */
function* chunksOf(columns: readonly Column[], rows: Iterable<Values>): Generator<string> {
  const formats = columns.map(({ property, type }) => ({ property, format: formatOf(type) }));
  const fieldOf = (value: unknown, format: (value: unknown) => string | undefined): string => {
    const text = value === null || value === undefined ? undefined : format(value);
    return text === undefined ? absent : escaped(text);
  };
  let chunk = '';
  for (const row of rows) {
    chunk += `${formats.map(({ property, format }) => fieldOf(row[property], format)).join('\t')}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

/** The table that rows go into, in a transaction that is open. */
export interface Target {
  readonly client: pg.ClientBase;
  readonly table: string;
  readonly columns: readonly Column[];
  /** True where the transaction made the table: its rows then never have to be looked at again by whoever freezes rows. */
  readonly frozen?: boolean;
}

/** Inserts rows by COPY; no value is taken for another than `jsonb_populate_record` would take it for. */
export async function copyRows(
  { client, table, columns, frozen = false }: Target,
  rows: Iterable<Values>,
): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  const copy = copyFrom(`COPY ${table} (${names}) FROM STDIN${frozen ? ' (FREEZE)' : ''}`);
  await pipeline(Readable.from(chunksOf(columns, rows)), client.query(Object.assign(copy, writeBound)));
}
