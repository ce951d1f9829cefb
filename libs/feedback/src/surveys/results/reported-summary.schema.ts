import { localizedText } from '@ecou/contracts';
import { z } from 'zod';
import { amount } from './result-item.schema.js';
import { answerValue, mostOptions } from '../items/item.schema.js';

const mostValues = mostOptions + 1;

const count = z.int().min(0).max(1_000_000);

export const reportedItem = z.strictObject({
  item: z.string().describe('Id of the item.'),
  n: count.nullable().describe('How many answered it. `null`: not reported.'),
  occurred: z
    .array(answerValue)
    .min(1)
    .max(mostValues)
    .nullable()
    .describe('The answers that somebody gave: all of them, and no other was given. `null`: not reported.'),
  counts: z
    .array(z.strictObject({ value: answerValue, count }))
    .max(mostValues)
    .describe('How many gave an answer, where known.'),
  statements: z
    .array(z.strictObject({ value: answerValue, amount }))
    .max(mostValues)
    .describe('How many gave an answer, where only words were reported. No figure is derived from them.'),
});
export type ReportedItem = z.output<typeof reportedItem>;

const grade = z.int().min(1).max(5);

/** The grades of all aspects together, for a report that does not tell them apart. A count is one of grades, not of people. */
export const reportedGrades = z.strictObject({
  occurred: z
    .array(grade)
    .min(1)
    .max(5)
    .nullable()
    .describe(
      'The grades that somebody gave to some aspect: all of them, and no other was given. `null`: not reported.',
    ),
  counts: z
    .array(z.strictObject({ value: grade, count }))
    .max(5)
    .describe('How often a grade was given, over all aspects, where known.'),
  statements: z
    .array(z.strictObject({ value: grade, amount }))
    .max(5)
    .describe('How often a grade was given, where only words were reported.'),
});
export type ReportedGrades = z.output<typeof reportedGrades>;

/** The totals of a questionnaire whose single answers are not known, just as they were reported. */
export const reportedSummary = z.strictObject({
  respondents: count.min(1),
  anonymous: count.nullable().describe('How many of them answered anonymously. `null`: not reported.'),
  grades: reportedGrades
    .nullable()
    .describe('The grades of all aspects together, where they were reported so. `null`: they were not.'),
  items: z.array(reportedItem).max(50).describe('Items of which nothing was reported are left out.'),
  suggestions: z
    .array(z.strictObject({ id: z.string().min(1).max(60), text: localizedText.strict() }))
    .max(200)
    .describe('Without anything that tells who made them.'),
  source: z.string().trim().min(1).max(300).describe('Where it stands, such as the title of a report.'),
});
export type ReportedSummary = z.output<typeof reportedSummary>;
