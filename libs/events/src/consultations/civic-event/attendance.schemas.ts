import { instant, localizedText } from '@ecou/contracts';
import { localized } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf } from '../../formats/slug.js';
import { attendanceStates } from './attendance.decider.js';

const count = z.int().min(0).max(10_000_000);

const categories = z
  .array(
    z.strictObject({
      category: entryOf('attendance-categories', 'ngo-member').describe(
        'Of the taxonomy `attendance-categories`, such as `ngo-member`, `public-institution`, `project-team`, `social-partner`, `university` or `citizen`.',
      ),
      count,
    }),
  )
  .min(1)
  .max(50)
  .superRefine((all, context) => {
    all.forEach(({ category }, index) => {
      if (all.findIndex((each) => each.category === category) === index) return;
      context.addIssue({
        code: 'custom',
        path: [index, 'category'],
        message: 'The category stands there twice',
        params: { code: 'CATEGORY_REPEATED' },
      });
    });
  });

const total = count.describe('As it was given; it need not be the sum of the categories.');

export const reportAttendanceBody = z.strictObject({ categories, total }).meta({
  id: 'ReportAttendance',
  example: {
    categories: [
      { category: 'ngo-member', count: 17 },
      { category: 'public-institution', count: 3 },
    ],
    total: 20,
  },
});

export const correctAttendanceBody = z
  .strictObject({
    categories: categories.optional().describe('All of them; what is left out stays as it stands.'),
    total: total.optional(),
    reason: localized(1000).describe('Why; the public reads it, so it names no person.'),
  })
  .refine((body) => body.categories !== undefined || body.total !== undefined, {
    path: ['categories'],
    error: 'Say what the right figures are: categories, total, or both',
    params: { code: 'CORRECTION_EMPTY' },
  })
  .meta({
    id: 'CorrectAttendance',
    example: {
      total: 21,
      reason: { ro: 'Lista de prezență are o semnătură în plus.', en: 'The list has one signature more.' },
    },
  });

const figures = z.object({
  categories: z.array(
    z.object({
      category: z.string(),
      name: localizedText.describe('What the category was called then.'),
      count: z.int(),
    }),
  ),
  total: z.int(),
  categoriesVersion: z.int().describe('Version of the taxonomy that the figures were given in.'),
});

export const attendanceAnswer = z
  .object({
    civicEventId: z.uuid(),
    state: z.enum(attendanceStates),
    reported: figures.nullable().describe('As it was put on record first; null: not reported.'),
    corrected: figures
      .extend({ reason: localizedText, correctedAt: instant })
      .nullable()
      .describe('The last correction; null: never corrected.'),
    reconciled: z.boolean().nullable().describe('Whether the figures that stand add up; null: not reported.'),
    difference: z
      .int()
      .nullable()
      .describe('The sum of the categories minus the total, of the figures that stand; null: not reported.'),
    version: z.int(),
  })
  .meta({ id: 'Attendance' });
export type AttendanceAnswer = z.output<typeof attendanceAnswer>;
