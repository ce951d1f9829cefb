import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { problemOf, readFault } from './problem.js';

const failed = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('refused'), { code }));
const codeOf = (error: unknown) => {
  const { status, code } = problemOf(readFault(error));
  return [status, code];
};

describe('what the database says of a read', () => {
  it.each(['22003', '22007', '22008', '22009', '22021', '22P02'])('%s is the fault of the input', (code) => {
    expect(codeOf(failed(code))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(failed(code).driverError)).toEqual([400, 'INVALID_INPUT']);
  });

  it.each(['42P01', '22012'])('%s is ours', (code) => {
    expect(codeOf(failed(code))).toEqual([500, 'INTERNAL_ERROR']);
  });
});
