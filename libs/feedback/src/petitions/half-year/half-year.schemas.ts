import { day, instant, language, localizedText } from '@ecou/contracts';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { figureIds } from './figures.js';
import { sections } from './definitions.js';
import { periodForm } from './period.js';

export const halfYearParams = z.strictObject({
  period: z
    .string()
    .regex(periodForm, 'A year, a hyphen, and 1 or 2, such as 2026-2 for the second half of 2026')
    .describe('The year, a hyphen, and `1` or `2`: `2026-1` ends on 30 June.'),
});

export const halfYearQuery = z.strictObject({
  format: z.enum(['json', 'html', 'pdf', 'csv']).optional().describe('Instead of `Accept`.'),
  lang: language.default('ro').describe('Language of page, document and table; JSON has both.'),
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Of the table: begins with a byte order mark, by which spreadsheets know UTF-8.'),
});
export type HalfYearQuery = z.output<typeof halfYearQuery>;

const value = z.number().nullable().describe('`null`: of nothing, such as the mean of no answer.');

const share = z.object({ value: z.string(), name: localizedText, count: z.int() });

export const halfYearAnswer = z
  .object({
    year: z.int(),
    half: z.literal([1, 2]),
    from: day,
    to: day.describe('The last day of the half-year.'),
    at: instant.describe('The moment up to which it is counted: the end of the half-year, or now.'),
    complete: z.boolean().describe('Whether the half-year is over.'),
    figures: z
      .array(
        z
          .object({
            id: z.enum(figureIds),
            section: z.enum(sections),
            unit: z.enum(['petitions', 'days']),
            name: localizedText,
            definition: localizedText,
            value,
          })
          .meta({ id: 'HalfYearFigure' }),
      )
      .describe(
        '`carried-over` + `registered` + `reopened` = `answered` + `declined` + `forwarded` + `filed` + `withdrawn` + `running`.',
      ),
    departments: z
      .array(z.object({ department: code, name: localizedText, figures: z.record(z.enum(figureIds), value) }))
      .describe('The same by department: what happened while it had a petition.'),
    registeredBy: z
      .object({ kind: z.array(share), channel: z.array(share), category: z.array(share) })
      .describe('Of those registered in the half-year.'),
  })
  .meta({ id: 'HalfYearlyReport' });
export type HalfYearAnswer = z.output<typeof halfYearAnswer>;
