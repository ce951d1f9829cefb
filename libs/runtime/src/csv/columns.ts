import { z } from 'zod';
import type { Column } from './csv.js';

/** The parts of a JSON Schema that this file reads. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

type Path = readonly string[];

/** Deeper parts of an item stand in one cell, as JSON; so does what contains itself. */
const maxDepth = 4;

const isNothing = ({ type }: Schema): boolean => type === 'null';

const isWhole = (paths: readonly Path[], path: Path): boolean => paths.length === 1 && paths[0]?.length === path.length;

/** The forms that a value may have, `null` left out; `undefined` where there is one only. */
const formsOf = ({ anyOf, oneOf, allOf }: Schema): readonly Schema[] | undefined =>
  (anyOf ?? oneOf ?? allOf)?.filter((form) => !isNothing(form));

const targetOf = ({ $ref = '' }: Schema, root: Schema): Schema | undefined =>
  $ref === '#' ? root : root.$defs?.[$ref.replace('#/$defs/', '')];

/** Paths of the values of an item, in the order in which its schema declares them. */
function pathsOf(schema: Schema, root: Schema, path: Path): readonly Path[] {
  if (path.length > maxDepth) return [path];
  const target = targetOf(schema, root);
  if (target) return pathsOf(target, root, path);
  const forms = formsOf(schema)?.map((form) => pathsOf(form, root, path));
  // Something that has parts in one form and none in another is shown in one cell.
  if (forms) return forms.some((paths) => isWhole(paths, path)) ? [path] : forms.flat();
  const properties = Object.entries(schema.properties ?? {});
  return properties.length === 0 ? [path] : properties.flatMap(([name, each]) => pathsOf(each, root, [...path, name]));
}

const at = (row: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null),
    row,
  );

/**
 * The columns of a list out of the schema of its items: `id` first, then as declared. Parts of parts have both names (`venue_address`, `title_ro`, `title_en`), and
 * where an item has several forms the columns of all stand there.
 */
export function columnsOf(item: z.ZodType): readonly Column[] {
  const schema = z.toJSONSchema(item, { io: 'output', unrepresentable: 'any' }) as Schema;
  const columns = new Map<string, Column>();
  for (const path of pathsOf(schema, schema, [])) {
    const name = path.length === 0 ? 'value' : path.join('_');
    if (!columns.has(name)) columns.set(name, { name, value: (row) => at(row, path) });
  }
  const id = columns.get('id');
  columns.delete('id');
  return [...(id ? [id] : []), ...columns.values()];
}
