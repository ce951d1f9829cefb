import { isSchema, mapOf, type JsonSchema } from './json-schema.js';

/** Words for fields that hold a text, by the name of the field. All is made up. */
const texts: Readonly<Record<string, readonly [ro: string, en: string]>> = {
  title: ['Sesiune de consultare IV', 'Consultation session IV'],
  name: ['Exemplu', 'Example'],
  label: ['Exemplu', 'Example'],
  description: ['Despre plata taxelor prin internet.', 'About paying taxes over the internet.'],
  reason: ['Motiv exemplu.', 'Example reason.'],
  text: ['Vrem mai multe locuri de parcare pentru biciclete.', 'We want more places to park bicycles.'],
  note: ['Lucrarea începe în mai.', 'Work begins in May.'],
  address: ['Strada Exemplului 8, București', 'Strada Exemplului 8, București'],
  phone: ['+40 700 000 000', '+40 700 000 000'],
};
const anyText = ['Un text.', 'A text.'] as const;

/** Times by the end of a field's name, so that what ends does so after it began. */
const times: readonly (readonly [RegExp, time: string])[] = [
  [/^(?:ends|until|to|closes)/i, '2027-04-10T16:00:00+03:00'],
  [/previous/i, '2027-04-03T09:30:00+03:00'],
];
const anyTime = '2027-04-10T09:30:00+03:00';

const formats: Readonly<Record<string, (name: string) => string>> = {
  uuid: () => '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  'date-time': (name) => times.find(([pattern]) => pattern.test(name))?.[1] ?? anyTime,
  date: (name) => (/^(?:to|until|end)/i.test(name) ? '2027-12-31' : '2027-04-10'),
  time: () => '09:30',
  email: () => 'ana@example.ro',
  uri: () => 'https://example.ro/exemplu',
};

/** Texts that are tried, until one fits the form that is asked for. */
const tried = ['exemplu', '2027-000123', '2027-04-10', '+40 700 000 000', 'https://example.ro', '1', 'A1'];

interface Place {
  /** The name of the field. */
  readonly name: string;
  readonly lang: 'ro' | 'en';
  readonly root: JsonSchema;
}

/** Values that stand between backticks in a description: "Such as `study` or `podcast`". */
const named = ({ description }: JsonSchema): readonly string[] =>
  typeof description === 'string' ? [...description.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value) : [];

function textFor(schema: JsonSchema, { name, lang }: Place): string {
  const { format, pattern, maxLength } = schema;
  const ofFormat = typeof format === 'string' ? formats[format] : undefined;
  if (ofFormat) return ofFormat(name);
  if (typeof pattern === 'string') {
    const form = new RegExp(pattern, 'u');
    return [...named(schema), ...tried].find((value) => form.test(value)) ?? 'exemplu';
  }
  const [ro, en] = texts[name] ?? anyText;
  const text = lang === 'ro' ? ro : en;
  return typeof maxLength === 'number' ? text.slice(0, maxLength) : text;
}

const numberFor = ({ minimum, exclusiveMinimum, maximum }: JsonSchema): number => {
  const least = typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1;
  return typeof maximum === 'number' ? Math.min(Math.max(least, 1), maximum) : Math.max(least, 1);
};

/** True for a localized text: `ro` and `en` are its languages. */
const isLocalized = (properties: Readonly<Record<string, unknown>>): boolean => 'ro' in properties;

function recordFor(schema: JsonSchema, place: Place): object {
  const properties = mapOf(schema['properties']);
  const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  const localized = isLocalized(properties);
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => localized || required.includes(name))
      .map(([name, property]) => [
        name,
        valueFor(property, localized ? { ...place, lang: name === 'en' ? 'en' : 'ro' } : { ...place, name }),
      ]),
  );
}

function listFor(schema: JsonSchema, place: Place): readonly unknown[] {
  const { prefixItems, items, minItems } = schema;
  const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : undefined;
  if (tuple) return tuple.map((item) => valueFor(item, place));
  const count = typeof minItems === 'number' ? Math.max(minItems, 1) : 1;
  return Array.from({ length: count }, () => valueFor(items, place));
}

const isNull = (schema: unknown): boolean => isSchema(schema) && schema['type'] === 'null';

function referred(reference: unknown, root: JsonSchema): unknown {
  const path = typeof reference === 'string' ? reference.split('/').slice(1) : [];
  return path.reduce<unknown>((inner, part) => mapOf(inner)[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

/** The value that the schema itself names: an example, a constant, the first of some values. */
function given(schema: JsonSchema): unknown {
  const { example, examples, enum: values } = schema;
  if (example !== undefined) return example;
  if (Array.isArray(examples)) return examples[0];
  if ('const' in schema) return schema['const'];
  return Array.isArray(values) ? values[0] : undefined;
}

function valueFor(schema: unknown, place: Place): unknown {
  if (!isSchema(schema)) return anyText[0];
  const { $ref, allOf } = schema;
  if ($ref !== undefined) return valueFor(referred($ref, place.root), place);
  const said = given(schema);
  if (said !== undefined) return said;
  const choices = [schema['anyOf'] ?? schema['oneOf'] ?? []].flat();
  if (choices.length > 0)
    return valueFor(
      choices.find((one) => !isNull(one)),
      place,
    );
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((part) => valueFor(part, place))) as object;
  return valueOfType(schema, place);
}

function valueOfType(schema: JsonSchema, place: Place): unknown {
  const [type] = [schema['type']].flat().filter((one) => one !== 'null');
  switch (type) {
    case 'object':
      return recordFor(schema, place);
    case 'array':
      return listFor(schema, place);
    case 'integer':
    case 'number':
      return numberFor(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textFor(schema, place);
  }
}

/**
 * A value that a JSON Schema (draft 07 or 2020-12) describes: that of its `example` where it has one, else one made of what is required, with
 * words that fit the names of fields. `root` holds what is referred to. Rules that a JSON Schema cannot say may refuse it: give an `example`
 * where they do.
 */
export const exampleOf = (schema: JsonSchema, root: JsonSchema = schema): unknown =>
  valueFor(schema, { name: '', lang: 'ro', root });
