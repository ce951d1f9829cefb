import { instant, localizedText, slug } from '@ecou/contracts';
import { asOfQuery, listOf, localized, optional, text } from '@ecou/runtime';
import { z } from 'zod';
import { builtInKinds } from './built-in.js';
import { fieldKey } from './field-key.js';
import { facilityKind, fieldType } from './facility-kinds.events.js';

/** Refuses the second of those that have one name; `key` is where that stands. */
const once =
  <K extends string>(key: K, code: string, message: string) =>
  (all: readonly Readonly<Record<K, string>>[], context: z.RefinementCtx): void =>
    all.forEach((each, index) => {
      if (all.findIndex((other) => other[key] === each[key]) === index) return;
      context.addIssue({ code: 'custom', path: [index, key], message, params: { code } });
    });

const choices = z
  .array(z.strictObject({ value: slug, name: localized(200) }))
  .max(100)
  .default([])
  .superRefine(once('value', 'CHOICE_REPEATED', 'The choice stands there twice'));

const field = z
  .strictObject({
    key: fieldKey.describe('Stands in the fields of facilities.'),
    name: localized(200),
    type: fieldType,
    unit: optional(text(20)).describe('Of a number, such as `kW`.'),
    choices: choices.describe('Of a choice: the values that it may have.'),
    required: z.boolean().default(false).describe('Every facility of the kind that is added from now on has it.'),
  })
  .superRefine(({ type, unit, choices: values }, context) => {
    const refuse = (path: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    if (unit !== null && type !== 'number') refuse('unit', 'UNIT_WITHOUT_NUMBER', 'Only a number has a unit');
    if (type === 'choice' && values.length === 0) refuse('choices', 'CHOICES_MISSING', 'Name the values of the choice');
    if (type !== 'choice' && values.length > 0) refuse('choices', 'CHOICES_UNUSED', 'Only a choice has values');
  });

const kind = z.strictObject({
  id: slug.max(60).describe('Stands in facts for ever; it never changes.'),
  name: localized(200),
  description: optional(localized(2000)),
  fields: z
    .array(field)
    .max(50)
    .default([])
    .superRefine(once('key', 'FIELD_REPEATED', 'The field stands there twice'))
    .describe('What can be said of each facility of the kind.'),
  verifyEveryMonths: optional(z.int().min(1).max(120)).describe(
    'Months until a facility is to be verified again, where it does not say so itself; nobody has to where it is left out.',
  ),
  retired: z.boolean().default(false).describe('Can no longer be chosen; what names it keeps it.'),
});

const exampleFields = [{ key: 'peakPower', name: { ro: 'Putere', en: 'Peak power' }, type: 'number', unit: 'kW' }];

export const changeKindsBody = z
  .strictObject({
    kinds: z
      .array(kind)
      .min(1)
      .max(200)
      .superRefine(once('id', 'KIND_REPEATED', 'The kind stands there twice'))
      .describe('All of them, in the order in which they are shown. What stood once is not left out.'),
    note: optional(localized(1000)).describe('What changed, and why.'),
  })
  .meta({
    id: 'ChangeFacilityKinds',
    example: {
      kinds: builtInKinds.map((kind) =>
        kind.id === 'charging-point' ? { ...kind, fields: exampleFields, verifyEveryMonths: 12 } : kind,
      ),
    },
  });

export const kindsQuery = z.strictObject({
  ...asOfQuery,
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('The one that stands where it is left out.'),
});

const about = {
  version: z.int().describe('1 is the built-in list.'),
  note: localizedText.nullable(),
  changedAt: instant.nullable().describe('null: built in.'),
};

export const kindsAnswer = z.object({ ...about, kinds: z.array(facilityKind) }).meta({ id: 'FacilityKinds' });
export type KindsAnswer = z.output<typeof kindsAnswer>;

export const kindsVersionsAnswer = listOf(z.object(about), 'FacilityKindsVersions');
