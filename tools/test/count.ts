import { readFileSync } from 'node:fs';
import type { NxRun, Task } from '../nx.ts';
import { isLevel, resultFile } from './specs.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The results that jest writes with `--json`, as far as they are counted. */
export interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

type ResultsOf = (task: Task) => Results | undefined;

const failure: Count = { passed: 0, failed: 1, skipped: 0 };

export const total = (counts: readonly Count[]): Count => {
  const sum = (of: keyof Count) => counts.reduce((all, count) => all + count[of], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
};

/**
 * Counts a run: of a task that runs jest its tests, of another the task itself; a build only where it fails. A run that ends badly
 * without a failed task is a failure.
 */
export function countRun({ ok, tasks }: NxRun, resultsOf: ResultsOf = readResults): Count {
  const counts = tasks.map((task) => countTask(task, resultsOf));
  const silent = !ok && total(counts).failed === 0;
  return total(silent ? [...counts, failure] : counts);
}

function countTask(task: Task, resultsOf: ResultsOf): Count {
  if (isLevel(task.target)) return countTests(task.ok, resultsOf(task));
  if (!task.ok) return failure;
  return { passed: task.target === 'build' ? 0 : 1, failed: 0, skipped: 0 };
}

/** A file that cannot be loaded is a failure; so is a jest that left no results, or ended badly without a failed test. */
function countTests(ok: boolean, results: Results | undefined): Count {
  if (!results) return failure;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

function readResults({ project, target }: Task): Results | undefined {
  if (!isLevel(target)) return undefined;
  try {
    return JSON.parse(readFileSync(resultFile(project, target), 'utf8')) as Results;
  } catch {
    return undefined;
  }
}
