import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { Node } from 'ts-morph';
import { sampleOf, type Field } from './fields.ts';
import { Refused } from './refused.ts';
import { Source, writeFormatted } from './source.ts';

/** The specs of a folder that keep golden events, or what views make of them. */
export const goldenSpecs = (folder: string, kept = /golden(Events|Views)\(/): readonly string[] =>
  globSync('**/*golden.spec.ts', { cwd: folder })
    .sort()
    .map((path) => join(folder, path))
    .filter((path) => kept.test(readFileSync(path, 'utf8')));

/** The golden spec of the room that a file of a context stands in: the nearest one above it. */
export function goldenSpecAbove(folder: string, path: string): string {
  const [nearest] = goldenSpecs(folder, /goldenEvents\(/)
    .filter((spec) => path.startsWith(dirname(spec) + sep))
    .sort((one, other) => dirname(other).length - dirname(one).length);
  if (nearest) return nearest;
  throw new Refused(`No spec above ${path} calls goldenEvents.`);
}

interface Declared {
  readonly type: string;
  /** The other events of the aggregate. */
  readonly siblings: readonly string[];
  /** The file that declares it. */
  readonly path: string;
}

/**
 * The golden form of the event's first version, and the sample that golden forms are made of: beside those of its siblings, where they
 * stand together.
 */
export async function keepGolden(
  folder: string,
  { type, siblings, path }: Declared,
  fields: readonly Field[],
): Promise<void> {
  const sample = sampleOf(fields);
  const source = new Source(goldenSpecAbove(folder, path));
  const [where, , samples] = source.call('goldenEvents') ?? [];
  if (!where || !samples) throw new Refused(`${source.path} gives goldenEvents no samples.`);
  const file = join(goldenFolder(source.path, where.getText()), `${type}.v1.json`);
  await writeFormatted(file, JSON.stringify(sample, null, 2));
  const property = `${type}: ${JSON.stringify(sample)}`;
  const place = [samples, ...spreadIn(samples)]
    .map((node) => literalOf(source, node))
    .find((found) => found && siblings.some((sibling) => found.source.property(found.node, sibling)));
  if (place) place.source.add(place.node, property, 'samples of golden events');
  else if (Node.isObjectLiteralExpression(samples)) source.add(samples, property, 'samples of golden events');
  else samples.replaceWithText(`{ ...${samples.getText()}, ${property} }`);
  await (place?.source ?? source).save();
}

const spreadIn = (node: Node): readonly Node[] =>
  Node.isObjectLiteralExpression(node)
    ? node.getProperties().flatMap((each) => (Node.isSpreadAssignment(each) ? [each.getExpression()] : []))
    : [];

/** `join(import.meta.dirname, '../golden')` and the like. */
function goldenFolder(spec: string, text: string): string {
  const [, path = 'golden'] = /['"/]((?:\.\.\/)*golden)['"`]/.exec(text) ?? [];
  return join(dirname(spec), path);
}

/** An object literal: the expression itself, or the variable that it names, here or where it comes from. */
function literalOf(source: Source, node: Node): { readonly source: Source; readonly node: Node } | undefined {
  if (!Node.isIdentifier(node)) return { source, node };
  const here = source.valueOf(node.getText());
  if (here) return { source, node: here };
  const { module = '', exported = '' } = source.importOf(node.getText()) ?? {};
  if (!module.startsWith('.')) return undefined;
  const there = new Source(join(dirname(source.path), module.replace(/\.js$/, '.ts')));
  const initializer = there.valueOf(exported);
  return initializer && { source: there, node: initializer };
}

/** The golden spec of a room, which its first aggregate or view makes. */
export async function goldenSpecOf(room: string): Promise<Source> {
  const path = join(room, 'golden.spec.ts');
  if (!existsSync(path)) await writeFormatted(path, "import { join } from 'node:path';\n");
  return new Source(path);
}

/** The events of an aggregate, among those of which the room keeps golden forms. */
export async function declareGolden(room: string, variable: string, path: string): Promise<void> {
  const source = await goldenSpecOf(room);
  const known = source.call('goldenEvents')?.[1];
  source.import(variable, path);
  if (known) source.add(known, variable, 'golden events');
  else {
    source.import('goldenEvents', '@ecou/event-sourcing/testing');
    source.append(`goldenEvents(join(import.meta.dirname, 'golden'), [${variable}], {});\n`);
  }
  await source.save();
}
