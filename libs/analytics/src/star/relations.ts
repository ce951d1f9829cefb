import type { CopyRows, RunSql } from '@ecou/runtime';
import { canonicalInstant, forever, sqlName, type SqlType } from './columns.js';
import { lastPosition, type Changes, type KnownRow } from './fold.js';
import type { StarTable } from './table.js';

/** The time in which a row was known, and the messages that made it so. */
const knownColumns = [
  ['from_position', 'bigint'],
  ['from_place', 'integer'],
  ['known_from', 'timestamptz'],
  ['known_to', 'timestamptz'],
  ['to_position', 'bigint'],
  ['held_from', 'timestamptz'],
  ['held_to', 'timestamptz'],
] as const;

const knownComments = {
  from_position: 'Position of the message that told it.',
  from_place: 'Its place among the rows of that message.',
  known_from: 'When it was recorded.',
  known_to: 'When something else was recorded in its place; infinity: it stands.',
  to_position: 'Position of the message after which it does not stand.',
  held_from: 'From when on it holds, or when it happened.',
  held_to: 'Until when it holds, not included; infinity: it holds on.',
};

const ownColumns = ({ columns }: StarTable): readonly (readonly [string, SqlType])[] =>
  Object.entries(columns).map(([name, { sql }]) => [sqlName(name), sql]);

const allColumns = (table: StarTable) => [[keyOf(table), 'uuid'], ...knownColumns, ...ownColumns(table)] as const;

/** The column of the aggregate's id. */
export const keyOf = ({ key }: StarTable): string => sqlName(key.name);

/** The table of one star. */
export const relationNamed = (table: string, star: number): string => `analytics.star_${table}_${star}`;

const relationOf = ({ name }: StarTable, star: number): string => relationNamed(name, star);

/** A text as SQL has it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The contracts that a table is made of, in a sentence. */
export const sourceOf = ({ folds }: StarTable): string => `Source: ${[...folds.keys()].join(', ')}.`;

/** Makes the table of a star, with its comments. */
export async function createRelation(table: StarTable, star: number, run: RunSql): Promise<void> {
  const relation = relationOf(table, star);
  const columns = allColumns(table).map(([name, type]) => `${name} ${type}`);
  const comments = {
    [keyOf(table)]: table.key.comment,
    ...knownComments,
    ...Object.fromEntries(Object.entries(table.columns).map(([name, { comment }]) => [sqlName(name), comment])),
  };
  await run(
    [
      `CREATE TABLE ${relation} (${columns.join(', ')})`,
      `CREATE INDEX ON ${relation} (${keyOf(table)}) WHERE to_position = ${lastPosition}`,
      `COMMENT ON TABLE ${relation} IS ${quoted(`${table.comment} ${sourceOf(table)}`)}`,
      ...Object.entries(comments).map(([name, comment]) => commentOn(`${relation}.${name}`, comment)),
    ].join(';'),
  );
}

/** The statement that comments a column. */
export const commentOn = (column: string, comment: string): string =>
  `COMMENT ON COLUMN ${column} IS ${quoted(comment)}`;

/** The rows that stand of some aggregates. */
export async function standingRows(
  table: StarTable,
  star: number,
  keys: readonly string[],
  run: RunSql,
): Promise<readonly KnownRow[]> {
  const found = await run<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(r) AS row FROM ${relationOf(table, star)} r WHERE ${keyOf(table)} = ANY ($1::uuid[]) AND to_position = ${lastPosition}
     ORDER BY from_position, from_place`,
    [keys],
  );
  return found.map(({ row }) => knownRow(table, row));
}

function knownRow(table: StarTable, stored: Record<string, unknown>): KnownRow {
  const values = Object.keys(table.columns).map((name) => [name, stored[sqlName(name)]] as const);
  return {
    key: stored[keyOf(table)] as string,
    row: {
      ...Object.fromEntries(values),
      heldFrom: canonicalInstant(stored['held_from'] as string),
      heldTo: canonicalInstant(stored['held_to'] as string),
    },
    fromPosition: stored['from_position'] as number,
    place: stored['from_place'] as number,
    knownFrom: canonicalInstant(stored['known_from'] as string),
    knownTo: forever,
    toPosition: lastPosition,
  };
}

/** The ways into the database within a transaction. */
export interface Writing {
  readonly run: RunSql;
  readonly copy: CopyRows;
}

/** Writes what changed. */
export async function writeChanges(
  table: StarTable,
  star: number,
  { opened, closed }: Changes,
  { run, copy }: Writing,
): Promise<void> {
  const relation = relationOf(table, star);
  if (closed.length > 0)
    await run(
      `UPDATE ${relation} t SET known_to = r.known_to, to_position = r.to_position
       FROM jsonb_to_recordset($1::jsonb) r (key uuid, from_position bigint, from_place integer, known_to timestamptz, to_position bigint)
       WHERE t.${keyOf(table)} = r.key AND t.to_position = ${lastPosition} AND t.from_position = r.from_position AND t.from_place = r.from_place`,
      [JSON.stringify(closed.map((known) => ({ key: known.key, ...stored(known) })))],
    );
  if (opened.length > 0)
    await copy(
      relation,
      Object.fromEntries(allColumns(table)),
      opened.map((known) => rowOf(table, known)),
    );
}

const stored = ({ fromPosition, place, knownTo, toPosition }: KnownRow) => ({
  ...{ from_position: fromPosition, from_place: place, known_to: knownTo, to_position: toPosition },
});

const rowOf = (table: StarTable, known: KnownRow) => ({
  ...{
    [keyOf(table)]: known.key,
    known_from: known.knownFrom,
    held_from: known.row.heldFrom,
    held_to: known.row.heldTo,
  },
  ...stored(known),
  ...Object.fromEntries(Object.keys(table.columns).map((name) => [sqlName(name), known.row[name] ?? null])),
});

/** The finding of a check of one table. */
export interface Found {
  readonly table: string;
  /** Rows up to the position. */
  readonly rows: number;
  /** Rows that are in one star only. */
  readonly differing: number;
}

/** Compares a table of two stars, as both stood after the message at a position. */
export async function compare(
  table: StarTable,
  [one, other]: readonly [number, number],
  position: number,
  run: RunSql,
): Promise<Found> {
  const same = allColumns(table).flatMap(([name]) => (name === 'to_position' || name === 'known_to' ? [] : [name]));
  const upTo = (star: number) => `SELECT ${same.join(', ')},
      CASE WHEN to_position > ${position} THEN ${lastPosition} ELSE to_position END AS to_position,
      CASE WHEN to_position > ${position} THEN 'infinity' ELSE known_to END AS known_to
    FROM ${relationOf(table, star)} WHERE from_position <= ${position}`;
  const [counted] = await run<{ rows: number; differing: number }>(
    `WITH one AS (${upTo(one)}), other AS (${upTo(other)})
     SELECT (SELECT count(*) FROM one)::int AS rows,
            (SELECT count(*) FROM (TABLE one EXCEPT ALL TABLE other) d)::int
            + (SELECT count(*) FROM (TABLE other EXCEPT ALL TABLE one) d)::int AS differing`,
  );
  return { table: table.name, rows: counted?.rows ?? 0, differing: counted?.differing ?? 0 };
}
