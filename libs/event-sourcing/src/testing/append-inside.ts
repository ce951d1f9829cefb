import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { categoryOf, type DomainEvent } from '../event.js';
import { metadata } from './counter.js';

/** Appends one event of schema version 1, to a stream at any version or a new one (`expected` 0), inside the caller's transaction, which may stay open or be rolled back. */
export async function appendInside(
  client: Pick<pg.ClientBase, 'query'>,
  schema: string,
  stream: string,
  { type, data }: DomainEvent,
  expected: 0 | null = null,
): Promise<void> {
  await client.query(
    `SELECT ${schema}.append_stream($1, $2, $3, $4, ARRAY[$5::uuid], ARRAY[$6::text], '{1}', ARRAY[$7::jsonb])`,
    [stream, categoryOf(stream), expected, metadata, randomUUID(), type, data],
  );
}
