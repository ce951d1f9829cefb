import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place in `package-lock.json` (version 3): a package of the workspace, a link to one, or one from the registry. */
interface Place {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** The places of a lockfile, by their paths; the root is `''`. */
export type Places = Readonly<Record<string, Place>>;

/** A package of the registry that others need when they run. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; `undefined`: its manifest states none. */
  readonly licence: string | undefined;
  /** The path at which it is installed. */
  readonly path: string;
}

export const placesIn = (root: string): Places =>
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Places }).packages;

const modules = 'node_modules/';

export const isInstalled = (path: string): boolean => path.includes(modules);

export const nameOf = (path: string): string => path.slice(path.lastIndexOf(modules) + modules.length);

/** The folder above, as Node's resolution climbs: `a/node_modules/b` to `a`, `libs/a` to `libs`, that to the root. */
function above(path: string): string {
  const end = path.endsWith('/node_modules') ? path.length - '/node_modules'.length : path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

/** The path of the package that `name` means to a package at `from`; `undefined` where it is not installed. */
function found(places: Places, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = above(folder)) {
    const path = `${folder === '' ? '' : `${folder}/`}${modules}${name}`;
    const place = places[path];
    if (place) return place.link ? place.resolved : path;
    if (folder === '') return undefined;
  }
}

/** Without peers that may be missing: they are installed only where something else asks for them. */
function neededBy({ dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta }: Place) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...peers, ...Object.keys({ ...optionalDependencies, ...dependencies })];
}

/**
 * The paths of all that packages of the workspace need when they run, themselves among them. Walked by each package's own dependencies: the
 * marks in the lockfile, and `npm sbom --omit dev`, leave out what a development dependency needs as well.
 */
export function neededFor(places: Places, workspaces: readonly string[]): ReadonlySet<string> {
  const needed = new Set<string>(workspaces);
  for (const path of needed) {
    const place = places[path];
    if (!place) throw new Error(`package-lock.json has no ${path}.`);
    for (const name of neededBy(place)) {
      const next = found(places, path, name);
      if (next !== undefined) needed.add(next);
    }
  }
  return needed;
}

/** The packages of the workspace that are deployed: every app but that of the tests. */
export const deployed = (places: Places): readonly string[] =>
  Object.keys(places).filter((path) => path.startsWith('apps/') && !isInstalled(path) && path !== 'apps/e2e');

/** The packages of the registry that the deployed apps need, on any platform. */
export const packagesOf = (places: Places): readonly Package[] =>
  [...neededFor(places, deployed(places))]
    .filter(isInstalled)
    .map((path) => ({
      name: nameOf(path),
      version: places[path]?.version ?? '',
      licence: places[path]?.license,
      path,
    }))
    .sort((one, other) => one.path.localeCompare(other.path));
