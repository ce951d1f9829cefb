import {
  catalogue,
  dataSchemaOf,
  exampleOf,
  isSchema,
  jsonSchemaOf,
  keyOf,
  mapOf,
  topicOf,
  type Contract,
  type JsonSchema,
} from '@ecou/contracts';

/** A field of a contract, at any depth. */
export interface Field {
  /** As in `items[].n`. */
  readonly name: string;
  /** As in `string (uuid)`, `integer` or `string | null`. */
  readonly type: string;
  /** False: it may be missing. */
  readonly required: boolean;
  readonly meaning: string | null;
}

/** The difference of a field between a version of a contract and the one before. */
export interface Change {
  readonly field: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Its type before; `null` where it was added. */
  readonly before: string | null;
  /** Its type since; `null` where it was removed. */
  readonly after: string | null;
}

/** A version of a contract, and what it changed. */
export interface VersionOf {
  readonly version: number;
  readonly type: string;
  readonly withdrawn: string | null;
  readonly changes: readonly Change[];
}

/** A public contract as the catalogue tells of it. */
export interface Described {
  readonly type: string;
  readonly context: string;
  readonly name: string;
  readonly version: number;
  readonly visibility: 'public';
  /** Public contracts carry no personal data; a test of the contracts refuses one that could. */
  readonly personalData: 'none';
  readonly summary: string;
  readonly withdrawn: string | null;
  readonly topic: string;
  readonly key: string;
  readonly dataschema: string;
  /** Path of its JSON Schema. */
  readonly schema: string;
  readonly fields: readonly Field[];
  readonly example: Readonly<Record<string, unknown>>;
  /** All versions, the oldest first. */
  readonly versions: readonly VersionOf[];
}

export const contractsPath = '/integrations/v1/contracts';

/** The fields of an object's schema, each followed by those inside it. */
export function fieldsOf(schema: JsonSchema, within = ''): readonly Field[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(mapOf(schema['properties'])).flatMap(([name, property]) => {
    const field = {
      name: `${within}${name}`,
      type: typeOf(property),
      required: required.includes(name),
      meaning: meaningOf(property),
    };
    return [field, ...inside(property, field.name)];
  });
}

const meaningOf = (schema: unknown): string | null => {
  const description = mapOf(schema)['description'];
  return typeof description === 'string' ? description : null;
};

/** The schemas that a value may follow. */
const choicesOf = (schema: JsonSchema): readonly unknown[] => [schema['anyOf'] ?? schema['oneOf'] ?? []].flat();

const isLocalized = (schema: unknown): boolean => 'ro' in mapOf(mapOf(schema)['properties']);

function inside(schema: unknown, name: string): readonly Field[] {
  if (!isSchema(schema) || isLocalized(schema)) return [];
  if (schema['type'] === 'object') return fieldsOf(schema, `${name}.`);
  if (schema['type'] === 'array') return inside(schema['items'], `${name}[]`);
  return choicesOf(schema).flatMap((choice) => inside(choice, name));
}

/** The type of a value in words of JSON Schema. */
function typeOf(schema: unknown): string {
  if (!isSchema(schema)) return 'any';
  const { type, format, enum: values, const: only, items } = schema;
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (isLocalized(schema)) return 'object { ro, en }';
  if (type === 'array')
    return Array.isArray(items) ? `array of ${items.map(typeOf).join(', ')}` : `array of ${typeOf(items)}`;
  if (type !== undefined)
    return [type].flat().map(String).join(' | ') + (typeof format === 'string' ? ` (${format})` : '');
  const choices = choicesOf(schema).map(typeOf);
  return choices.length > 0 ? [...new Set(choices)].join(' | ') : 'any';
}

/** The fields that a version adds, removes, or gives another type or another duty to be there. */
export function changesBetween(before: JsonSchema, after: JsonSchema): readonly Change[] {
  const [old, now] = [typesIn(before), typesIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field) => {
    const [was, is] = [old.get(field) ?? null, now.get(field) ?? null];
    if (was === is) return [];
    const change = was === null ? 'added' : is === null ? 'removed' : 'changed';
    return [{ field, change, before: was, after: is } as const];
  });
}

const typesIn = (schema: JsonSchema): ReadonlyMap<string, string> =>
  new Map(fieldsOf(schema).map(({ name, type, required }) => [name, required ? type : `${type}, optional`]));

function versionsOf(contract: Contract, contracts: readonly Contract[]): readonly VersionOf[] {
  const all = contracts
    .filter(({ context, name }) => context === contract.context && name === contract.name)
    .sort((one, other) => one.version - other.version);
  return all.map((one, index) => {
    const last = all[index - 1];
    return {
      version: one.version,
      type: one.type,
      withdrawn: one.withdrawn ?? null,
      changes: last ? changesBetween(jsonSchemaOf(last), jsonSchemaOf(one)) : [],
    };
  });
}

/** A public contract as the catalogue tells of it, among all public ones. */
export function describe(contract: Contract, contracts: readonly Contract[]): Described {
  const { type, context, name, version, summary } = contract;
  const schema = jsonSchemaOf(contract);
  return {
    ...{ type, context, name, version, visibility: 'public', personalData: 'none', summary },
    withdrawn: contract.withdrawn ?? null,
    topic: topicOf(context, 'public'),
    key: keyOf(contract),
    dataschema: dataSchemaOf(type),
    schema: `${contractsPath}/${type}/schema`,
    fields: fieldsOf(schema),
    example: mapOf(exampleOf(schema)),
    versions: versionsOf(contract, contracts),
  };
}

const publicContracts = [...catalogue.values()].filter(({ visibility }) => visibility === 'public');

/** All public contracts by type, those that were withdrawn, too: messages that somebody kept name them. */
export const described: ReadonlyMap<string, Described> = new Map(
  publicContracts
    .map((contract) => describe(contract, publicContracts))
    .sort((one, other) => (one.type < other.type ? -1 : 1))
    .map((one) => [one.type, one]),
);
