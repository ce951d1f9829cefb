import { instant } from '@ecou/contracts';
import { htmlQuery, listOf, optional, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';

export const activityParams = z.strictObject({ activity: z.string().max(100) });

const reason = text(1000).describe('Why. Kept on record; no personal data.');
const days = z.int().min(1).max(36_525);

export const ruleBody = z
  .strictObject({ days: days.describe('Days after the end of a thing.'), reason })
  .meta({ id: 'SetRetentionRule', example: { days: 1826, reason: 'Nomenclatorul arhivistic, poziția 12.' } });
export const endBody = z.strictObject({ reason }).meta({ id: 'EndRetentionRule' });

const localized = z.object({ ro: z.string(), en: z.string().optional() });

const ruleItem = z.object({
  activity: z.string().describe('Name in the register of processing.'),
  title: localized,
  since: localized.nullable().describe('The fact that days are counted from; `null`: nothing ends by itself.'),
  source: localized.nullable().describe('The law that says something about the period.'),
  proposedDays: z.int().nullable().describe('Of no effect until it is set.'),
  inForce: z
    .object({ days: z.int(), since: z.string().nullable() })
    .nullable()
    .describe('`null`: everything is kept until somebody asks for its erasure.'),
  next: z
    .object({ days: z.int(), takesEffectAt: z.string() })
    .nullable()
    .describe('The rule that follows once notice was given.'),
  set: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  setting: z.string().nullable().describe('The environment variable that fixes it, where no rule does.'),
});
export type RuleItem = z.output<typeof ruleItem>;

export const rulesAnswer = z
  .object({ noticeDays: z.int().describe('Between a rule and its first run.'), items: z.array(ruleItem) })
  .meta({ id: 'RetentionRules' });

const periodItem = ruleItem.pick({ activity: true, title: true, since: true, inForce: true, next: true });
export type PeriodItem = z.output<typeof periodItem>;

export const periodsQuery = z.strictObject(htmlQuery);
export const periodsAnswer = z.object({ items: z.array(periodItem) }).meta({ id: 'RetentionPeriods' });

export const rehearseBody = z
  .strictObject({
    asOf: optional(instant).describe('Who would go then; left out: now.'),
    rules: optional(z.array(z.strictObject({ activity: z.string().max(100), days })).max(100)).describe(
      'Other rules than those that are set, whether they have taken effect or not.',
    ),
  })
  .meta({ id: 'RehearseRetention', example: { rules: [{ activity: 'petitions', days: 1826 }] } });

const counted = { activity: z.string().nullable(), reason: z.string(), people: z.int() };

const runItem = z.object({
  id: z.uuid(),
  isRehearsal: z.boolean().describe('It erases nobody.'),
  state: z.enum(['searching', 'checking', 'erasing', 'done']),
  missing: z.array(z.string()).describe('Contexts that it waits for.'),
  asOf: z.string(),
  rules: z.array(z.object({ activity: z.string(), days: z.int() })),
  by: z.string(),
  begunAt: z.string(),
  decidedAt: z.string().nullable(),
  keysDestroyedAt: z.string().nullable(),
  people: z.int().nullable().describe('How many were erased, by their ids; of a rehearsal: would be.'),
  outcome: z
    .array(z.object({ activity: z.string(), days: z.int(), people: z.int(), from: z.string(), to: z.string() }))
    .describe('By which rule, and between which times their things had ended.'),
  kept: z
    .array(z.object({ ...counted, nextAt: z.string().nullable() }))
    .describe('How many others stay, why, and when the first of them is over.'),
  blocked: z.array(z.object(counted)).describe('Over by one rule, and kept because of something else.'),
  goesOn: z.boolean().describe('There are more than one run takes: the next begins at once.'),
});
export type RunItem = z.output<typeof runItem>;

export const runAnswer = runItem.meta({ id: 'RetentionRun' });
export const runsAnswer = listOf(runItem, 'RetentionRuns');
export const runsQuery = z.strictObject({
  ...pageQuery,
  rehearsals: z.enum(['true', 'false']).optional().describe('Rehearsals alone, or none of them.'),
});
export type RunsQuery = z.output<typeof runsQuery>;
