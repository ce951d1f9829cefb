import { describe, expect, it } from '@jest/globals';
import { countRun, failedFiles, type FileResults, type Results } from './count.ts';

/** The results of a file with so many tests. */
const file = (
  name: string,
  tests: { passed?: number; failed?: number; pending?: number; todo?: number },
): FileResults => ({
  name,
  status: tests.failed ? 'failed' : 'passed',
  assertionResults: Object.entries(tests).flatMap(([status, count]) =>
    Array.from({ length: count }, (_, index) => ({ status, fullName: `${status} ${index + 1}` })),
  ),
});
const results = (...testResults: FileResults[]): Results => ({ testResults });
const broken: FileResults = { name: '/broken.int.spec.ts', status: 'failed', assertionResults: [] };
const task = (target: string, ok = true) => ({ project: '@ecou/feedback', target, ok });

/** The count of a run of one task that leaves such results. */
const ofTests = (ok: boolean, found: Results | undefined) =>
  countRun({ ok, tasks: [task('int', ok)], output: '' }, () => found);

describe('the count of a run', () => {
  it('has the tests that passed, failed and were skipped', () => {
    const found = results(file('/a', { passed: 4, pending: 1 }), file('/b', { passed: 3, failed: 2, todo: 1 }));
    expect(ofTests(false, found)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('adds up the tests of several projects', () => {
    const run = { ok: true, tasks: [task('test'), task('int'), task('e2e')], output: '' };
    expect(countRun(run, () => results(file('/a', { passed: 7 })))).toEqual({ passed: 21, failed: 0, skipped: 0 });
  });

  it('counts a file that cannot be run as a failure', () => {
    expect(ofTests(false, results(file('/a', { passed: 7 }), broken))).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('counts an exit code that no test accounts for as a failure', () => {
    const found = results(file('/a', { passed: 7 }));
    expect(ofTests(false, found)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(ofTests(true, found)).toEqual({ passed: 7, failed: 0, skipped: 0 });
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

  it('leaves out files that are run again, all of whose tests count then', () => {
    const found = results(file('/a', { passed: 4 }), file('/b', { passed: 3, failed: 2 }), broken);
    const run = { ok: false, tasks: [task('int', false), task('e2e')], output: '' };
    const resultsOf = ({ target }: { target: string }) =>
      target === 'int' ? found : results(file('/c', { passed: 5 }));
    const failed = failedFiles(run, resultsOf);
    expect(failed.map(({ target, file: name, tests }) => [target, name, tests])).toEqual([
      ['int', '/b', ['failed 1', 'failed 2']],
      ['int', '/broken.int.spec.ts', []],
    ]);
    expect(countRun(run, resultsOf, failed)).toEqual({ passed: 9, failed: 0, skipped: 0 });
    expect(countRun(run, resultsOf, failed.slice(0, 1))).toEqual({ passed: 9, failed: 1, skipped: 0 });
  });
});
