import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { day, instant, sharedTitle } from './types.js';

const codesOf = (schema: z.ZodType, value: string): unknown[] =>
  (schema.safeParse(value).error?.issues ?? []).map((issue) =>
    'params' in issue ? issue.params?.['code'] : issue.code,
  );

describe('a point in time', () => {
  it.each([
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2023-04-11T09:30:00+15:59',
    '2023-04-11T09:30:00-15:59',
    '2023-04-11T09:30:00.123456789Z',
  ])('may be %s', (value) => {
    expect(codesOf(instant, value)).toEqual([]);
  });

  it.each([
    ['in year 0000', '0000-01-01T00:00:00Z'],
    ['in year 0000 by its offset', '0001-01-01T00:00:00+10:00'],
    ['after year 9999 by its offset', '9999-12-31T23:00:00-10:00'],
    ['16 hours off', '2023-04-11T09:30:00+16:00'],
    ['23 hours off', '2023-04-11T09:30:00-23:00'],
    ['of 10 digits of a second', '2023-04-11T09:30:00.1234567891Z'],
    ['of 200 digits of a second', `2023-04-11T09:30:00.${'1'.repeat(200)}+02:00`],
  ])('is not %s', (_what, value) => {
    expect(codesOf(instant, value)).toEqual(['TIME_OUT_OF_RANGE']);
  });
});

it('a day lies in year 0001 or later', () => {
  expect(codesOf(day, '0001-01-01')).toEqual([]);
  expect(codesOf(day, '0000-12-31')).toEqual(['TIME_OUT_OF_RANGE']);
  expect(codesOf(day, '2023-02-30')).toEqual(['invalid_format']);
});

describe('a time that is none', () => {
  it.each([
    [instant, '10.04.2027', 'A time with offset, such as 2027-04-10T09:30:00+03:00'],
    [day, '10.04.2027', 'A day, such as 2027-04-10'],
  ])('is answered by an example', (schema, value, message) => {
    expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message);
  });
});

describe('the name of a series', () => {
  const title = (ro: string, en?: string) => ({ ro, ...(en === undefined ? {} : { en }) });

  it('is what the titles begin with, in each language that all of them have', () => {
    const [first, second] = [title('Sesiune de consultare I', 'Session I'), title('Sesiune de consultare II')];
    expect(sharedTitle([first, second])).toEqual({ ro: 'Sesiune de consultare' });
    expect(sharedTitle([first, title('Sesiune II', 'Session II')])).toEqual({ ro: 'Sesiune', en: 'Session' });
  });

  it('is the title of the only one', () => expect(sharedTitle([title('Dezbatere')])).toEqual({ ro: 'Dezbatere' }));

  it('is none where the titles have nothing in common', () =>
    expect(sharedTitle([title('Dezbatere'), title('Sesiune')])).toBeUndefined());
});
