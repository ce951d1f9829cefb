import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Refused } from './refused.ts';

/** A file that a generator wrote; `null` stands for no file. */
interface Change {
  /** From the root of the workspace. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A run of a generator that can be taken back. */
interface Run {
  readonly command: string;
  readonly changes: readonly Change[];
}

/** The texts of files before the run that is under way wrote them. */
const texts = new Map<string, string | null>();

const textOf = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);

/** Has to be called before anything else writes a file. */
export function keep(path: string): void {
  if (!texts.has(path)) texts.set(path, textOf(path));
}

/** Writes a file, or removes it (`null`). */
export function write(path: string, text: string | null): void {
  keep(path);
  put(path, text);
}

function put(path: string, text: string | null): void {
  if (text === null) {
    rmSync(path, { force: true });
    removeEmpty(dirname(path));
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Removes a folder with nothing in it, and those above that held nothing else. */
function removeEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder));
}

/** Runs a generator: all of its files are written, or none where it fails. Answers the paths of those that changed. */
export async function whole(root: string, command: string, run: () => Promise<unknown>): Promise<readonly string[]> {
  texts.clear();
  try {
    await run();
  } catch (error) {
    for (const [path, text] of texts) put(path, text);
    throw error;
  }
  const changes = [...texts]
    .map(([path, before]): Change => ({ path: relative(root, path), before, after: textOf(path) }))
    .filter(({ before, after }) => before !== after);
  if (changes.length > 0) saveRuns(root, [...runsOf(root), { command, changes }]);
  return changes.map(({ path }) => join(root, path));
}

const fileOf = (root: string): string => join(root, 'node_modules/.cache/ecou/generated.json');
const runsOf = (root: string): readonly Run[] => JSON.parse(textOf(fileOf(root)) ?? '[]') as readonly Run[];
const saveRuns = (root: string, runs: readonly Run[]): void => {
  put(fileOf(root), JSON.stringify(runs));
};

/**
 * Takes back the last run: its files are again what they were before it. Throws `Refused` where one of them was committed or has been changed since; with
 * `force`, what was changed by hand since is lost. Answers the command of the run and its files.
 */
export function takeBack(root: string, force = false): { readonly command: string; readonly files: readonly string[] } {
  const runs = runsOf(root);
  const last = runs.at(-1);
  if (!last) throw new Refused('No generator has written anything that could be taken back.');
  const { command, changes } = last;
  const landed = changes.filter(({ path, after }) => after !== null && committed(root, path) === after);
  if (landed.length > 0)
    throw new Refused(`${command} is committed: git revert takes back a commit.\n${listed(landed)}`);
  const changed = changes.filter(({ path, after }) => textOf(join(root, path)) !== after);
  if (changed.length > 0 && !force)
    throw new Refused(
      `Changed since ${command}; \`npm run generate -- undo --force\` loses what was written there by hand:\n${listed(changed)}`,
    );
  for (const { path, before } of changes) put(join(root, path), before);
  saveRuns(root, runs.slice(0, -1));
  return { command, files: changes.map(({ path }) => path) };
}

const listed = (changes: readonly Change[]): string => changes.map(({ path }) => `  ${path}`).join('\n');

/** The text of a file in the last commit; `undefined` where it is not part of it, or there is no repository. */
export function committed(root: string, path: string): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./${path}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
