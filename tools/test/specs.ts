import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Targets that run jest. */
export const levels = ['test', 'int', 'e2e'] as const;
export type Level = (typeof levels)[number];

export const isLevel = (target: string): target is Level => (levels as readonly string[]).includes(target);

/** A file of tests, by the target that runs it. */
export interface Spec {
  readonly file: string;
  readonly project: string;
  readonly target: Level;
}

/** The folder of each project, by its name. */
const folders: ReadonlyMap<string, string> = new Map(
  globSync(['{apps,libs}/*/package.json', 'tools/package.json'], { cwd: root }).map((file) => [
    (JSON.parse(readFileSync(join(root, file), 'utf8')) as { name: string }).name,
    dirname(file),
  ]),
);

const levelOf = (file: string): Level => {
  const [, level] = /\.(int|e2e)\.spec\.tsx?$/.exec(file) ?? [];
  return level === 'int' || level === 'e2e' ? level : 'test';
};

/** The files of tests whose path fits one of the patterns; all where there is none. */
export function findSpecs(patterns: readonly string[] = []): readonly Spec[] {
  const wanted = patterns.map((pattern) => new RegExp(pattern));
  return [...folders].flatMap(([project, folder]) =>
    globSync(folder === 'tools' ? 'tools/**/*.spec.ts' : `${folder}/src/**/*.spec.{ts,tsx}`, { cwd: root })
      .filter((file) => wanted.length === 0 || wanted.some((pattern) => pattern.test(file)))
      .map((file) => ({ file, project, target: levelOf(file) })),
  );
}

/** The files in which targets that run jest leave their results, as nx.json says. */
export const resultFiles = (): readonly string[] =>
  [...folders.keys()].flatMap((project) => levels.map((target) => resultFile(project, target)));

export const resultFile = (project: string, target: Level): string =>
  join(root, folders.get(project) ?? '', `${target}.results.json`);
