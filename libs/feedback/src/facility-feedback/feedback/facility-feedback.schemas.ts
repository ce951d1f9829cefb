import { instant, language, localizedText, slug } from '@ecou/contracts';
import { listOf, localized, newId, pageQuery, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { grade } from './facility-feedback.events.js';

export const giveFeedbackBody = z
  .strictObject({
    id: newId,
    facilityId: z.uuid().describe('Id of the facility on the map.'),
    grade: grade.describe('5 is best.'),
    comment: personalText(2000)
      .optional()
      .describe('Is shown to everybody; no names, addresses or numbers of people, please.'),
    language: language.default('ro').describe('The language of the comment.'),
    device: z
      .uuid()
      .optional()
      .describe(
        'A random UUID that the page or app made and keeps: it gives feedback on a facility once a calendar month (UTC). It is not kept. Only callers with `facility-feedback:write`, who enter what others said, leave it out.',
      ),
  })
  .meta({
    id: 'GiveFacilityFeedback',
    example: { facilityId: '5a1b0b95-311b-5fe1-99a3-04b0da78919c', grade: 4, comment: 'Am plătit în două minute.' },
  });
export type GiveFeedbackBody = z.output<typeof giveFeedbackBody>;

const reason = localized(1000).describe('Is shown to everybody.');

export const hideFeedbackBody = z
  .strictObject({
    reason,
    excludeGrade: z
      .boolean()
      .default(false)
      .describe('The grade stops counting, too: for what is no feedback at all, such as advertisements.'),
  })
  .meta({ id: 'HideFacilityFeedback' });

export const restoreFeedbackBody = z.strictObject({ reason }).meta({ id: 'RestoreFacilityFeedback' });

const status = z
  .enum(['shown', 'awaiting', 'hidden'])
  .describe('`awaiting`: its comment is shown once staff have approved it; `hidden`: staff took the comment away.');

const gradeNumber = z.coerce.number().int().min(1).max(5);

export const facilityFeedbackQuery = z.strictObject({
  ...pageQuery,
  facility: z.uuid().optional().describe('Id of the facility.'),
  kind: slug.optional().describe('Kind of the facility.'),
  grade: gradeNumber.optional(),
  status: status.optional(),
});

export const facilityFeedbackAnswer = z
  .object({
    id: z.uuid(),
    facilityId: z.uuid(),
    kind: slug.describe('Of the facility, when the feedback was given.'),
    grade,
    gradeCounts: z.boolean(),
    status,
    comment: z
      .string()
      .nullable()
      .describe('null where there is none, where it is not shown to the caller, or where it was erased.'),
    commented: z.boolean().describe('Whether there is a comment, shown or not.'),
    language,
    decisions: z
      .array(
        z.object({
          decision: z.enum(['approved', 'hidden', 'restored']),
          reason: localizedText.nullable().describe('null for an approval.'),
          at: instant,
        }),
      )
      .describe('What staff decided about it, the first decision first.'),
    givenAt: instant,
    version: z.int(),
  })
  .meta({ id: 'FacilityFeedback' });
export type FacilityFeedbackAnswer = z.output<typeof facilityFeedbackAnswer>;

export const facilityFeedbackListAnswer = listOf(facilityFeedbackAnswer, 'FacilityFeedbackList');

export const facilityParams = z.strictObject({ facilityId: z.uuid() });

export const facilityRatingsQuery = z.strictObject({
  ...pageQuery,
  kind: slug.optional().describe('Kind of the facility.'),
});

export const facilityRatingAnswer = z
  .object({
    facilityId: z.uuid(),
    kind: slug,
    name: localizedText,
    retired: z.boolean(),
    count: z.int().describe('Grades that count.'),
    mean: z.number().nullable().describe('Rounded to two decimals; null where no grade counts.'),
    distribution: z
      .array(z.object({ grade, count: z.int() }))
      .length(5)
      .describe('From 1 to 5.'),
    comments: z.int(),
    hidden: z.int().describe('How much feedback has its comment hidden; its grade counts unless it is excluded.'),
    excluded: z.int().describe('Grades that staff took out.'),
  })
  .meta({ id: 'FacilityRating' });
export type FacilityRatingAnswer = z.output<typeof facilityRatingAnswer>;

export const facilityRatingsAnswer = listOf(facilityRatingAnswer, 'FacilityRatings');
