import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { contextFolder } from './contexts.ts';
import { goldenSpecs } from './event.ts';
import { Refused } from './refused.ts';

const bin = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');

/**
 * Writes what the views of contexts make of their golden events, as `ECOU_WRITE_GOLDEN=1 npm test -- golden` does. Answers the files that
 * have changed. Throws `Refused`, with what the golden specs say, where one fails.
 */
export async function keepViews(
  root: string,
  contexts: readonly string[],
  config = 'jest.config.mjs',
): Promise<readonly string[]> {
  const specs = contexts.flatMap((context) => goldenSpecs(contextFolder(root, context)));
  const files = specs.map((spec) => join(dirname(spec), 'views/folds.ts'));
  const texts = files.map(textOf);
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin];
  const args = ['--config', config, '--selectProjects', 'unit', '--', ...specs];
  const env = { ...process.env, ECOU_WRITE_GOLDEN: '1', NO_COLOR: '1' };
  try {
    await promisify(execFile)(process.execPath, [...node, ...args], { cwd: root, env });
  } catch (error) {
    throw new Refused(`The results of the views are not kept.\n${(error as { stderr: string }).stderr}`);
  }
  return files.filter((file, index) => textOf(file) !== texts[index]);
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
