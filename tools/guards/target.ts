import { execa } from 'execa';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutColours } from '../processes.ts';

const root = join(import.meta.dirname, '../..');

/** The outcome of a check. */
export interface Check {
  readonly ok: boolean;
  /** All that it wrote. */
  readonly output: string;
}

interface Targets {
  readonly [target: string]: { readonly command?: string };
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as never;

/** The command that Nx runs for a target, in each project or for the whole workspace. */
function commandOf(target: string): string {
  const { targetDefaults } = read('nx.json') as { targetDefaults: Targets };
  const { nx } = read('package.json') as { nx: { targets: Targets } };
  const command = targetDefaults[target]?.command ?? nx.targets[target]?.command;
  if (command === undefined) throw new Error(`No target ${target} has a command.`);
  return command;
}

/** Runs the command of a target at once on all of another workspace. */
export async function runTarget(target: string, folder: string): Promise<Check> {
  const { failed, all } = await execa(commandOf(target), {
    cwd: folder,
    env: withoutColours,
    preferLocal: true,
    localDir: root,
    shell: true,
    all: true,
    reject: false,
  });
  return { ok: !failed, output: all.trim() };
}
