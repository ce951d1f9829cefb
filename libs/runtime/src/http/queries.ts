import { instant } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { z } from 'zod';
import { unstorableIn } from '../problems/unstorable.js';

/** Longer than any cursor of ours. */
const maxCursor = 1000;

/** Fields of a list's query: `z.strictObject({ ...pageQuery, q: z.string().optional() })`. */
export const pageQuery = {
  cursor: z.string().max(maxCursor).optional().describe('Where the page starts: `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items per page.'),
};

/** Field of a query that answers as things stood: a position, or a time (ISO 8601 with offset). See `ReadModels.resolveAsOf`. */
export const asOfQuery = {
  asOf: z
    .union([z.string().regex(/^[0-9]{1,15}$/, { abort: true }), instant])
    .optional()
    .describe('Answers as things stood at this position, or at this time (ISO 8601 with offset).'),
};

/** An opaque cursor out of the sort keys of a page's last row. */
export const encodeCursor = (keys: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url');

/** The sort keys in a cursor, checked; `undefined` without one. Throws `Invalid` at `cursor` where it is none of ours. */
export function decodeCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const keys = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!unstorableIn(keys)) return keys;
  } catch {
    // It is told below.
  }
  throw new Invalid('CURSOR_INVALID', 'The cursor is not one that this list gave.', ['cursor']);
}
