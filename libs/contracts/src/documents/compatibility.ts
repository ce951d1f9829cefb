import { isDeepStrictEqual } from 'node:util';
import type { Contract, Visibility } from '../contract.js';
import { isSchema, jsonSchemaOf, mapOf, type JsonSchema } from './json-schema.js';

/** A contract as it was published; it stands in `published/<type>.json`. */
export interface Frozen {
  readonly type: string;
  readonly visibility: Visibility;
  readonly schema: JsonSchema;
}

export const freeze = (contract: Contract): Frozen => ({
  type: contract.type,
  visibility: contract.visibility,
  schema: jsonSchemaOf(contract),
});

/** `new`: never frozen. `grown`: compatible, and must be frozen again. `broken`: not what its readers rely on any more. */
export type Status =
  { readonly is: 'new' | 'frozen' | 'grown' } | { readonly is: 'broken'; readonly breaks: readonly string[] };

/** Changes of a contract since it was frozen. */
export function compare(frozen: Frozen | undefined, contract: Contract): Status {
  if (!frozen) return { is: 'new' };
  const now = freeze(contract);
  const breaks = [
    ...(frozen.visibility === now.visibility ? [] : [`was ${frozen.visibility}, is ${now.visibility}`]),
    ...breaksOf(frozen.schema, now.schema),
  ];
  if (breaks.length > 0) return { is: 'broken', breaks };
  return { is: isDeepStrictEqual(JSON.parse(JSON.stringify(now)), frozen) ? 'frozen' : 'grown' };
}

/** They tell something to people, and nothing to a validator. */
const annotations = new Set(['$id', '$schema', 'title', 'description', 'examples', 'deprecated', 'default']);

/**
 * Breaks of a schema with a published one. One rule: the schemas are the same but for annotations and new optional fields of open
 * objects. So what was sent before is still understood, and what is sent from now on holds everything that readers were promised;
 * anything else (a field removed, retyped, newly required or no longer so, a range or a list of values changed) is a new version.
 */
export function breaksOf(old: JsonSchema, now: JsonSchema, path = ''): readonly string[] {
  const keywords = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !annotations.has(name));
  return keywords.flatMap((keyword) => {
    if (keyword === 'properties') return propertyBreaks(old, now, path);
    if (keyword === 'required') return requiredBreaks(old, now, path);
    return keywordBreaks(old[keyword], now[keyword], `${path}/${keyword}`);
  });
}

function propertyBreaks(old: JsonSchema, now: JsonSchema, path: string): readonly string[] {
  const before = mapOf(old['properties']);
  const after = mapOf(now['properties']);
  const kept = Object.entries(before).flatMap(([name, schema]) =>
    name in after ? keywordBreaks(schema, after[name], `${path}/${name}`) : [`${path}/${name} was removed`],
  );
  const added = Object.keys(after).filter((name) => !(name in before));
  const closed = old['additionalProperties'] === false;
  return [...kept, ...(closed ? added.map((name) => `${path}/${name} was added to a closed object`) : [])];
}

function requiredBreaks(old: JsonSchema, now: JsonSchema, path: string): readonly string[] {
  const before = namesIn(old['required']);
  const after = namesIn(now['required']);
  const stillThere = mapOf(now['properties']);
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `${path}/${name} is newly required`),
    ...before
      .filter((name) => !after.includes(name) && name in stillThere)
      .map((name) => `${path}/${name} is no longer required`),
  ];
}

function keywordBreaks(old: unknown, now: unknown, path: string): readonly string[] {
  if (isSchema(old) && isSchema(now)) return breaksOf(old, now, path);
  if (isListOfSchemas(old) && isListOfSchemas(now) && old.length === now.length) {
    return old.flatMap((part, index) => breaksOf(part, now[index] ?? {}, `${path}/${index}`));
  }
  return isDeepStrictEqual(sorted(old), sorted(now)) ? [] : [`${path} was ${shown(old)}, is ${shown(now)}`];
}

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const isListOfSchemas = (value: unknown): value is readonly JsonSchema[] =>
  Array.isArray(value) && value.every(isSchema);

/** Lists of values (`enum`, `type`) are sets. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
