import { type ChildProcess } from 'node:child_process';
import { runChecks } from '../check.ts';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { runJest, type Count, type JestRun } from './jest.ts';
import { findServices, type Found } from './services.ts';

/**
 * `npm test`: builds, checks, and runs every test; the last line counts checks and tests. What is given as arguments goes to jest,
 * and the checks are left out then. What had to be skipped is told before the last line; under `CI=true` it counts as failed.
 */
const wanted = process.argv.slice(2);

/** Of files that need a Kafka, or an S3, which is had by the same means (Java and Maven): they are named so. */
const NEEDS_KAFKA = '(kafka|services|s3)[^/]*\\.(int|e2e)\\.spec\\.ts$';

/** Of files that read PDF documents. */
const NEEDS_POPPLER = 'pdf\\.int\\.spec\\.ts$';

/** End-to-end tests have the machine, and the topics of the Kafka, for themselves. */
const runs: readonly JestRun[] = [
  { projects: ['unit', 'int'], args: [] },
  { projects: ['e2e'], args: ['--runInBand'] },
];

const children = new Set<ChildProcess>();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping = true;
    for (const child of children) child.kill(signal);
  });
}
stopWithBoot();

const counts: Count[] = [];
const notes: string[] = [];
const began = performance.now();
try {
  await ensureBuilt();
  if (wanted.length === 0) counts.push(await check());
  await test();
} catch (error) {
  console.error((error as Error).message);
  counts.push({ passed: 0, failed: 1, skipped: 0 });
}
finish();

async function check(): Promise<Count> {
  const checks = await runChecks();
  const passed = checks.filter(({ ok }) => ok).length;
  return { passed, failed: checks.length - passed, skipped: 0 };
}

async function test(): Promise<void> {
  const services = await findServices();
  try {
    for (const [name, from] of services.from) console.log(`${name} for tests: ${from}`);
    for (const run of runs.map((one) => without(services, one))) {
      if (!stopping && run.projects.length > 0) counts.push(await runJest(run, wanted, children));
    }
  } finally {
    await services.stop();
  }
}

/** What is left of a run where a server cannot be had. */
function without({ missing }: Found, { projects, args }: JestRun): JestRun {
  for (const [name, why] of missing) {
    const note = `Skipped: tests that need ${name} (${why}).`;
    if (!notes.includes(note)) notes.push(note);
  }
  if (missing.has('PostgreSQL')) return { projects: projects.filter((name) => name === 'unit'), args };
  const left = [missing.has('Kafka') ? NEEDS_KAFKA : [], missing.has('Poppler') ? NEEDS_POPPLER : []].flat();
  return left.length === 0
    ? { projects, args }
    : { projects, args: [...args, '--testPathIgnorePatterns', ...left, '/dist/'] };
}

function finish(): void {
  const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0);
  const [passed, skipped, strict] = [sum('passed'), sum('skipped') + notes.length, Boolean(process.env['CI'])];
  const failed = sum('failed') + (strict ? skipped : 0) + (stopping ? 1 : 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  for (const note of notes) console.log(note);
  if (skipped > 0) console.log(`${skipped} skipped${strict ? ', which counts as failed here' : ''}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
