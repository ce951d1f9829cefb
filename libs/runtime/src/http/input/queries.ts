import { day, instant, language } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { z } from 'zod';
import { unstorableIn } from '../../problems/unstorable.js';

/** Longer than any cursor of ours. */
const maxCursor = 1000;

/** Fields of a list's query: `z.strictObject({ ...pageQuery, q: z.string().optional() })`. */
export const pageQuery = {
  cursor: z.string().max(maxCursor).optional().describe('Where the page starts: `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items per page.'),
};

/** The clock of the municipality: its days end by it. */
const municipalZone = 'Europe/Bucharest';

const offsetForm = new Intl.DateTimeFormat('en', { timeZone: municipalZone, timeZoneName: 'longOffset' });

/** The last moment of a day in the municipality's time zone. Clocks change there long before, at night. */
export function endOfDay(date: string): string {
  const name = offsetForm.formatToParts(new Date(`${date}T21:00:00Z`)).find(({ type }) => type === 'timeZoneName');
  const offset = /[+-]\d\d:\d\d/.exec(name?.value ?? '')?.[0] ?? '+02:00';
  return `${date}T23:59:59.999999${offset}`;
}

/** Field of a query that answers as things stood: a position, a time (ISO 8601 with offset), or the end of a day. See `ReadModels.resolveAsOf`. */
export const asOfQuery = {
  asOf: z
    .union(
      [z.string().regex(/^[0-9]{1,15}$/, { abort: true }), instant, day.transform(endOfDay)],
      'A position, a day, such as 2027-04-10, or a time with offset, such as 2027-04-10T09:30:00+03:00',
    )
    .optional()
    .describe(
      'Answers as things stood at this position, at this time (ISO 8601 with offset, such as 2027-04-10T09:30:00+03:00), or at the end of this day in Europe/Bucharest (such as 2027-04-10).',
    ),
};

/** Fields of the query of a route that answers a page, too. */
export const htmlQuery = {
  format: z.enum(['json', 'html']).optional().describe('JSON or a page; `Accept` decides where it is left out.'),
  lang: language.default('ro').describe('Language of the page; JSON has both.'),
};

/** The criteria of a list: its query without what says how it is answered. */
export type CriteriaOf<Query extends z.ZodType> = Omit<z.output<Query>, keyof typeof htmlQuery>;

/** The criteria of a list as the address of another page of it has them. */
export const criteriaOf = (criteria: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(criteria)
      .filter(([name, value]) => name !== 'cursor' && value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );

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
