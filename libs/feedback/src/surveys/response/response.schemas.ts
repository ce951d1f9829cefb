import { language } from '@ecou/contracts';
import { listOf, newId, pageQuery, personalField, text } from '@ecou/runtime';
import { z } from 'zod';
import { mostOptions, slug } from '../items/item.schema.js';
import { channel } from '../questionnaire/questionnaire.events.js';
import { emailAddress } from '../updates-request/updates-request.schemas.js';

const kinds = ['grade', 'yes', 'choice', 'choices', 'text', 'wish'] as const;

const givenAnswer = z
  .strictObject({
    item: slug.describe('Id of the item.'),
    grade: z.int().min(1).max(5).optional().describe('To an item of the kind `grade`; 5 is best.'),
    yes: z.boolean().optional().describe('To an item of the kind `yes-no`.'),
    choice: slug.optional().describe('To an item of the kind `choice`: the id of an option, or `other`.'),
    choices: z
      .array(slug)
      .min(1)
      .max(mostOptions + 1)
      .optional()
      .describe('To an item of the kind `multi-choice`: ids of options, and `other`.'),
    other: text(500).optional().describe('What else, in their own words, beside `other`. Shown to staff only.'),
    text: text(2000).optional().describe('To an item of the kind `text`. Shown to staff only.'),
    wish: z.boolean().optional().describe('To an item of the kind `wish`: to be informed.'),
  })
  .refine((answer) => kinds.filter((kind) => answer[kind] !== undefined).length === 1, {
    error: `Just one of ${kinds.join(', ')}`,
    params: { code: 'ANSWER_KIND' },
  });
export type PlainAnswer = z.output<typeof givenAnswer>;

export const responseBody = z
  .strictObject({
    id: newId,
    token: z.string().min(1).max(100).optional().describe('An invitation token. It answers once.'),
    language: language.default('ro').describe('The language that the questionnaire was read in.'),
    answers: z.array(givenAnswer).min(1).max(50),
    email: personalField(emailAddress)
      .optional()
      .describe(
        'Where to send news of the topics of the questionnaire, once the address was confirmed. With it, the consent text of the questionnaire was agreed to. It is kept apart from the answers, and taken with a new one only: when an answer is sent again, it is not looked at. Somebody who reads the records could tell which answer it came with by their times; whoever does not want that asks under `/updates-requests`.',
      ),
  })
  .refine(({ email, answers }) => email === undefined || answers.every(({ wish }) => wish !== false), {
    path: ['email'],
    error: 'Whoever does not wish to be informed leaves no address',
    params: { code: 'WISH_CONTRADICTORY' },
  })
  .meta({
    id: 'AnswerQuestionnaire',
    example: {
      answers: [
        { item: 'programme', grade: 5 },
        { item: 'suggestions', text: 'Mai multe linkuri utile pe hartă.' },
      ],
    },
  });
export type ResponseBody = z.output<typeof responseBody>;

export const batchBody = z
  .strictObject({
    id: newId.describe(
      'Of the batch: sent again with it, rows that were recorded are not recorded twice, and rows may follow them.',
    ),
    responses: z
      .array(z.strictObject({ language: language.default('ro'), answers: z.array(givenAnswer).min(1).max(50) }))
      .min(1)
      .max(500)
      .describe('Each sheet of paper as one answer, in an order that stays when the batch is sent again.'),
    dryRun: z.boolean().default(false).describe('Checks all of them, and records none.'),
  })
  .meta({
    id: 'RecordBatch',
    example: {
      responses: [{ answers: [{ item: 'programme', grade: 5 }] }, { answers: [{ item: 'programme', grade: 4 }] }],
    },
  });
export type BatchBody = z.output<typeof batchBody>;

export const batchAnswer = z
  .object({
    id: z.uuid().describe('Of the batch.'),
    dryRun: z.boolean(),
    recorded: z.int().describe('How many were recorded now; in a dry run, how many would be.'),
    repeated: z.int().describe('How many were on record already.'),
    responses: z.array(z.uuid()).describe('The id of each answer, in the order of the rows.'),
  })
  .meta({ id: 'RecordedBatch' });

export const codeBody = z
  .strictObject({
    item: slug.describe('Id of the item that the free text answers.'),
    themes: z
      .array(slug)
      .max(20)
      .refine((themes) => new Set(themes).size === themes.length, {
        error: 'A theme stands there twice',
        params: { code: 'VALUE_REPEATED' },
      })
      .describe('Ids of themes of the questionnaire, in the place of those before; none: not coded.'),
  })
  .meta({ id: 'CodeAnswer' });

export const responseParams = z.strictObject({ id: z.uuid(), responseId: z.uuid() });

export const responsesQuery = z.strictObject({
  ...pageQuery,
  theme: slug.optional().describe('Only those with a text that was coded to the theme.'),
});

const responseAnswer = z
  .object({
    id: z.uuid(),
    channel: channel.describe(
      '`token`: with an invitation; `anonymous`: without one; `paper`: entered by staff; `ballot`: by ballot.',
    ),
    language,
    answers: z.array(
      z.object({
        item: z.string(),
        grade: z.int().optional(),
        yes: z.boolean().optional(),
        choice: z.string().optional(),
        choices: z.array(z.string()).optional(),
        other: z.string().nullable().optional().describe('What else; null where it was erased.'),
        text: z.string().nullable().optional().describe('null where it was erased.'),
        wish: z.boolean().optional(),
      }),
    ),
    codes: z
      .array(z.object({ item: z.string(), themes: z.array(z.string()), by: z.string() }))
      .describe('What staff coded its free texts to, and who did last.'),
  })
  .meta({ id: 'Response' });
export type ResponseAnswer = z.output<typeof responseAnswer>;

export const responsesAnswer = listOf(responseAnswer, 'Responses');

export const tableQuery = z.strictObject({
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: begins with a byte order mark, by which a spreadsheet knows UTF-8.'),
});
