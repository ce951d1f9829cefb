import { localizedText, slug as name } from '@ecou/contracts';
import { z } from 'zod';

/** A name in answers and figures, such as `moderators`, of 60 characters at most. */
export const slug = name.max(60);
const text = localizedText.strict();

export const mostOptions = 50;

/** An answer that can be counted: a grade, `yes` or `no`, or the id of an option. */
export const answerValue = z.union([z.int().min(1).max(5), slug]);
export type AnswerValue = z.output<typeof answerValue>;

/** The value of an answer in one's own words. No option of an item is named so. */
export const otherOption = 'other';

/** The condition of an item: it is asked where an earlier item was answered with one of the values. */
export const condition = z.strictObject({
  item: slug.describe('Id of an earlier item that is no free text.'),
  values: z
    .array(answerValue)
    .min(1)
    .max(mostOptions + 1)
    .describe('Grades, `yes` or `no`, or ids of options; of a `multi-choice` one, which has to be among the choices.'),
});

export const visibility = z
  .enum(['public', 'staff'])
  .describe('Whether its results may be published; those of `staff` never are.');

const asked = {
  id: slug.describe('Names the item in answers and results.'),
  wording: text.describe('As it is asked.'),
  required: z.boolean().describe('Whether an answer without it is refused, where it is asked.'),
  shownIf: condition.nullable().describe('When it is asked; `null`: always.'),
  visibility,
};

const options = {
  options: z.array(z.strictObject({ id: slug, label: text })),
  other: z.boolean().describe('Whether people may name something else, in their own words.'),
};

/** A question. */
export const item = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('grade').describe('From 1 to 5.'),
      ...asked,
      aspect: slug.describe(
        '`programme`, `duration`, `topics`, `moderators`, `conditions`, `organisation`, or another.',
      ),
    }),
    z.strictObject({ kind: z.literal('yes-no'), ...asked }),
    z.strictObject({ kind: z.literal('choice').describe('One of the options.'), ...asked, ...options }),
    z.strictObject({
      kind: z.literal('multi-choice').describe('Several of the options.'),
      ...asked,
      ...options,
      min: z.int().min(1).describe('How many have to be chosen at least.'),
      max: z.int().min(1).describe('How many may be chosen at most.'),
    }),
    z.strictObject({ kind: z.literal('text').describe('Free text.'), ...asked }),
    z.strictObject({ kind: z.literal('wish').describe('Whether they wish to be informed of the topics.'), ...asked }),
  ])
  .meta({ id: 'QuestionnaireItem' });
export type Item = z.output<typeof item>;
export type ItemKind = Item['kind'];

/** A theme that suggestions are coded to. */
export const theme = z.strictObject({ id: slug, label: text });
export type Theme = z.output<typeof theme>;
