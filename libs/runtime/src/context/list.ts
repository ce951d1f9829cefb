import { wordPatterns } from '@ecou/event-sourcing';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { Page } from '../http/answers/answers.js';
import { decodeCursor, encodeCursor } from '../http/input/queries.js';

// Lists out of a view: `const query = readModels.repository(view).createQueryBuilder('row')`, its criteria, and `pageOf` in the end.

/** Keeps the rows that have these values; criteria that were left out do not count. */
export function whereEqual<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  criteria: Partial<Record<keyof R & string, unknown>>,
): void {
  for (const [name, value] of Object.entries(criteria)) {
    if (value !== undefined) query.andWhere(`row.${name} = :${name}`, { [name]: value });
  }
}

/** Keeps the rows in which every word of `q` occurs; the view's column is `search`, and holds `searchText`. */
export function whereWords<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, q: string | undefined): void {
  wordPatterns(q).forEach((pattern, index) => {
    query.andWhere(`row.search LIKE :word${index}`, { [`word${index}`]: pattern });
  });
}

/** The value of a column in a cursor. */
type Key = z.ZodType<string | number>;

/**
 * The page after a cursor, in the order of these columns, which together tell rows apart; each with what a cursor holds of it. Throws
 * `Invalid` for a cursor of another list.
 */
export async function pageOf<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  order: Readonly<Partial<Record<keyof R & string, Key>>>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  direction: 'ASC' | 'DESC' = 'ASC',
): Promise<Page<R>> {
  const names = Object.keys(order);
  const after = decodeCursor(cursor, z.tuple(Object.values(order) as [Key, ...Key[]]));
  if (after) {
    const columns = names.map((name) => `row.${name}`).join(', ');
    const values = names.map((name) => `:after_${name}`).join(', ');
    const keys = Object.fromEntries(names.map((name, index) => [`after_${name}`, after[index]]));
    query.andWhere(`(${columns}) ${direction === 'ASC' ? '>' : '<'} (${values})`, keys);
  }
  for (const name of names) query.addOrderBy(`row.${name}`, direction);
  const rows = await query.take(limit + 1).getMany();
  return Page.of(rows, limit, (last) => encodeCursor(names.map((name) => last[name] as string | number)));
}
