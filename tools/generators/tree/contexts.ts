import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { Node } from 'ts-morph';
import { asKebab, asPascal } from './names.ts';
import { Refused } from './refused.ts';
import { namesIn, Source } from './source.ts';

const foundations = ['contracts', 'event-sourcing', 'runtime'];

/** The names of the contexts of a workspace. */
export const contextsOf = (root: string): readonly string[] =>
  readdirSync(join(root, 'libs')).filter(
    (name) => !foundations.includes(name) && existsSync(join(root, 'libs', name, 'src/context.ts')),
  );

/** A context, as it is asked for: `facilities`; or one of its rooms, `events/outputs`. */
export interface Place {
  readonly context: string;
  /** The source folder of the context. */
  readonly folder: string;
  /** The module of the room that is asked for. */
  readonly room?: string | undefined;
}

/** Throws `Refused` where there is no context or no room of this name. */
export function placeOf(root: string, asked: string | undefined): Place {
  const [name, room] = asked?.split('/') ?? [];
  const contexts = contextsOf(root);
  const context = asKebab(name, 'The context');
  if (!contexts.includes(context))
    throw new Refused(`There is no context ${context}; there are: ${contexts.join(', ')}.`);
  const folder = join(root, 'libs', context, 'src');
  return { context, folder, room: room === undefined ? undefined : roomNamed({ context, folder }, room) };
}

/**
 * The modules of the rooms of a context, by their names: those that declare a feature (`EventSourcingModule.forFeature`) and have the name of
 * their folder, or of the context.
 */
export const roomsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    sourcesIn(folder).flatMap((path) => {
      const home = dirname(path) === folder ? dirname(folder) : dirname(path);
      const isRoom =
        path.endsWith(`${sep}${basename(home)}.module.ts`) && readFileSync(path, 'utf8').includes('.forFeature(');
      return isRoom ? [[basename(home), path] as const] : [];
    }),
  );

function roomNamed({ context, folder }: Place, name: string): string {
  const rooms = roomsIn(folder);
  const found = rooms.get(name);
  if (found) return found;
  throw new Refused(`The context ${context} has no room ${name}; it has: ${[...rooms.keys()].join(', ')}.`);
}

/** The module of the room that is asked for, or of the only one. */
export function oneRoom({ context, folder, room }: Place): string {
  const rooms = roomsIn(folder);
  const [only] = rooms.values();
  if (room ?? (rooms.size === 1 && only)) return room ?? only ?? '';
  throw new Refused(
    `The context ${context} has several rooms: say which, as in ${context}/${[...rooms.keys()].join(` or ${context}/`)}.`,
  );
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
  const declared = source.file
    .getVariableDeclarations()
    .find((each) => each.getInitializer()?.getText().startsWith('defineEvents('));
  const union = source.file.getTypeAliases().find((each) => each.getTypeNode()?.getText().startsWith('EventOf<'));
  if (!declared || !union || !Node.isStringLiteral(category) || !Node.isObjectLiteralExpression(types))
    throw new Refused(`${path} declares no events by defineEvents and EventOf.`);
  return {
    path,
    variable: declared.getName(),
    union: union.getName(),
    category: category.getLiteralText(),
    types: namesIn(types),
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

/** The module of the room that is asked for, or of the nearest one above a file of the context. */
export function roomOf({ folder, room }: Place, path: string): string {
  const [nearest] = [...roomsIn(folder).values()]
    .filter((module) => path.startsWith(dirname(module) + sep))
    .sort((one, other) => dirname(other).length - dirname(one).length);
  if (room ?? nearest) return room ?? nearest ?? '';
  throw new Refused(`No module above ${path} calls EventSourcingModule.forFeature.`);
}
