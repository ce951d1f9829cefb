import { instant, localizedText } from '@ecou/contracts';
import { asOfQuery, listOf, localized, optional } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';
import { builtIn } from './built-in.js';
import { taxonomyNames } from './taxonomy.events.js';

const entries = z
  .array(
    z.strictObject({
      id: slug.describe('Stands in facts for ever; it never changes.'),
      name: localized(200),
      retired: z.boolean().default(false).describe('Can no longer be chosen; what names it keeps it.'),
    }),
  )
  .min(1)
  .max(200)
  .superRefine((all, context) => {
    all.forEach(({ id }, index) => {
      if (all.findIndex((each) => each.id === id) === index) return;
      context.addIssue({
        code: 'custom',
        path: [index, 'id'],
        message: 'The entry stands there twice',
        params: { code: 'ENTRY_REPEATED' },
      });
    });
  });

export const changeTaxonomyBody = z
  .strictObject({
    entries: entries.describe('All of them, in the order in which they are shown. What stood once is not left out.'),
    note: optional(localized(1000)).describe('What changed, and why.'),
  })
  .meta({ id: 'ChangeTaxonomy', example: { entries: builtIn['civic-event-kinds'] } });

export const taxonomyParams = z.strictObject({
  name: slug.describe('`civic-event-kinds`, `attendance-categories` or `discussion-themes`.'),
});

export const taxonomyQuery = z.strictObject({
  ...asOfQuery,
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('The version that a fact was recorded under; the one that stands where it is left out.'),
});

const versionAnswer = {
  version: z.int().describe('1 is the built-in list.'),
  note: localizedText.nullable(),
  changedAt: instant.nullable().describe('null: built in.'),
};

export const taxonomyAnswer = z
  .object({
    name: z.enum(taxonomyNames),
    ...versionAnswer,
    entries: z.array(z.object({ id: z.string(), name: localizedText, retired: z.boolean() })),
  })
  .meta({ id: 'Taxonomy' });
export type TaxonomyAnswer = z.output<typeof taxonomyAnswer>;

export const taxonomiesAnswer = listOf(taxonomyAnswer, 'Taxonomies');

export const taxonomyVersionsAnswer = listOf(z.object(versionAnswer), 'TaxonomyVersions');
