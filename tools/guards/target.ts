import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What a check came to. */
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
export function runTarget(target: string, folder: string): Promise<Check> {
  const bin = join(root, 'node_modules/.bin');
  const child = spawn(commandOf(target), {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', PATH: [bin, process.env['PATH']].join(delimiter) },
    shell: true,
  });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(written).toString().trim() }));
  });
}
