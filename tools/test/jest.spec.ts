import { describe, expect, it } from '@jest/globals';
import { countOf, type Results } from './jest.ts';

const nothing: Results = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  numTotalTests: 0,
};

describe('the count of a run of jest', () => {
  it('has the tests that passed, failed and were skipped', () => {
    const results = {
      ...nothing,
      numPassedTests: 7,
      numFailedTests: 2,
      numPendingTests: 1,
      numTodoTests: 1,
      numTotalTests: 11,
    };
    expect(countOf(results, 1, false)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('counts a file that cannot be run as a failure', () => {
    const results = { ...nothing, numPassedTests: 7, numTotalTests: 7, numRuntimeErrorTestSuites: 1 };
    expect(countOf(results, 1, false)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });

  it('counts an exit code that no test accounts for as a failure', () => {
    const results = { ...nothing, numPassedTests: 7, numTotalTests: 7 };
    expect(countOf(results, 1, false)).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(countOf(results, 0, false)).toEqual({ passed: 7, failed: 0, skipped: 0 });
  });

  it('counts a run of everything that finds no test as a failure', () => {
    expect(countOf(nothing, 0, false)).toMatchObject({ passed: 0, failed: 1 });
    expect(countOf(nothing, 0, true)).toMatchObject({ passed: 0, failed: 0 });
  });
});
