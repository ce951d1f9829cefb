import { decodeCursor, encodeCursor, Page } from '@ecou/runtime';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';

/** Keeps the rows that have these values; criteria that were left out do not count. */
export function whereEqual<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  criteria: Partial<Record<keyof R & string, unknown>>,
): void {
  for (const [name, value] of Object.entries(criteria)) {
    if (value !== undefined) query.andWhere(`row.${name} = :${name}`, { [name]: value });
  }
}

/** One page of rows, the newest first; `time` is the column that says how new. */
export async function newestFirst<R extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<R>,
  time: keyof R & string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<R>> {
  const after = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  if (after) query.andWhere(`(row.${time}, row.id) < (:at, :id)`, { at: after[0], id: after[1] });
  const rows = await query
    .orderBy(`row.${time}`, 'DESC')
    .addOrderBy('row.id', 'DESC')
    .take(limit + 1)
    .getMany();
  return Page.of(rows, limit, (row) => encodeCursor([row[time] as string, row.id]));
}
