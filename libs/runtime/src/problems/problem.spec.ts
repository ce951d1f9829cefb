import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@ecou/event-sourcing';
import { QueryFailedError } from 'typeorm';
import { UnknownEvent } from '@ecou/event-sourcing';
import { problemOf, readFault } from './problem.js';

const failed = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('refused'), { code }));
const codeOf = (error: unknown) => {
  const { status, code } = problemOf(readFault(error));
  return [status, code];
};

describe('what cannot be done for now', () => {
  it.each([
    ['a unit that has waited too long', new Unavailable('STORE_BUSY', 'Too many writes are waiting.'), 'STORE_BUSY'],
    ['a statement without an answer', new Error('Query read timeout'), 'DATABASE_UNAVAILABLE'],
    ...['08006', '25006', '53100', '53200', '53300', '57P01', '57P03'].map(
      (code) => [`SQLSTATE ${code}`, Object.assign(new Error('refused'), { code }), 'DATABASE_UNAVAILABLE'] as const,
    ),
    ['the same of a read', failed('53100'), 'DATABASE_UNAVAILABLE'],
  ])('%s is answered by 503 with Retry-After', (_, error, expected) => {
    const { status, code, options } = problemOf(error);
    expect([status, code, options.headers]).toEqual([503, expected, { 'Retry-After': '1' }]);
  });
});

describe('what the database says of a read', () => {
  it.each(['22003', '22007', '22008', '22009', '22021', '22P02'])('%s is the fault of the input', (code) => {
    expect(codeOf(failed(code))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(failed(code).driverError)).toEqual([400, 'INVALID_INPUT']);
  });

  it.each(['42P01', '22012'])('%s is ours', (code) => {
    expect(codeOf(failed(code))).toEqual([500, 'INTERNAL_ERROR']);
  });

  it('a version of a view that is not there is being built', () => {
    const missing = Object.assign(new Error('relation "petition_list_v7" does not exist'), { code: '42P01' });
    const { status, code, options } = problemOf(readFault(new QueryFailedError('SELECT', [], missing)));
    expect([status, code, options.headers]).toEqual([503, 'VIEW_BUILDING', { 'Retry-After': '5' }]);
  });
});

it('an event of a newer release is waited for', () => {
  const { status, code, options } = problemOf(new UnknownEvent('PetitionPraised', 1));
  expect([status, code, options.headers]).toEqual([503, 'EVENT_UNKNOWN', { 'Retry-After': '5' }]);
});
