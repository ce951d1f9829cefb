import { execaNode, type ExecaError } from 'execa';
import { dirname, join } from 'node:path';
import { withoutColours } from '../processes.ts';
import { keep } from './tree/changes.ts';
import { placeOf } from './tree/contexts.ts';
import { goldenSpecs } from './tree/golden.ts';
import { Refused } from './tree/refused.ts';

const bin = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');

/**
 * Writes what the views of contexts make of their golden events, as `ECOU_WRITE_GOLDEN=1 npm test -- golden` does. Throws
 * `Refused`, with what the golden specs say, where one fails.
 */
export async function keepViews(root: string, contexts: readonly string[]): Promise<void> {
  const specs = contexts.flatMap((context) => goldenSpecs(placeOf(root, context).folder));
  for (const spec of specs) keep(join(dirname(spec), 'views/folds.ts'));
  try {
    await execaNode(bin, ['--selectProjects', 'unit', '--', ...specs], {
      cwd: root,
      env: { ECOU_WRITE_GOLDEN: '1', ...withoutColours },
      nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ipc: false,
    });
  } catch (error) {
    throw new Refused(`The results of the views are not kept.\n${(error as ExecaError<{ encoding: 'utf8' }>).stderr}`);
  }
}
