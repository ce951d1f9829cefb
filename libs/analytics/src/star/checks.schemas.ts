import { instant } from '@ecou/contracts';
import { htmlQuery } from '@ecou/runtime';
import { z } from 'zod';

export const starQuery = z.strictObject(htmlQuery);

const position = z.int().min(0).describe('In the record of public messages, from 1 without holes.');

const check = z.object({
  position: position.describe('The position at which both were compared.'),
  beganAt: instant,
  endedAt: instant,
  isEqual: z.boolean().describe('Whether no row differs.'),
  found: z.array(
    z.object({
      table: z.string(),
      rows: z
        .int()
        .min(0)
        .nullable()
        .describe(
          'Rows up to the position, also those that do not stand any more; `null`: for callers with `figures:read`.',
        ),
      differing: z.int().min(0).describe('Rows that are in one of both only.'),
    }),
  ),
});

export const starAnswer = z
  .object({
    last: position.describe('The newest message of the record.'),
    definition: z.string().nullable().describe('Names what the tables hold; `null`: no star is live yet.'),
    position: position.nullable().describe('The newest message that is in the star.'),
    tables: z
      .array(z.object({ name: z.string(), meaning: z.string() }))
      .describe('All have the definition, the position and the time of the star.'),
    builtAt: instant.nullable().describe('When it was last made anew out of the record.'),
    isChecking: z.boolean().describe('Whether a check is under way.'),
    checks: z.array(check).describe('The last ten, newest first.'),
  })
  .meta({ id: 'Star' });

export const beganAnswer = z
  .object({ position: position.describe('The position at which the copy will be compared.') })
  .meta({ id: 'StarCheckBegan' });

export type StarAnswer = z.output<typeof starAnswer>;
