import { day, instant, localizedText, slug } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';

export const soonDays = 30;

export const verificationsQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['due', 'overdue', 'never'])
    .optional()
    .describe(
      `\`due\`: the day comes within ${soonDays} days, or is today; \`overdue\`: it has passed; \`never\`: nobody ever verified it. Both of the first where it is left out.`,
    ),
  kind: slug.optional(),
});
export type VerificationCriteria = z.output<typeof verificationsQuery>;

export const verificationsAnswer = listOf(
  z.object({
    id: z.uuid(),
    kind: z.string(),
    name: localizedText,
    status: z.enum(['planned', 'open', 'suspended']),
    verified: z.object({ by: z.string(), at: instant }).nullable().describe('null: never.'),
    dueOn: day.nullable().describe('null: no rule asks for it.'),
    isOverdue: z.boolean(),
    hasSteward: z.boolean().describe('Whether somebody is reminded.'),
  }),
  'VerificationQueue',
);
export type VerificationsItem = z.output<typeof verificationsAnswer>['items'][number];
