import { z } from 'zod';

/** The parts of a JSON Schema that lead further. */
interface Node {
  readonly ecouPersonal?: boolean;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

/** Paths below a place that lead to personal fields; `path` is that place. */
function pathsIn(node: Node, path: string): readonly string[] {
  if (node.ecouPersonal) return [path];
  const within = (name: string) => (path === '' ? name : `${path}.${name}`);
  const { additionalProperties: others } = node;
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([name, inner]) => pathsIn(inner, within(name))),
    ...(node.items ? pathsIn(node.items, `${path}[]`) : []),
    ...(typeof others === 'object' ? pathsIn(others, `${path}{}`) : []),
    ...[node.anyOf, node.oneOf, node.allOf].flatMap((nodes = []) => nodes.flatMap((each) => pathsIn(each, path))),
  ];
}

/** The paths of personal fields in a schema of an event or a contract: `petitioner.name`, `attachments[].name`, `words{}`. */
export const personalPaths = (schema: z.ZodType): readonly string[] => [
  ...new Set(pathsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Node, '')),
];
