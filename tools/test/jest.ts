import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface JestRun {
  /** Of jest.config.mjs. */
  readonly projects: readonly string[];
  readonly args: readonly string[];
}

/** How tests came out. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A run that takes longer hangs. */
const LONGEST = 25 * 60_000;

/** How long it may take to end after its last test. */
const HANGS = 20_000;

/** Runs jest, shows what it writes, and counts. A jest that ends badly, or that found no test at all, is a failure of its own. */
export async function runJest(
  { projects, args }: JestRun,
  wanted: readonly string[],
  children: Set<ChildProcess>,
): Promise<Count> {
  const dir = await mkdtemp(join(tmpdir(), 'ecou-jest-'));
  const file = join(dir, 'results.json');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--selectProjects', ...projects, '--json', '--outputFile', file, '--passWithNoTests', ...args];
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...node, jest, ...options, '--', ...wanted], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.add(child);
  const timers = [setTimeout(() => child.kill('SIGKILL'), LONGEST), endWhereItHangs(child, file)];
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  timers.forEach(clearTimeout);
  children.delete(child);
  try {
    return countOf(JSON.parse(await readFile(file, 'utf8')) as Results, code, wanted.length > 0);
  } catch {
    console.error(`jest ended without results (${signal ?? `exit code ${code}`}).`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Tests that leave something open keep jest from ending: with its exit code missing, that is a failure. */
function endWhereItHangs(child: ChildProcess, results: string): NodeJS.Timeout {
  let since = 0;
  return setInterval(() => {
    if (!existsSync(results)) return;
    since ||= Date.now();
    if (Date.now() - since > HANGS) child.kill('SIGKILL');
  }, 1_000);
}

export interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numTotalTests: number;
}

/** `selected`: only some files were asked for, which may lie in another run. */
export function countOf(results: Results, code: number | null, selected: boolean): Count {
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const silent = failed === 0 && (code !== 0 || (results.numTotalTests === 0 && !selected));
  return {
    passed: results.numPassedTests,
    failed: failed + (silent ? 1 : 0),
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
