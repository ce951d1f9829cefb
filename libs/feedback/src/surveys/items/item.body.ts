import { language } from '@ecou/contracts';
import { localized, optional } from '@ecou/runtime';
import { z } from 'zod';
import { condition, mostOptions, slug, visibility } from './item.schema.js';

const asked = {
  id: slug.describe('Names the item in answers and results.'),
  wording: localized(500).describe('As it is asked.'),
  required: z.boolean().default(false).describe('Whether an answer without it is refused, where it is asked.'),
  shownIf: optional(condition).describe('When it is asked; always, where it is left out.'),
  visibility: visibility.default('public'),
};

const choosing = {
  options: z
    .array(
      z.strictObject({
        id: slug.describe('Names the option in answers and results; `other` is kept for what people name themselves.'),
        label: localized(200),
      }),
    )
    .min(1)
    .max(mostOptions),
  other: z.boolean().default(false).describe('Whether people may name something else, in their own words.'),
};

const itemBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('grade').describe('From 1 to 5; 5 is best.'),
    ...asked,
    aspect: slug.describe('`programme`, `duration`, `topics`, `moderators`, `conditions`, `organisation`, or another.'),
  }),
  z.strictObject({ kind: z.literal('yes-no'), ...asked }),
  z.strictObject({ kind: z.literal('choice').describe('One of the options.'), ...asked, ...choosing }),
  z
    .strictObject({
      kind: z.literal('multi-choice').describe('Several of the options.'),
      ...asked,
      ...choosing,
      min: z.int().min(1).default(1).describe('How many have to be chosen at least.'),
      max: z.int().min(2).optional().describe('How many may be chosen at most; all, where it is left out.'),
    })
    .transform(({ max, ...item }) => ({ ...item, max: max ?? item.options.length + Number(item.other) })),
  z.strictObject({ kind: z.literal('text').describe('Free text.'), ...asked }),
  z.strictObject({ kind: z.literal('wish').describe('Whether they wish to be informed of the topics.'), ...asked }),
]);

/** The fields that a questionnaire and a template share. */
export const wordingBody = {
  title: localized(300),
  languages: z
    .array(language)
    .min(1)
    .max(2)
    .default(['ro'])
    .refine((languages) => languages.includes('ro') && new Set(languages).size === languages.length, {
      error: 'Romanian, and English besides it where all is worded in both',
      params: { code: 'LANGUAGES_ODD' },
    })
    .describe('The languages that all of it is worded in: `ro`, or `ro` and `en`.'),
  items: z.array(itemBody).min(1).max(50),
  themes: z
    .array(z.strictObject({ id: slug, label: localized(200) }))
    .max(100)
    .default([])
    .describe('Themes that staff code suggestions to.'),
};
