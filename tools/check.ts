import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const cache = 'node_modules/.cache';

interface Step {
  readonly name: string;
  /** A program of node_modules/.bin with its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** What a step came to. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** All that it wrote. */
  readonly output: string;
}

// ESLint's cache knows a file by its content, not by the types that it imports: where it counts, everything is looked at.
const lintCache = process.env['CI']
  ? []
  : ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/eslint/`];

/** The longest first, then the ones that fail soonest: two run at a time. */
export const steps: readonly Step[] = [
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0', ...lintCache] },
  { name: 'boundaries', command: ['depcruise', '--config', '.dependency-cruiser.js', 'libs', 'apps', 'tools'] },
  { name: 'folders', command: ['depcruise', '--config', '.dependency-cruiser.folders.js', 'libs'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'types', command: ['tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', `${cache}/check.tsbuildinfo`] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
];

/** Runs a step in the folder. */
export function runStep({ name, command: [program, ...args] }: Step, folder: string = root): Promise<Check> {
  const started = performance.now();
  const bin = join(root, 'node_modules/.bin', program);
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000;
      resolve({ name, ok: code === 0, seconds, output: Buffer.concat(written).toString().trim() });
    });
  });
}

/** Runs every step, two at a time, and tells of each as it ends. Answers them in the order of `steps`. */
export async function runChecks(tell: (check: Check) => void = print): Promise<readonly Check[]> {
  const checks = new Map<string, Check>();
  const waiting = steps.values();
  const work = async () => {
    for (const step of waiting) {
      const check = await runStep(step);
      checks.set(step.name, check);
      tell(check);
    }
  };
  await Promise.all([work(), work()]);
  return steps.flatMap(({ name }) => checks.get(name) ?? []);
}

function print({ name, ok, seconds, output }: Check): void {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!ok) console.log(`${output.replaceAll(/^/gm, '  ')}\n`);
}

if (import.meta.main) {
  const checks = await runChecks();
  const failed = checks.filter(({ ok }) => !ok).length;
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
