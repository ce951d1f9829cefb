import { randomUUID } from 'node:crypto';

/** A schema of OpenAPI, as far as bodies of ours need it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maxLength?: number;
}

export interface Sampling {
  /** Those that references name. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Stands in every field that takes a text, cut to what it takes. */
  readonly text: string;
  /** Only fields that must be there. */
  readonly spare: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text, cut between characters. */
function cut(text: string, most = Infinity): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most) break;
    kept += character;
  }
  return kept;
}

const formats: Readonly<Record<string, () => string>> = {
  uuid: () => randomUUID(),
  email: () => `${randomUUID()}@example.org`,
  date: () => '2026-03-01',
  'date-time': () => '2026-03-01T10:00:00Z',
  uri: () => 'https://example.org/',
};

/** The schema itself, where it is named or one of several: the first that is not `null`. */
function resolved(schema: Schema, sampling: Sampling): Schema {
  const { $ref: reference, anyOf = [], oneOf = [] } = schema;
  if (reference !== undefined) return resolved(sampling.schemas[reference.split('/').at(-1) ?? ''] ?? {}, sampling);
  const variant = [...anyOf, ...oneOf].find(({ type }) => type !== 'null');
  return variant ? resolved(variant, sampling) : schema;
}

/** Known of a field that is there also where it need not be: nothing but that. */
export const present = {};

/**
 * A value that the schema takes. `known`: what stands in the place of it, or of the same part of an object; a field that is known as
 * `undefined` is left out.
 */
export function sample(schema: Schema, sampling: Sampling, known?: unknown): unknown {
  if (known !== undefined && typeof known !== 'object') return known;
  const own = resolved(schema, sampling);
  if (own.const !== undefined || own.enum) return own.const ?? own.enum?.[0];
  const make = { array: list, object }[typeOf(own)] ?? scalar;
  return make(own, sampling, known);
}

/** The type, or the first of several. */
const typeOf = ({ type = 'object' }: Schema): string => [type].flat()[0] ?? 'object';

function scalar(schema: Schema, { text }: Sampling): unknown {
  const { format = '', maxLength, minimum = 1 } = schema;
  const type = typeOf(schema);
  if (type === 'string') return formats[format]?.() ?? cut(text, maxLength);
  return type === 'boolean' ? true : minimum;
}

function list({ items = {}, minItems = 0 }: Schema, sampling: Sampling, known: unknown): readonly unknown[] {
  if (Array.isArray(known)) return known.map((one: unknown) => sample(items, sampling, one));
  return Array.from({ length: minItems }, () => sample(items, sampling));
}

function object({ properties = {}, required = [] }: Schema, sampling: Sampling, part: unknown): Fields {
  const known = isFields(part) ? part : {};
  const names = Object.keys(properties).filter((name) => !sampling.spare || required.includes(name) || name in known);
  const fields = names
    .filter((name) => !(name in known) || known[name] !== undefined)
    .map((name) => [name, sample(properties[name] ?? {}, sampling, known[name])] as const);
  return Object.fromEntries(fields);
}
