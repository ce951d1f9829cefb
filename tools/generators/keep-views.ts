import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { keep } from './changes.ts';
import { placeOf } from './contexts.ts';
import { goldenSpecs } from './golden.ts';
import { Refused } from './refused.ts';

const bin = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');

/**
 * Writes what the views of contexts make of their golden events, as `ECOU_WRITE_GOLDEN=1 npm test -- golden` does. Throws
 * `Refused`, with what the golden specs say, where one fails.
 */
export async function keepViews(root: string, contexts: readonly string[], config = 'jest.config.mjs'): Promise<void> {
  const specs = contexts.flatMap((context) => goldenSpecs(placeOf(root, context).folder));
  for (const spec of specs) keep(join(dirname(spec), 'views/folds.ts'));
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin];
  const args = ['--config', config, '--selectProjects', 'unit', '--', ...specs];
  const env = { ...process.env, ECOU_WRITE_GOLDEN: '1', NO_COLOR: '1' };
  try {
    await promisify(execFile)(process.execPath, [...node, ...args], { cwd: root, env });
  } catch (error) {
    throw new Refused(`The results of the views are not kept.\n${(error as { stderr: string }).stderr}`);
  }
}
