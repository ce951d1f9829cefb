import { instant, language } from '@ecou/contracts';
import { z } from 'zod';

/** Everything that a context has on record of one id of a person, as its route `GET /<context>/v1/subjects/{subject}` answers it. */
export const known = z.object({
  subject: z.uuid(),
  erased: z.boolean(),
  restricted: z.boolean(),
  facts: z.array(
    z.object({
      stream: z.string(),
      version: z.int(),
      type: z.string(),
      recordedAt: z.string(),
      by: z.enum(['public', 'staff', 'system']),
      data: z.looseObject({}),
    }),
  ),
  files: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      type: z.string().describe('Media type.'),
      size: z.int().describe('Bytes.'),
      sha256: z.string(),
      kept: z.boolean(),
    }),
  ),
});
export type Known = z.output<typeof known>;

const found = z.object({
  context: z.string(),
  known: z.array(known).describe('By each id that the request names and the context knows.'),
});

/** Everything that is on record of a person, across contexts. */
export const dossier = z
  .object({
    requestId: z.uuid(),
    madeAt: instant,
    contexts: z.array(found),
    files: z.array(z.object({ name: z.string(), path: z.string().describe('Where it is downloaded.') })),
  })
  .meta({ id: 'DossierOfPerson' });
export type Dossier = z.output<typeof dossier>;

export const portable = z
  .object({
    format: z.literal('ecou.person.v1'),
    madeAt: instant,
    given: z
      .array(
        z.object({
          context: z.string(),
          about: z.string().describe('What it stands in: its kind, and its id at the end.'),
          what: z.string().describe('The fact by which they gave it.'),
          at: z.string(),
          values: z.looseObject({}),
        }),
      )
      .describe('What the person gave by themselves, in the order in which they did.'),
    files: z.array(z.object({ name: z.string(), type: z.string(), size: z.int(), path: z.string() })),
  })
  .meta({ id: 'PortableData' });
export type Portable = z.output<typeof portable>;

export const documentQuery = z.strictObject({ lang: language.default('ro').describe('Language of the document.') });
