import { z } from 'zod';
import { ReceivedFile } from '../../files/received-file.js';
import { asOfQuery } from './queries.js';

// What bodies, parameters, queries and answers are made of. Bodies are strict: an unknown field is an error.

/** A character that can be seen: no space, and nothing that only steers how others are shown. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

/** A text that somebody wrote: trimmed, of so many characters at most, with one at least that can be seen. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value === '' || visible.test(value), {
      error: 'No character of it can be seen',
      params: { code: 'NOTHING_VISIBLE' },
    });

/** A text in Romanian and, where somebody wrote it, in English. */
export const localized = (max: number) =>
  z.strictObject({
    ro: text(max).describe('In Romanian.'),
    en: text(max).optional().describe('In English, where somebody wrote it.'),
  });

/** A field that may be left out: `null` then. */
export const optional = <S extends z.ZodType>(schema: S) => schema.nullable().default(null as never);

/** The `id` of a body that creates something. */
export const newId = z
  .uuid()
  .optional()
  .describe(
    'Chosen by the caller, so that the same thing can be sent again; the same id with another content is refused.',
  );

const isReceived = (value: unknown): boolean => value instanceof ReceivedFile;

const receivedFile = z
  .any()
  .refine(isReceived, { error: 'Files come in a form (multipart/form-data).', params: { code: 'FILE_EXPECTED' } })
  .meta({ type: 'string', format: 'binary' }) as unknown as z.ZodType<ReceivedFile>;

/** The field of a body in which files come (`AcceptsFiles`): none, one or several. */
export const filesField = z.array(receivedFile).default([]);

/** The parameters of a route that names one thing. */
export const idParams = z.strictObject({ id: z.uuid() });
export type IdParams = z.output<typeof idParams>;

/** The query of a single resource, that has no other fields. */
export const asOfOnly = z.strictObject(asOfQuery);
export type AsOf = z.output<typeof asOfOnly>;

/** Field of a list's query: words to search for (`whereWords`). */
export const searchWords = z
  .string()
  .max(200)
  .optional()
  .describe('Words that all must occur; case and diacritics do not matter.');

/** The answer to a list, with the name that it has in the API's pages. */
export const listOf = <S extends z.ZodType>(item: S, id: string) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id });
