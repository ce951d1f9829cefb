import { localizedText, slug } from '@ecou/contracts';
import { z } from 'zod';
import { answerValue } from '../items/item.schema.js';

const why = z
  .enum(['not-reported', 'suppressed'])
  .describe('`not-reported`: nobody said; `suppressed`: withheld so that no group under 5 can be told.');

/** A count, or why there is none. */
export const figure = z.union([z.int().min(0), why]);
export type Figure = z.output<typeof figure>;

/** A number, or why there is none. */
export const ratio = z.union([z.number().min(0), why]);
export type Ratio = z.output<typeof ratio>;

/** The share of people who gave an answer, where only words were reported. `unquantified`: no share was said. */
export const amount = z.enum(['all', 'majority', 'some', 'few', 'none', 'unquantified']);

export const cell = z.strictObject({
  value: answerValue,
  label: localizedText.optional().describe('Of an option, as people saw it.'),
  count: figure,
  occurred: z.boolean().nullable().describe('Whether somebody gave this answer; `null`: not known.'),
  statement: amount.nullable().describe('How many, in words, where only words were reported.'),
});
export type Cell = z.output<typeof cell>;

/** The number of answers that came one way. */
export const channelCount = z.strictObject({
  channel: slug.describe('`token`, `anonymous`, `paper` or `ballot`; more may follow.'),
  count: z.int().min(1),
});
export type ChannelCount = z.output<typeof channelCount>;

export const resultItem = z.strictObject({
  item: z.string(),
  kind: z.enum(['grade', 'yes-no', 'choice', 'multi-choice', 'text', 'wish']),
  aspect: z.string().nullable(),
  wording: localizedText,
  n: figure.describe('How many answered the item. Each of them may have chosen several options of a `multi-choice`.'),
  distribution: z.array(cell),
  mean: ratio.nullable().describe('`null` where the item has no grades, or nobody answered it.'),
  median: ratio.nullable().describe('`null` where the item has no grades, or nobody answered it.'),
  themes: z
    .array(z.strictObject({ theme: slug, label: localizedText, count: figure }))
    .optional()
    .describe('Of free texts: how many staff coded to each theme of the questionnaire. One may have several.'),
});
export type ResultItem = z.output<typeof resultItem>;
