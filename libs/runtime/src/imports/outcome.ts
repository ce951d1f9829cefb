import { z } from 'zod';

const outcomes = ['created', 'changed', 'unchanged', 'failed'] as const;
type Outcome = (typeof outcomes)[number];

const rowError = z.object({
  path: z.string().describe('The column, or the field by its path; empty where it is about the whole row.'),
  code: z.string(),
  message: z.string(),
});

const rowResult = z.object({
  row: z.int().describe('Of a table as a spreadsheet counts them (names are row 1); of a list from 1.'),
  id: z.uuid().nullable().describe('Of what the row is about; null where none can be told.'),
  outcome: z.enum(outcomes),
  does: z
    .array(z.string())
    .describe('What was done for it, or would be in a dry run, in order, such as `plan`, `publish`.'),
  errors: z.array(rowError),
});
export type RowResult = z.output<typeof rowResult>;

export const importAnswer = z
  .object({
    dryRun: z.boolean().describe('Whether nothing was written.'),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    rows: z.array(rowResult),
  })
  .meta({ id: 'ImportResult' });
type ImportAnswer = z.output<typeof importAnswer>;

/** The results of an import, in the order of its rows. */
export function answerOf(rows: readonly RowResult[], dryRun: boolean): ImportAnswer {
  const count = (of: Outcome) => rows.filter(({ outcome }) => outcome === of).length;
  return {
    dryRun,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    rows: [...rows],
  };
}
