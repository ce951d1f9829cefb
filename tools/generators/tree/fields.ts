import { Refused } from './refused.ts';
import type { Source } from './source.ts';

/** A field of an event or a contract, as it is asked for: `title:localizedText`, `place:text?` where there may be none (`null`). */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
}

interface Form {
  readonly schema: string;
  /** The type in a command. */
  readonly type: string;
  readonly sample: unknown;
  /** The name that must be imported from the shared types of `@ecou/contracts`. */
  readonly shared?: string;
}

const forms = {
  text: { schema: 'z.string()', type: 'string', sample: 'Un text' },
  uuid: { schema: 'z.uuid()', type: 'string', sample: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0001' },
  count: { schema: 'z.int().min(0)', type: 'number', sample: 1 },
  number: { schema: 'z.number()', type: 'number', sample: 1.5 },
  boolean: { schema: 'z.boolean()', type: 'boolean', sample: true },
  url: { schema: 'z.url()', type: 'string', sample: 'https://example.org/' },
  date: { schema: 'z.iso.date()', type: 'string', sample: '2026-03-01' },
  instant: { schema: 'instant', type: 'string', sample: '2026-03-01T10:00:00.000Z', shared: 'instant' },
  localizedText: {
    schema: 'localizedText',
    type: 'LocalizedText',
    sample: { ro: 'Un text', en: 'A text' },
    shared: 'localizedText',
  },
  personal: {
    schema: 'personal(z.string())',
    type: 'Sealed<string>',
    sample: { subject: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0009', codec: 'plain', value: 'Ana Exemplu' },
  },
} as const satisfies Record<string, Form>;

type FieldType = keyof typeof forms;

export const fieldTypes = Object.keys(forms);

const isFieldType = (type: string | undefined): type is FieldType => type !== undefined && type in forms;

/** Reads fields as they are asked for. Throws `Refused` on one that is not of the form `name:type`. */
export const parseFields = (asked: readonly string[]): readonly Field[] =>
  asked.map((text) => {
    const [, name, type, mark] = /^([a-z][A-Za-z0-9]*):([A-Za-z]+)(\?)?$/.exec(text) ?? [];
    if (name && isFieldType(type)) return { name, type, nullable: mark === '?' };
    throw new Refused(
      `The field ${text} is not of the form name:type or name:type?, with one of: ${fieldTypes.join(', ')}.`,
    );
  });

/** The zod shape of fields in an event, with the imports that it needs. */
export function eventShape(fields: readonly Field[], source: Source): string {
  source.import('z', 'zod');
  for (const { type } of fields) {
    const { shared } = formOf(type);
    if (shared) source.import(shared, '@ecou/contracts');
    if (type === 'personal') source.import('personal', '@ecou/event-sourcing');
  }
  return shape(fields);
}

/** The same in a contract. */
export function contractShape(fields: readonly Field[], source: Source): string {
  source.import('z', 'zod');
  for (const { type } of fields) {
    const { shared } = formOf(type);
    if (shared) source.import(shared, './types.js');
    if (type === 'personal') source.import('personalEnvelope', './contract.js');
  }
  return shape(fields).replaceAll('personal(z.string())', 'personalEnvelope');
}

/** The zod shape of fields, without braces. */
export const shape = (fields: readonly Field[]): string =>
  fields.map(({ name, type, nullable }) => `${name}: ${forms[type].schema}${nullable ? '.nullable()' : ''}`).join(', ');

/** The members of a command's type, each with its semicolon. */
export function commandShape(fields: readonly Field[], source: Source): string {
  for (const { type } of fields) {
    if (type === 'personal') source.import('Sealed', '@ecou/event-sourcing', 'type');
    if (type === 'localizedText') source.import('LocalizedText', '@ecou/contracts', 'type');
  }
  return fields
    .map(({ name, type, nullable }) => `${name}: ${forms[type].type}${nullable ? ' | null' : ''};`)
    .join(' ');
}

/** The zod shape of fields in the body of a route, without braces. */
export function bodyShape(fields: readonly Field[], source: Source): string {
  source.import('z', 'zod');
  const schemas = fields.map((field) => {
    const { shared } = formOf(field.type);
    if (shared) source.import(shared, '@ecou/contracts');
    const [schema, helper] = bodySchema(field);
    if (helper) source.import(helper, '@ecou/runtime');
    if (field.nullable && field.type !== 'personal') source.import('optional', '@ecou/runtime');
    return `${field.name}: ${schema}`;
  });
  return schemas.join(', ');
}

/** The schema of a field in a body, with the helper that makes it, where there is one. */
function bodySchema({ type, nullable }: Field): readonly [schema: string, helper?: string] {
  if (type === 'personal') {
    const helper = nullable ? 'optionalPersonalText' : 'personalText';
    return [`${helper}(5000)`, helper];
  }
  const own = type === 'text' ? 'text(300)' : forms[type].schema;
  const schema = nullable ? `optional(${own})` : own;
  return type === 'text' ? [schema, 'text'] : [schema];
}

/** Data that fit the fields. */
export const sampleOf = (fields: readonly Field[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(fields.map(({ name, type }) => [name, forms[type].sample]));

const formOf = (type: FieldType): Form => forms[type];
