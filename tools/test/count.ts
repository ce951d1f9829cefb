import { readFileSync } from 'node:fs';
import type { NxRun, Task } from '../nx.ts';
import { isLevel, resultFile, type Level } from './specs.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The results that jest writes with `--json`, as far as they are counted. */
export interface Results {
  readonly testResults: readonly FileResults[];
}

/** The results of a file. One that cannot be loaded has failed, and has no tests. */
export interface FileResults {
  /** Its path. */
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

type ResultsOf = (task: Task) => Results | undefined;

const failure: Count = { passed: 0, failed: 1, skipped: 0 };

export const total = (counts: readonly Count[]): Count => {
  const sum = (of: keyof Count) => counts.reduce((all, count) => all + count[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
};

/**
 * Counts a run: of a task that runs jest its tests, of another the task itself; a build only where it fails. A run that ends badly
 * without a failed task is a failure. Files that are run again are left out.
 */
export function countRun(
  { ok, tasks }: NxRun,
  resultsOf: ResultsOf = readResults,
  again: readonly FailedFile[] = [],
): Count {
  const counts = tasks.map((task) => countTask(task, resultsOf(task), again));
  const silent = !ok && total(counts).failed === 0 && again.length === 0;
  return total(silent ? [...counts, failure] : counts);
}

function countTask(task: Task, results: Results | undefined, again: readonly FailedFile[]): Count {
  if (isLevel(task.target)) {
    const files = again.filter(({ project, target }) => project === task.project && target === task.target);
    return countTests(task.ok || files.length > 0, results, new Set(files.map(({ file }) => file)));
  }
  if (!task.ok) return failure;
  return { passed: task.target === 'build' ? 0 : 1, failed: 0, skipped: 0 };
}

/** A file that cannot be loaded is a failure; so is a jest that left no results, or ended badly without a failed test. */
function countTests(ok: boolean, results: Results | undefined, without: ReadonlySet<string>): Count {
  if (!results) return failure;
  const counts = results.testResults.filter(({ name }) => !without.has(name)).map(countFile);
  const all = total(counts);
  return { ...all, failed: all.failed === 0 && !ok ? 1 : all.failed };
}

function countFile({ status, assertionResults }: FileResults): Count {
  const of = (...statuses: string[]) => assertionResults.filter((test) => statuses.includes(test.status)).length;
  const [passed, failed] = [of('passed'), of('failed')];
  const skipped = assertionResults.length - passed - failed;
  return { passed, failed: failed === 0 && status === 'failed' ? 1 : failed, skipped };
}

/** A file with tests that failed. */
export interface FailedFile {
  readonly project: string;
  readonly target: Level;
  readonly file: string;
  /** Full names of the tests. */
  readonly tests: readonly string[];
}

/** The files that failed in a run. */
export const failedFiles = ({ tasks }: NxRun, resultsOf: ResultsOf = readResults): readonly FailedFile[] =>
  tasks.flatMap((task) => {
    const { project, target } = task;
    if (!isLevel(target)) return [];
    return (resultsOf(task)?.testResults ?? [])
      .filter(({ status }) => status === 'failed')
      .map(({ name, assertionResults }) => {
        const failed = assertionResults.filter((test) => test.status === 'failed');
        return { project, target, file: name, tests: failed.map(({ fullName }) => fullName) };
      });
  });

function readResults({ project, target }: Task): Results | undefined {
  if (!isLevel(target)) return undefined;
  try {
    return JSON.parse(readFileSync(resultFile(project, target), 'utf8')) as Results;
  } catch {
    return undefined;
  }
}
