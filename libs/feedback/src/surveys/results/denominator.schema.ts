import { z } from 'zod';

/** The people of whom the response rate is a part. */
export const denominator = z.strictObject({
  count: z.int().min(1).max(1_000_000),
  source: z.enum(['invited', 'attended']).describe('Whom the count is of.'),
  includesTeam: z
    .boolean()
    .nullable()
    .describe('Whether people of the project itself are in the count; `null`: nobody said.'),
});
export type Denominator = z.output<typeof denominator>;
