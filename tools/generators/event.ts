import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { contextFolder, eventsFiles, sourcesIn } from './contexts.ts';
import { eventShape, parseFields, sampleOf, type Field } from './fields.ts';
import { asKebab, asPascal } from './names.ts';
import { Refused } from './refused.ts';
import { Source, writeFormatted } from './source.ts';

/**
 * `event <context> <aggregate> <EventType> [field:type...]`: declares an event of an aggregate, lets the state ignore it, and keeps a
 * golden form of it. Answers the files that it wrote.
 */
export async function generateEvent(
  root: string,
  [context, aggregate, asked, ...fields]: readonly string[],
): Promise<string[]> {
  const folder = contextFolder(root, context);
  const type = asPascal(asked, 'An event type');
  const category = asKebab(aggregate, 'The aggregate');
  const files = eventsFiles(folder);
  const own = files.find((file) => file.category === category);
  if (!own)
    throw new Refused(
      `The context has no aggregate ${category}; it has: ${files.map((file) => file.category).join(', ')}.`,
    );
  if (files.some(({ types }) => types.includes(type))) throw new Refused(`The context has an event ${type} already.`);
  const data = parseFields(fields);

  const events = new Source(own.path);
  events.add(events.call('defineEvents')?.[1], `${type}: z.object({ ${eventShape(data, events)} })`, 'events');
  await events.save();
  const folded = await ignoreInEvolve(dirname(own.path), { type, siblings: own.types });
  return [own.path, ...folded, ...(await keepGolden(folder, { type, siblings: own.types }, data))];
}

interface Declared {
  readonly type: string;
  /** The other events of the aggregate. */
  readonly siblings: readonly string[];
}

/** The state stays as it is: an entry of the fold's table, or a case in the switch over `event.type` that ends in `assertNever`. */
async function ignoreInEvolve(folder: string, { type, siblings }: Declared): Promise<string[]> {
  for (const path of sourcesIn(folder)) {
    const source = new Source(path);
    const table = path.endsWith('.fold.ts') && source.all(ts.isObjectLiteralExpression).find(folds(siblings));
    const last = source
      .all(ts.isDefaultClause)
      .find(
        (clause) =>
          clause.parent.parent.expression.getText() === 'event.type' && clause.getText().includes('assertNever(event)'),
      );
    const state = last && enclosing(last)?.parameters[0]?.name.getText();
    if (table) source.add(table, `${type}: (state) => state`, 'the fold');
    else if (last && state) source.insert(last.getStart(), `case '${type}':\n return ${state};\n`);
    else continue;
    await source.save();
    return [path];
  }
  return [];
}

const folds =
  (types: readonly string[]) =>
  ({ properties }: ts.ObjectLiteralExpression): boolean =>
    properties.some((property) => types.includes(property.name?.getText() ?? ''));

const enclosing = (node: ts.Node): ts.SignatureDeclaration | undefined =>
  ts.isFunctionLike(node) ? node : (node.parent as ts.Node | undefined) && enclosing(node.parent);

/**
 * The golden form of the event's first version, and the sample that golden forms are made of: beside those of its siblings, where they
 * stand together.
 */
export async function keepGolden(
  folder: string,
  { type, siblings }: Declared,
  fields: readonly Field[],
): Promise<string[]> {
  const sample = sampleOf(fields);
  for (const spec of goldenSpecs(folder)) {
    const source = new Source(spec);
    const [where, , samples] = source.call('goldenEvents') ?? [];
    if (!where || !samples) continue;
    const file = join(goldenFolder(spec, where.getText()), `${type}.v1.json`);
    await writeFormatted(file, JSON.stringify(sample, null, 2));
    const property = `${type}: ${JSON.stringify(sample)}`;
    const place = [samples, ...spreadIn(samples)]
      .map((node) => literalOf(source, node))
      .find((found) => found && siblings.some((sibling) => found.source.property(found.node, sibling)));
    if (place) place.source.add(place.node, property, 'samples of golden events');
    else if (ts.isObjectLiteralExpression(samples)) source.add(samples, property, 'samples of golden events');
    else {
      source.insert(samples.getStart(), '{ ...');
      source.insert(samples.getEnd(), `, ${property} }`);
    }
    const changed = place?.source ?? source;
    await changed.save();
    return [file, changed.path];
  }
  throw new Refused(`${folder} has no spec that calls goldenEvents.`);
}

const spreadIn = (node: ts.Expression): readonly ts.Expression[] =>
  ts.isObjectLiteralExpression(node)
    ? node.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression)
    : [];

export const goldenSpecs = (folder: string): readonly string[] =>
  ts.sys
    .readDirectory(folder, ['.ts'], [], ['**/*golden.spec.ts'])
    .filter((path) => readFileSync(path, 'utf8').includes('goldenEvents('));

/** `join(import.meta.dirname, '../golden')` and the like. */
function goldenFolder(spec: string, text: string): string {
  const [, path = 'golden'] = /['"/]((?:\.\.\/)*golden)['"`]/.exec(text) ?? [];
  return join(dirname(spec), path);
}

/** An object literal: the expression itself, or the variable that it names, here or where it comes from. */
function literalOf(
  source: Source,
  node: ts.Expression,
): { readonly source: Source; readonly node: ts.Node } | undefined {
  if (!ts.isIdentifier(node)) return { source, node };
  const here = source.variable(node.text)?.initializer;
  if (here) return { source, node: here };
  const { module = '', exported = '' } = source.importOf(node.text) ?? {};
  if (!module.startsWith('.')) return undefined;
  const there = new Source(join(dirname(source.path), module.replace(/\.js$/, '.ts')));
  const initializer = there.variable(exported)?.initializer;
  return initializer && { source: there, node: initializer };
}
