import { z } from 'zod';
import type { Contract } from '../contract.js';
import { dataSchemaOf } from '../messages/message.js';

/** A JSON Schema of draft 07: the newest that AsyncAPI's tools check payloads with. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The contract's data as JSON Schema, as readers see it: objects are open, so that a later optional field breaks nobody. */
export const jsonSchemaOf = ({ type, summary, schema, withdrawn }: Contract): JsonSchema => ({
  $id: dataSchemaOf(type),
  title: type,
  description: withdrawn === undefined ? summary : `${summary} Withdrawn: ${withdrawn}`,
  ...(withdrawn === undefined ? {} : { deprecated: true }),
  ...z.toJSONSchema(schema, { target: 'draft-07', io: 'input' }),
});

/** Calls `visit` with each schema and subschema, and its path. */
export function walk(schema: unknown, visit: (node: JsonSchema, path: string) => void, path = ''): void {
  if (!isSchema(schema)) return;
  visit(schema, path);
  for (const [name, property] of Object.entries(mapOf(schema['properties']))) walk(property, visit, `${path}/${name}`);
  for (const [name, definition] of Object.entries(mapOf(schema['definitions']))) walk(definition, visit, `#${name}`);
  for (const keyword of ['items', 'additionalItems', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'not']) {
    for (const part of [schema[keyword]].flat()) walk(part, visit, `${path}/${keyword}`);
  }
}

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const mapOf = (value: unknown): Readonly<Record<string, unknown>> => (isSchema(value) ? value : {});
