import { relationOf, searchText, wordPatterns } from '@ecou/event-sourcing';
import { narrowing, viewAt, type Narrowing, type Query, type Value } from '../views/facilities-sql.js';

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

interface Found {
  readonly conditions: readonly string[];
  readonly distance: string;
}

const all = (conditions: readonly string[]): string => `(${conditions.join(' AND ')})`;

/** `search` holds what `names` does, so its index finds rows of both: the history has no other. */
function foundBy(step: Step, q: string, value: Value): Found {
  const words = searchText(q);
  const beginning = () => `(sort_name >= ${value(words)} AND sort_name < ${value(words + last)})`;
  const each = (column: string) => all(wordPatterns(q).map((pattern) => `${column} LIKE ${value(pattern)}`));
  switch (step) {
    case 'beginning':
      return { conditions: [beginning()], distance: '0' };
    case 'name':
      return { conditions: [each('search'), each('names'), `NOT ${beginning()}`], distance: '0' };
    case 'text':
      return { conditions: [each('search'), `NOT ${each('names')}`], distance: '0' };
    case 'similar': {
      const text = value(words);
      return { conditions: [`names %> ${text}`], distance: `round(1000 * (names <->> ${text}))::int` };
    }
  }
}

/** The rows that a step finds, in their order, now or as of a position. */
export function searchSql({ q, ...criteria }: Search, { step, after, limit }: Part, position?: number): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const { conditions, distance } = foundBy(step, q, value);
  const order = distance === '0' ? ['sort_name', 'id'] : [distance, 'sort_name', 'id'];
  const place = after && [...(distance === '0' ? [] : [after.distance]), after.name, after.id];
  const behind = place ? [`(${order.join(', ')}) > (${place.map(value).join(', ')})`] : [];
  const kept = [...narrowing(criteria, value, position), ...conditions, ...behind];
  return {
    sql: `SELECT facility, ${distance} AS distance, sort_name AS name, id FROM ${relationOf(viewAt(position))}
      WHERE ${kept.join(' AND ')} ORDER BY ${order.join(', ')} LIMIT ${value(limit)}`,
    parameters,
  };
}
