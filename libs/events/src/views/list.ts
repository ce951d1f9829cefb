import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { patternsOf } from './search-text.js';

/** Keeps the rows in which every word of `q` occurs; the column is the view's `search`. */
export function whereWords<R extends ObjectLiteral>(query: SelectQueryBuilder<R>, q: string | undefined): void {
  patternsOf(q).forEach((pattern, index) => {
    query.andWhere(`row.search LIKE :word${index}`, { [`word${index}`]: pattern });
  });
}

/** Keeps the rows that have these values; criteria that were left out do not count. */
export function whereEqual<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  criteria: Partial<Record<keyof R & string, unknown>>,
): void {
  for (const [name, value] of Object.entries(criteria)) {
    if (value !== undefined) query.andWhere(`row.${name} = :${name}`, { [name]: value });
  }
}
