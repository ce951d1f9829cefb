import { day } from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { asOfQuery } from './queries.js';
import { text } from './schemas.js';
import { invalidInput } from './validation.js';

const errorsOf = (schema: z.ZodType, value: unknown) =>
  invalidInput(schema.safeParse(value).error?.issues ?? []).options.errors;

describe('what a schema finds', () => {
  it('names field, code and what is asked for', () => {
    expect(errorsOf(z.object({ name: z.string().max(2, 'At most two letters') }), { name: 'Ana' })).toEqual([
      { path: 'name', code: 'TOO_BIG', message: 'At most two letters' },
    ]);
  });

  it('says of a choice of several forms what each of them asks for', () => {
    const wish = z.object({ when: z.union([day, z.literal('now', 'The word now')]) });
    expect(errorsOf(wish, { when: 'later' })).toEqual([
      { path: 'when', code: 'INVALID_UNION', message: 'None of these fits: A day, such as 2027-04-10; The word now' },
    ]);
  });

  it.each([
    ['', 'TOO_SMALL'],
    [' \u00a0\n', 'TOO_SMALL'],
    ['\u200b', 'NOTHING_VISIBLE'],
    ['\u200e \u3164\u2060', 'NOTHING_VISIBLE'],
    ['\u2800', 'NOTHING_VISIBLE'],
  ])('refuses a text of which nothing can be seen (%j), by one error', (value, code) => {
    expect(errorsOf(z.object({ name: text(200) }), { name: value })).toEqual([
      { path: 'name', code, message: expect.any(String) },
    ]);
  });

  it.each(['Ana', '👩\u200d🔬', '中', 'e\u0301', '\u200bAna'])(
    'takes a text of which something can be seen: %j',
    (value) => expect(text(200).parse(value)).toBe(value),
  );

  it('says of a time that is none what one looks like', () => {
    expect(errorsOf(z.object(asOfQuery), { asOf: 'yesterday' })).toEqual([
      {
        path: 'asOf',
        code: 'INVALID_UNION',
        message: 'A position, a day, such as 2027-04-10, or a time with offset, such as 2027-04-10T09:30:00+03:00',
      },
    ]);
  });

  it.each([
    ['2026-11-28', '2026-11-28T23:59:59.999999+02:00'],
    ['2027-07-01', '2027-07-01T23:59:59.999999+03:00'],
    // Clocks go back, and forward, at night.
    ['2026-10-24', '2026-10-24T23:59:59.999999+03:00'],
    ['2026-10-25', '2026-10-25T23:59:59.999999+02:00'],
    ['2027-03-28', '2027-03-28T23:59:59.999999+03:00'],
    ['2027-04-10T09:30:00+03:00', '2027-04-10T09:30:00+03:00'],
    ['42', '42'],
  ])('takes %s as the moment %s', (asOf, moment) => {
    expect(z.object(asOfQuery).parse({ asOf })).toEqual({ asOf: moment });
  });

  it.each(['2026-02-30', '28.11.2026', '2026-11', '2026-11-28T10:00'])('takes no %s for a day', (asOf) => {
    expect(errorsOf(z.object(asOfQuery), { asOf })).toMatchObject([{ path: 'asOf', code: 'INVALID_UNION' }]);
  });
});
