import { execFileSync } from 'node:child_process';

/** The output of git about a folder; `undefined` where it refuses, or there is no repository. */
export function git(folder: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** True for a file of a folder that may have been relied on: it is part of the last commit, or there is no repository that could tell. */
export const mayBeLanded = (folder: string, file: string): boolean =>
  git(folder, 'rev-parse', 'HEAD') === undefined || git(folder, 'cat-file', '-e', `HEAD:./${file}`) !== undefined;
