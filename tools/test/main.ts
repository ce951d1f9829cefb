import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { checks } from '../check.ts';
import { ensureBuilt, leaveBuilt } from '../build.ts';
import { runNx, type NxRun } from '../nx.ts';
import { stopWithBoot } from '../processes.ts';
import { countRun, failedFiles, total, type Count } from './count.ts';
import { findServices, type Found } from './services.ts';
import { findSpecs, resultFiles, type Spec } from './specs.ts';

/**
 * `npm test`: builds, checks, and runs every test; the last line counts checks and tests. Arguments are patterns of paths: only tests that
 * fit one are run then, and no checks. What had to be skipped is told before the last line; under `CI=true` it counts as failed.
 */
const wanted = process.argv.slice(2);

/** Of files that need a Kafka, or an S3, which is had by the same means (Java and Maven): they are named so. */
const NEEDS_KAFKA = '(kafka|services|s3)[^/]*\\.(int|e2e)\\.spec\\.ts$';

/** Of files that read PDF documents. */
const NEEDS_POPPLER = 'pdf\\.int\\.spec\\.ts$';

/** More files that fail are no accident. */
const MOST_AGAIN = 5;

/** A run that takes longer hangs. */
const LONGEST = 60 * 60_000;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
stopWithBoot();

const counts: Count[] = [];
const notes: string[] = [];
/** A line for each test that passed at the second try. */
const secondTries: string[] = [];
const began = performance.now();
try {
  for (const file of resultFiles()) await rm(file, { force: true });
  await ensureBuilt();
  leaveBuilt();
  await (wanted.length === 0 ? testAll() : testSome(findSpecs(wanted)));
} catch (error) {
  console.error((error as Error).message);
  counts.push({ passed: 0, failed: 1, skipped: 0 });
}
finish();

/** Tests that need no server may come from Nx's cache. */
async function testAll(): Promise<void> {
  counted(await nx([...checks, 'test'], [], []));
  await withServices(['int', 'e2e'], [], []);
}

/** Whoever names tests wants them run: none comes from the cache. */
async function testSome(specs: readonly Spec[]): Promise<void> {
  if (specs.length === 0) throw new Error(`There is no test whose path fits ${wanted.join(' or ')}.`);
  const of = (...targets: Spec['target'][]) => {
    const fit = specs.filter(({ target }) => targets.includes(target));
    return [[...new Set(fit.map(({ target }) => target))], [...new Set(fit.map(({ project }) => project))]] as const;
  };
  const jest = [...wanted, '--passWithNoTests'];
  counted(await nx(...of('test'), jest));
  await withServices(...of('int', 'e2e'), jest);
}

/** Runs targets of projects, or of all that have one; what is given for jest goes to each of them. */
async function nx(
  targets: readonly string[],
  projects: readonly string[],
  jest: readonly string[],
  cache = 'cache',
): Promise<NxRun> {
  if (targets.length === 0 || stopping.signal.aborted) return { ok: true, tasks: [], output: '' };
  const of = projects.length === 0 ? [] : ['-p', projects.join()];
  const again = wanted.length === 0 ? [] : ['--skipNxCache'];
  const args = [
    'run-many',
    '-t',
    targets.join(),
    ...of,
    ...again,
    '--outputStyle=stream-without-prefixes',
    '--excludeTaskDependencies',
  ];
  return runNx([...args, '--', ...jest.map(quoted)], {
    cancelSignal: stopping.signal,
    timeout: LONGEST,
    cache,
  });
}

function counted(run: NxRun): void {
  counts.push(countRun(run));
}

/** Nx hands arguments to a shell. */
function quoted(arg: string): string {
  return /^[\w./-]+$/.test(arg) ? arg : `'${arg}'`;
}

/** Servers are started once, for all projects. */
async function withServices(
  targets: readonly string[],
  projects: readonly string[],
  jest: readonly string[],
): Promise<void> {
  if (targets.length === 0) return;
  const services = await findServices();
  try {
    for (const [name, from] of services.from) console.log(`${name} for tests: ${from}`);
    const ofJest = [...jest, ...ignored(services)];
    // End-to-end tests often wait, for programs to start and to end: others run meanwhile.
    if (!left(services)) return;
    const runs = await Promise.all(targets.map((target) => nx([target], projects, ofJest, target)));
    await countWithSecondTries(runs, ofJest);
  } finally {
    await services.stop();
  }
}

/**
 * Counts runs. Files that failed while two lanes of tests shared the machine are run again by themselves, where they are few: what passes then is told by
 * its name, since a test that depends on how busy a machine is has to be mended all the same.
 */
async function countWithSecondTries(runs: readonly NxRun[], ofJest: readonly string[]): Promise<void> {
  const failed = runs.flatMap((run) => failedFiles(run));
  const again = wanted.length === 0 && failed.length <= MOST_AGAIN && !stopping.signal.aborted ? failed : [];
  for (const run of runs) counts.push(countRun(run, undefined, again));
  for (const { project, target, file, tests } of again) {
    const run = await nx([target], [project], [file, ...ofJest], target);
    counted(run);
    const passed = `Passed at the second try, by itself: ${relative(process.cwd(), file)}`;
    if (run.ok) secondTries.push(...tests.map((test) => `${passed}: ${test}`), ...(tests.length === 0 ? [passed] : []));
  }
}

/** True where anything can be run with the servers that were found; notes what cannot. */
function left({ missing }: Found): boolean {
  for (const [name, why] of missing) notes.push(`Skipped: tests that need ${name} (${why}).`);
  return !missing.has('PostgreSQL');
}

function ignored({ missing }: Found): readonly string[] {
  const files = [missing.has('Kafka') ? NEEDS_KAFKA : [], missing.has('Poppler') ? NEEDS_POPPLER : []].flat();
  return files.length === 0 ? [] : ['--testPathIgnorePatterns', ...files, '/dist/'];
}

function finish(): void {
  const { passed, failed, skipped } = total(counts);
  const [leftOut, strict] = [skipped + notes.length, Boolean(process.env['CI'])];
  const bad = failed + (strict ? leftOut : 0) + (stopping.signal.aborted ? 1 : 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  for (const line of [...secondTries, ...notes]) console.log(line);
  if (leftOut > 0 && strict) console.log(`${leftOut} skipped, which counts as failed here`);
  console.log(`${passed} passed, ${bad} failed${leftOut > 0 && !strict ? `, ${leftOut} skipped` : ''}`);
  process.exit(bad === 0 && passed > 0 ? 0 : 1);
}
