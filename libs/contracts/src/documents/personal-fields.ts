import type { Contract } from '../contract.js';
import { jsonSchemaOf, walk, type JsonSchema } from './json-schema.js';

/**
 * Paths in a contract that could carry personal data: fields marked as personal, addresses of mail, and fields that say nothing of what they
 * hold. A public contract must have none.
 */
export function personalFields(contract: Contract): readonly string[] {
  const found: string[] = [];
  walk(jsonSchemaOf(contract), (node, path) => {
    if (node['ecouPersonal'] === true || node['format'] === 'email' || isUntyped(node)) found.push(path);
  });
  return found;
}

const shaping = ['type', 'const', 'enum', 'anyOf', 'oneOf', 'allOf', '$ref', 'not'];

const isUntyped = (node: JsonSchema): boolean => !shaping.some((keyword) => keyword in node);
