import { day } from '@ecou/contracts';
import { localized, optional, text, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { deadlineRules, lawfulRules } from '../calendar/deadlines.js';
import { category, code, dayOff, department } from './directory.events.js';

export const codeParams = z.strictObject({ code });
export type CodeParams = z.output<typeof codeParams>;

const active = z.boolean().default(true);

export const departmentBody = z
  .strictObject({ name: localized(200), active: active.describe(department.shape.active.description ?? '') })
  .meta({ id: 'DefineDepartment' });

export const categoryBody = z
  .strictObject({
    name: localized(200),
    description: optional(localized(1000)),
    group: optional(text(100)).describe('Several categories may share one, in lists.'),
    keywords: z.array(text(60)).max(20).default([]),
    department: code.describe('The department that its petitions go to, until somebody assigns them to another.'),
    active,
  })
  .meta({ id: 'DefineCategory' });

export const officerBody = z
  .strictObject({
    department: code,
    name: personalText(200).describe('Told to those whose petitions they have.'),
    phone: personalText(50).describe('At work; told to those whose petitions they have.'),
    active,
  })
  .meta({ id: 'DefineOfficer' });

const { answerDays, extensionDays, forwardDays } = deadlineRules.shape;
/** No more than the law gives; what was set before, when more was taken, is still read. */
const atMost = (rule: z.ZodInt, most: number) => rule.max(most).describe(rule.description ?? '');

export const rulesBody = deadlineRules
  .extend({
    answerDays: atMost(answerDays, lawfulRules.answerDays),
    extensionDays: atMost(extensionDays, lawfulRules.extensionDays),
    forwardDays: atMost(forwardDays, lawfulRules.forwardDays),
  })
  .refine(({ answerDays, dueSoonDays }) => dueSoonDays < answerDays, {
    path: ['dueSoonDays'],
    error: 'Fewer days than the answer may take',
    params: { code: 'DUE_SOON_TOO_EARLY' },
  })
  .meta({ id: 'DeadlineRules' });

export const daysOffBody = z
  .strictObject({
    days: z
      .array(z.strictObject({ day, reason: localized(200) }))
      .max(200)
      .superRefine((days, context) => {
        days.forEach((one, index) => {
          if (days.findIndex((other) => other.day === one.day) < index)
            context.addIssue({
              code: 'custom',
              path: [index, 'day'],
              message: 'Stands there twice',
              params: { code: 'DAY_REPEATED' },
            });
        });
      })
      .describe('All of them; besides weekends and public holidays.'),
  })
  .meta({ id: 'DaysOff' });

const coded = { code };

export const directoryAnswer = z
  .object({
    departments: z.array(department.extend(coded).meta({ id: 'Department' })),
    categories: z.array(category.extend(coded).meta({ id: 'Category' })),
    rules: deadlineRules,
    daysOff: z.array(dayOff),
    officers: z
      .array(
        z
          .object({
            id: z.uuid(),
            department: code,
            name: z.string().nullable(),
            phone: z.string().nullable(),
            active: z.boolean(),
          })
          .meta({ id: 'Officer' }),
      )
      .optional()
      .describe('For callers with `feedback:read`.'),
    version: z.int().describe('0 where nothing was configured yet.'),
  })
  .meta({ id: 'Directory' });
export type DirectoryAnswer = z.output<typeof directoryAnswer>;
