import { describe, expect, it } from '@jest/globals';
import { countRun, type Results } from './count.ts';

const nothing: Results = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};
const task = (target: string, ok = true) => ({ project: '@ecou/feedback', target, ok });

/** The count of a run of one task that leaves such results. */
const ofTests = (ok: boolean, results: Results | undefined) =>
  countRun({ ok, tasks: [task('int', ok)], output: '' }, () => results);

describe('the count of a run', () => {
  it('has the tests that passed, failed and were skipped', () => {
    const results = { ...nothing, numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
    expect(ofTests(false, results)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('adds up the tests of several projects', () => {
    const run = { ok: true, tasks: [task('test'), task('int'), task('e2e')], output: '' };
    expect(countRun(run, () => ({ ...nothing, numPassedTests: 7 }))).toEqual({ passed: 21, failed: 0, skipped: 0 });
  });

  it('counts a file that cannot be run as a failure', () => {
    const results = { ...nothing, numPassedTests: 7, numRuntimeErrorTestSuites: 1 };
    expect(ofTests(false, results)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('counts an exit code that no test accounts for as a failure', () => {
    const results = { ...nothing, numPassedTests: 7 };
    expect(ofTests(false, results)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(ofTests(true, results)).toEqual({ passed: 7, failed: 0, skipped: 0 });
  });

  it('counts tests that left no results as a failure', () => {
    expect(ofTests(true, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts each check, and a build only where it fails', () => {
    const run = { ok: false, tasks: [task('build'), task('lint'), task('typecheck', false)], output: '' };
    expect(countRun(run)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countRun({ ok: false, tasks: [task('build', false)], output: '' })).toMatchObject({ failed: 1 });
  });

  it('counts a run that ends badly with no failed task as a failure', () => {
    expect(countRun({ ok: false, tasks: [task('lint')], output: '' })).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countRun({ ok: false, tasks: [], output: '' })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
