import { relationOf, searchText, wordPatterns } from '@ecou/event-sourcing';
import { narrowing, type Narrowing, type Query, type Value } from '../views/facilities-sql.js';
import { facilityHistory, namings } from '../views/facility-history.view.js';
import { facilityMap } from '../views/facility-map.view.js';
import { holdsOneOf, type Meant } from './meant-words.js';

/**
 * How a search finds a facility, the best first: its name begins with what was searched; its names hold every word; its text does; one of its names
 * is like it. A facility is found by one of them only.
 */
export const steps = ['beginning', 'name', 'text', 'similar'] as const;
export type Step = (typeof steps)[number];

export type Search = Narrowing & { readonly q: string };

/** The place of a row among those of its step. */
export interface Place {
  /** Thousandths by which a name differs; 0 where it holds what was searched. */
  readonly distance: number;
  readonly name: string;
  readonly id: string;
}

export interface Part {
  readonly step: Step;
  /** Rows come behind it. */
  readonly after: Place | undefined;
  readonly limit: number;
}

/** Behind every text that begins as another one, in byte order. */
const last = '\u{10ffff}';

const all = (conditions: readonly string[]): string => `(${conditions.join(' AND ')})`;

/** Keeps the rows that a step by words finds. */
function foundBy(step: Exclude<Step, 'similar'>, q: string, value: Value): readonly string[] {
  const words = searchText(q);
  const beginning = () => `(sort_name >= ${value(words)} AND sort_name < ${value(words + last)})`;
  const each = (column: string) => all(wordPatterns(q).map((pattern) => `${column} LIKE ${value(pattern)}`));
  switch (step) {
    case 'beginning':
      return [beginning()];
    case 'name':
      return [each('names'), `NOT ${beginning()}`];
    case 'text':
      return [each('search'), `NOT ${each('names')}`];
  }
}

/** The rows that a step finds, in their order, now or as of a position. */
export function searchSql({ q, ...criteria }: Search, { step, after, limit }: Part, position?: number): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const kept = narrowing(criteria, value, position);
  const most = value(limit);
  if (step === 'similar') return { sql: similarSql({ q, after, kept, most, value }), parameters };
  const held = foundBy(step, q, value);
  const found = [...held, ...behindSql(after, value)];
  if (position === undefined) return { sql: firstByNameSql([...kept, ...found], most), parameters };
  if (step === 'text') return { sql: textAtSql([...kept, ...found], most), parameters };
  return { sql: namedAtSql({ found, held: [...kept, ...held], position: value(position), most }), parameters };
}

/** The rows of the map whose names hold one of the words, and none of those before. */
export function meantSql(criteria: Narrowing, meant: Meant, { after, limit }: Omit<Part, 'step'>): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const { words, before, distance } = meant;
  const conditions = [
    ...narrowing(criteria, value, undefined),
    `names ~ ${value(holdsOneOf(words))}`,
    ...(before.length > 0 ? [`names !~ ${value(holdsOneOf(before))}`] : []),
    ...behindSql(after, value),
  ];
  return { sql: firstByNameSql(conditions, value(limit), `${value(distance)}::int`), parameters };
}

/** Rows behind a place in the order of names. */
const behindSql = (after: Place | undefined, value: Value): readonly string[] =>
  after ? [`(sort_name, id) > (${value(after.name)}, ${value(after.id)})`] : [];

/** The first rows of the map by name. They are chosen by what the index of names holds, where that is enough. */
const firstByNameSql = (conditions: readonly string[], most: string, distance = '0'): string =>
  `SELECT facility, ${distance} AS distance, chosen.sort_name AS name, chosen.id FROM (
      SELECT sort_name, id FROM ${relationOf(facilityMap)} WHERE ${conditions.join(' AND ')} ORDER BY sort_name, id LIMIT ${most}) chosen
    JOIN ${relationOf(facilityMap)} shown ON shown.id = chosen.id ORDER BY chosen.sort_name, chosen.id`;

const textAtSql = (conditions: readonly string[], most: string): string =>
  `SELECT facility, 0 AS distance, sort_name AS name, id FROM ${relationOf(facilityHistory)}
    WHERE ${conditions.join(' AND ')} ORDER BY sort_name, id LIMIT ${most}`;

interface NamedAt {
  /** Keeps what the step finds behind its cursor. */
  readonly found: readonly string[];
  /** Keeps what the step finds and the criteria keep. */
  readonly held: readonly string[];
  readonly position: string;
  readonly most: string;
}

/**
 * The rows that a step finds by their names, as of a position: looked for among the facts that gave names, which are few, and taken where the facility
 * had such names at the position. One that came back to a name stands there twice, and is taken once.
 */
const namedAtSql = ({ found, held, position, most }: NamedAt): string =>
  `SELECT facility, 0 AS distance, named.sort_name AS name, named.id FROM (
      SELECT DISTINCT sort_name, id FROM ${relationOf(facilityHistory)}
      WHERE ${[namings, `from_position <= ${position}::bigint`, ...found].join(' AND ')} ORDER BY sort_name, id) named,
    LATERAL (SELECT facility FROM (
        SELECT * FROM ${relationOf(facilityHistory)} period WHERE period.id = named.id AND from_position <= ${position}::bigint
        ORDER BY from_position DESC LIMIT 1) latest
      WHERE ${['latest.sort_name = named.sort_name', ...held].join(' AND ')}) stood
    ORDER BY named.sort_name, named.id LIMIT ${most}`;

interface Similar {
  readonly q: string;
  readonly after: Place | undefined;
  readonly kept: readonly string[];
  readonly most: string;
  readonly value: Value;
}

/** The rows of the map one of whose names is like the search as a whole, by how much they differ. */
function similarSql({ q, after, kept, most, value }: Similar): string {
  const text = value(searchText(q));
  const distance = `round(1000 * (names <->> ${text}))::int`;
  const behind = after
    ? [`(${distance}, sort_name, id) > (${[after.distance, after.name, after.id].map(value).join(', ')})`]
    : [];
  return `SELECT facility, ${distance} AS distance, sort_name AS name, id FROM ${relationOf(facilityMap)}
    WHERE ${[...kept, `names %> ${text}`, ...behind].join(' AND ')} ORDER BY ${distance}, sort_name, id LIMIT ${most}`;
}
