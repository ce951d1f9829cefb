import { sqlName } from '../columns.js';
import { keyOf } from '../relations.js';
import { starTables } from '../star-tables.js';
import type { StarTable } from '../table.js';
import type { Figure, FigureColumn } from './figure.js';

/** Tables whose rows are about single people, or as good as that: figures show groups of them. */
const grouped: ReadonlySet<string> = new Set([
  'petition',
  'petition_step',
  'registration',
  'facility_grade',
  'message',
  'inbound_message',
  'subscription',
]);

const held = {
  dimension: [
    { name: 'held_from', comment: 'From when on the row holds.' },
    { name: 'held_to', comment: 'Until when the row holds, not included; infinity: it holds on.' },
    { name: 'is_current', comment: 'Whether the row holds on.' },
  ],
  fact: [{ name: 'happened_at', comment: 'When it happened.' }],
};

const recorded = { name: 'recorded_at', comment: 'When it was recorded.' };

const selected = ({ kind }: StarTable) =>
  kind === 'fact' ? 'held_from AS happened_at' : `held_from, held_to, held_to = 'infinity' AS is_current`;

function columnsOf(table: StarTable): readonly FigureColumn[] {
  const own = Object.entries(table.columns).map(([name, { comment }]) => ({ name: sqlName(name), comment }));
  return [{ name: keyOf(table), comment: table.key.comment }, ...own, ...held[table.kind], recorded];
}

function shown(table: StarTable): Figure {
  const own = Object.keys(table.columns).map(sqlName);
  const names = [keyOf(table), ...own].join(', ');
  return {
    name: table.name,
    comment: table.comment,
    columns: columnsOf(table),
    tables: [table.name],
    sql: (known) => `SELECT ${names}, ${selected(table)}, known_from AS recorded_at FROM ${known(table.name)} t`,
    key: [keyOf(table), table.kind === 'fact' ? 'happened_at' : 'held_from', 'recorded_at'],
    isGrouped: false,
  };
}

/** The tables of the star that are shown row by row. */
export const shownTables = starTables.filter(({ name }) => !grouped.has(name));

/** A figure for each table that is shown row by row. */
export const shownFigures: readonly Figure[] = shownTables.map(shown);

/** All that was ever known of a table: the columns of its figure, and until when each row was known. */
export function historyOf(table: StarTable): Omit<Figure, 'key' | 'isGrouped'> {
  const figure = shown(table);
  return {
    ...figure,
    name: `${table.name}_history`,
    comment: `All that was ever recorded of ${table.name}: what was corrected stands beside what was put in its place.`,
    columns: [
      ...figure.columns,
      { name: 'recorded_until', comment: 'When something else was recorded in its place; infinity: it stands.' },
    ],
    sql: (known) =>
      figure.sql(known).replace('known_from AS recorded_at', 'known_from AS recorded_at, known_to AS recorded_until'),
  };
}
