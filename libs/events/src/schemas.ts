import { asOfQuery } from '@ecou/runtime';
import { z } from 'zod';

/** What the bodies and queries of this context are made of. Bodies are strict: an unknown field is an error. */
export const text = (max: number) => z.string().trim().min(1).max(max);

export const localized = (max: number) =>
  z.strictObject({
    ro: text(max).describe('In Romanian.'),
    en: text(max).optional().describe('In English, where somebody wrote it.'),
  });

/** A field that may be left out: `null` then. */
export const optional = <S extends z.ZodType>(schema: S) => schema.nullable().default(null as never);

export const newId = z
  .uuid()
  .optional()
  .describe(
    'Chosen by the caller, so that the same thing can be sent again; the same id with another content is refused.',
  );

export const idParams = z.strictObject({ id: z.uuid() });
export type IdParams = z.output<typeof idParams>;

export const asOfOnly = z.strictObject(asOfQuery);
export type AsOf = z.output<typeof asOfOnly>;

export const address = z.url({ protocol: /^https?$/, error: 'An address of http or https' }).max(2000);

/** The answer to a list. */
export const listOf = <S extends z.ZodType>(item: S, id: string) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id });

/** Words to search for. */
export const searchWords = z
  .string()
  .max(200)
  .optional()
  .describe('Words that all must occur; case and diacritics do not matter.');
