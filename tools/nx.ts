import { execaNode } from 'execa';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The time that nx has to end its tasks, in milliseconds. */
const GRACE = 35_000;

/** A target of a project that a command ran, or took from the cache. */
export interface Task {
  readonly project: string;
  readonly target: string;
  readonly ok: boolean;
}

export interface NxRun {
  readonly ok: boolean;
  readonly tasks: readonly Task[];
  /** All that it wrote, where it was `quiet`. */
  readonly output: string;
}

export interface NxOptions {
  /** Shows nothing. */
  readonly quiet?: boolean;
  /** Folder under `.nx` of what Nx keeps; commands that run at the same time need one each. */
  readonly cache?: string;
  /** Ends the command. */
  readonly cancelSignal?: AbortSignal;
  /** After this many milliseconds the command hangs, and is ended. */
  readonly timeout?: number;
}

/** Runs `nx` with these arguments. Answers a run that is not `ok` where a task fails. */
export async function runNx(
  args: readonly string[],
  { quiet = false, cache = 'cache', ...limits }: NxOptions = {},
): Promise<NxRun> {
  const folder = join(root, '.nx', cache);
  // Nx writes here which tasks a command ran, when it ends.
  const report = join(folder, 'run.json');
  rmSync(report, { force: true });
  const output = quiet ? 'pipe' : 'inherit';
  const { failed, all } = await execaNode(join(root, 'node_modules/.bin/nx'), args, {
    cwd: root,
    // Nx makes its tasks write in colours, unless told otherwise.
    env: { NX_CACHE_DIRECTORY: folder, ...(quiet || !process.stdout.isTTY ? { FORCE_COLOR: '0' } : {}) },
    ipc: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
    forceKillAfterDelay: GRACE,
    ...limits,
  });
  return { ok: !failed, tasks: tasksOf(report), output: all?.trim() ?? '' };
}

interface Report {
  readonly tasks: readonly { readonly projectName: string; readonly target: string; readonly status: number }[];
}

/** The tasks of the last command; none where it ended before it wrote them. */
function tasksOf(report: string): readonly Task[] {
  let text: string;
  try {
    text = readFileSync(report, 'utf8');
  } catch {
    return [];
  }
  const { tasks } = JSON.parse(text) as Report;
  return tasks.map(({ projectName, target, status }) => ({ project: projectName, target, ok: status === 0 }));
}
