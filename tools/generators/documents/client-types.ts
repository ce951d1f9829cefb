import { join } from 'node:path';
import type { catalogue, jsonSchemaOf, JsonSchema } from '@ecou/contracts';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

/** The file of the types of all contracts, which `@ecou/client` gives to subscribers. */
export const clientTypesFile = 'libs/client/src/contracts.ts';

interface Contracts {
  readonly catalogue: typeof catalogue;
  readonly jsonSchemaOf: typeof jsonSchemaOf;
}

const head = `/*
 * The data of every public contract, by its type. Written by \`npm run generate -- freeze\` out of the JSON Schemas, and never by hand.
 */

`;

/** The types of the data of all public contracts as TypeScript, those that were withdrawn marked as deprecated. */
export async function clientTypes(root: string, { catalogue, jsonSchemaOf }: Contracts): Promise<string> {
  const shown = [...catalogue.values()].filter(({ visibility }) => visibility === 'public');
  const schemas = Object.fromEntries(shown.map((contract) => [contract.type, schemaOf(jsonSchemaOf(contract))]));
  const document = { openapi: '3.1.0', info: { title: 'Ecou', version: '1' }, paths: {}, components: { schemas } };
  const text = astToString(await openapiTS(document as OpenAPI3));
  const [, types] = /export interface components \{\s*schemas: (\{[^]*?\n {4}\});/.exec(text) ?? [];
  if (types === undefined) throw new Error(`openapi-typescript wrote no schemas, but:\n${text.slice(0, 500)}`);
  const file = join(root, clientTypesFile);
  return format(`${head}export interface Contracts ${types}\n`, { ...(await resolveConfig(file)), filepath: file });
}

/** A schema as OpenAPI 3.1 has it: without its names, and with tuples as `prefixItems`. */
function schemaOf({ $id: _id, $schema: _schema, title: _title, ...schema }: JsonSchema): object {
  return withTuples(schema) as object;
}

function withTuples(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTuples);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name === 'items' && Array.isArray(inner) ? 'prefixItems' : name,
      withTuples(inner),
    ]),
  );
}
