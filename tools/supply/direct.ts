import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stated } from './licences.ts';
import { deployed, isInstalled, nameOf, neededFor, type Places } from './lockfile.ts';

/** A package of the registry that something of the workspace asks for itself. */
interface Direct {
  readonly name: string;
  readonly licence: string;
  /** Packages of the workspace, without `@ecou/`. */
  readonly askedBy: readonly string[];
}

/** The packages that deployed apps and libraries ask for, by name. */
export function directOf(root: string, places: Places): readonly Direct[] {
  const needed = neededFor(places, deployed(places));
  const askedBy = new Map<string, string[]>();
  for (const file of globSync('{apps,libs}/*/package.json', { cwd: root }).sort()) {
    if (!needed.has(dirname(file))) continue;
    const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      name: string;
      dependencies?: Record<string, string>;
    };
    for (const each of Object.keys(dependencies).filter((asked) => !asked.startsWith('@ecou/')))
      askedBy.set(each, [...(askedBy.get(each) ?? []), name.replace('@ecou/', '')]);
  }
  const licenceOf = (name: string): string => {
    const path = [...needed].find((each) => isInstalled(each) && nameOf(each) === name) ?? '';
    return places[path]?.license ?? stated[name]?.licence ?? 'none';
  };
  return [...askedBy]
    .map(([name, by]) => ({ name, licence: licenceOf(name), askedBy: by }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** The table of `docs/dependencies.md`. */
export const directTable = (packages: readonly Direct[]): string =>
  [
    '| package | licence | asked for by |',
    '| --- | --- | --- |',
    ...packages.map(({ name, licence, askedBy }) => `| \`${name}\` | ${licence} | ${askedBy.join(', ')} |`),
  ].join('\n');
