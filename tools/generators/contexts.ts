import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';
import { asKebab, asPascal } from './names.ts';
import { Refused } from './refused.ts';
import { Source } from './source.ts';

const foundations = ['contracts', 'event-sourcing', 'runtime'];

/** The names of the contexts of a workspace. */
export const contextsOf = (root: string): readonly string[] =>
  readdirSync(join(root, 'libs')).filter(
    (name) => !foundations.includes(name) && existsSync(join(root, 'libs', name, 'src/context.ts')),
  );

/** The source folder of a context. Throws `Refused` where there is none of this name. */
export function contextFolder(root: string, asked: string | undefined): string {
  const contexts = contextsOf(root);
  const name = asKebab(asked, 'The context');
  if (contexts.includes(name)) return join(root, 'libs', name, 'src');
  throw new Refused(`There is no context ${name}; there are: ${contexts.join(', ')}.`);
}

/** The files of a folder and its folders, TypeScript only, without specs. */
export const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec)\.tsx?$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

export interface EventsFile {
  readonly path: string;
  /** `civicEventEvents`. */
  readonly variable: string;
  /** `CivicEventEvent`: the union of its events. */
  readonly union: string;
  readonly category: string;
  readonly types: readonly string[];
}

/** The `*.events.ts` files of a context. */
export const eventsFiles = (folder: string): readonly EventsFile[] =>
  sourcesIn(folder)
    .filter((path) => path.endsWith('.events.ts'))
    .map(readEventsFile);

function readEventsFile(path: string): EventsFile {
  const source = new Source(path);
  const [category, types] = source.call('defineEvents') ?? [];
  const declared = source
    .all(ts.isVariableDeclaration)
    .find(({ initializer }) => initializer?.getText().startsWith('defineEvents('));
  const union = source.all(ts.isTypeAliasDeclaration).find(({ type }) => type.getText().startsWith('EventOf<'));
  if (
    !declared ||
    !union ||
    !category ||
    !ts.isStringLiteral(category) ||
    !types ||
    !ts.isObjectLiteralExpression(types)
  )
    throw new Refused(`${path} declares no events by defineEvents and EventOf.`);
  return {
    path,
    variable: declared.name.getText(),
    union: union.name.text,
    category: category.text,
    types: types.properties.flatMap(({ name }) => name?.getText() ?? []),
  };
}

/** The events file that declares an event type of the context. */
export function eventsFileOf(folder: string, asked: string | undefined): EventsFile {
  const type = asPascal(asked, 'An event type');
  const files = eventsFiles(folder);
  const found = files.find(({ types }) => types.includes(type));
  if (found) return found;
  throw new Refused(`The context has no event ${type}; it has: ${files.flatMap(({ types }) => types).join(', ')}.`);
}

/** The file of a context that exports a name, or `undefined`. */
export const exporterOf = (folder: string, name: string): string | undefined =>
  sourcesIn(folder).find((path) =>
    new RegExp(`^export (?:const|function|class|interface|type) ${name}\\b`, 'm').test(readFileSync(path, 'utf8')),
  );

/** The file that declares the feature of a room (`EventSourcingModule.forFeature`): the nearest one above a file of the context. */
export function roomOf(folder: string, path: string): string {
  const [nearest] = sourcesIn(folder)
    .filter((each) => path.startsWith(dirname(each) + sep) && readFileSync(each, 'utf8').includes('.forFeature('))
    .sort((one, other) => other.length - one.length);
  if (nearest) return nearest;
  throw new Refused(`No module above ${path} calls EventSourcingModule.forFeature.`);
}
