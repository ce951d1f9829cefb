import { language } from '@ecou/contracts';
import { z } from 'zod';

/** The fields that a standard text may have, in braces: `{number}`; the value of each is that of the petition it is filled for. */
export const fieldNames = [
  'petitioner',
  'number',
  'registeredOn',
  'category',
  'department',
  'officer',
  'answerBy',
  'legalAnswerBy',
  'institution',
  'today',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** The values of the fields; `null` where there is none, such as the officer of a petition that nobody has yet. */
export type FieldValues = Readonly<Record<FieldName, string | null>>;

/** A text from which officers begin an answer, in one language; salutation, text and legal basis may have fields. */
export const standardText = z.strictObject({
  title: z.string().describe('By which officers find it.'),
  language,
  salutation: z.string().nullable(),
  text: z.string(),
  legalBasis: z.string().nullable(),
  active: z.boolean().describe('One that is not active is filled for no further petition.'),
});
export type StandardText = z.output<typeof standardText>;

const field = /\{([^{}]*)\}/g;

const isField = (name: string): name is FieldName => (fieldNames as readonly string[]).includes(name);

/** Faults in the fields of a text: names that are none, and braces without their other one. */
export function faultsIn(text: string): { readonly code: string; readonly message: string }[] {
  const known = fieldNames.map((name) => `{${name}}`).join(', ');
  const unknown = [...text.matchAll(field)].map(([, name = '']) => name).filter((name) => !isField(name));
  const faults = [...new Set(unknown)].map((name) => ({
    code: 'FIELD_UNKNOWN',
    message: `There is no field {${name}}; there are ${known}`,
  }));
  if (!/[{}]/.test(text.replaceAll(field, ''))) return faults;
  return [...faults, { code: 'FIELD_OPEN', message: `A brace without its other one; fields are ${known}` }];
}

/** A text with its fields filled; those without a value stay as they are. */
const filledText = (text: string, values: FieldValues): string =>
  text.replaceAll(field, (whole, name: string) => (isField(name) ? (values[name] ?? whole) : whole));

/** The names of the fields of some texts, each once. */
const fieldsIn = (texts: readonly (string | null)[]): FieldName[] => {
  const names = texts.flatMap((text) => [...(text ?? '').matchAll(field)].map(([, name = '']) => name));
  return [...new Set(names.filter(isField))];
};

/** Salutation, text and legal basis for a petition, and the fields for which it has no value: they still stand there, in braces. */
export function filled({ salutation, text, legalBasis }: StandardText, values: FieldValues) {
  return {
    salutation: salutation && filledText(salutation, values),
    text: filledText(text, values),
    legalBasis: legalBasis && filledText(legalBasis, values),
    missing: fieldsIn([salutation, text, legalBasis]).filter((name) => values[name] === null),
  };
}
