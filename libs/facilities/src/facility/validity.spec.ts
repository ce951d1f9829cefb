import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, dayOf, startOfDay } from './days.js';
import { holdsOn, nextTurn } from './validity.js';

const during = (validFrom: string | null, validUntil: string | null) => ({ validFrom, validUntil });

describe('days at the municipality', () => {
  it('begin at its midnight, in winter and in summer, also where clocks change on that day', () => {
    expect(startOfDay('2026-01-15')).toBe('2026-01-14T22:00:00.000Z');
    expect(startOfDay('2026-07-15')).toBe('2026-07-14T21:00:00.000Z');
    expect(startOfDay('2026-03-29')).toBe('2026-03-28T22:00:00.000Z');
    expect(startOfDay('2026-03-30')).toBe('2026-03-29T21:00:00.000Z');
    expect(startOfDay('2026-10-25')).toBe('2026-10-24T21:00:00.000Z');
    expect(startOfDay('2026-10-26')).toBe('2026-10-25T22:00:00.000Z');
    expect(dayOf('2026-03-31T20:59:59.999Z')).toBe('2026-03-31');
    expect(dayOf('2026-03-31T21:00:00Z')).toBe('2026-04-01');
  });

  it('are counted by months, to the end of shorter ones', () => {
    expect(['2026-01-31', '2026-03-15', '2026-11-30'].map((day) => addMonths(day, 3))).toEqual([
      '2026-04-30',
      '2026-06-15',
      '2027-02-28',
    ]);
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});

describe('the next day on which something begins or ends', () => {
  it.each([
    ['always', '2026-06-01', during(null, null), true, null],
    ['until a date', '2026-03-31', during(null, '2026-03-31'), true, '2026-04-01'],
    ['after its last day', '2026-04-01', during(null, '2026-03-31'), false, null],
    ['before its first day', '2026-01-01', during('2026-03-01', null), false, '2026-03-01'],
    ['from a date', '2026-03-01', during('2026-03-01', null), true, null],
    ['to 31 March of every year', '2026-03-31', during(null, '--03-31'), true, '2026-04-01'],
    ['until it comes again', '2026-04-01', during(null, '--03-31'), false, '2027-01-01'],
    ['a summer', '2026-05-01', during('--06-01', '--08-31'), false, '2026-06-01'],
    ['a winter, over New Year', '2026-12-31', during('--12-01', '--01-15'), true, '2027-01-16'],
    ['a winter, before it', '2026-02-01', during('--12-01', '--01-15'), false, '2026-12-01'],
    ['every year, first in 2028', '2026-02-01', during('2028-02-10', '--03-31'), false, '2028-02-10'],
    ['every year, last in 2026', '2026-02-01', during('--11-01', '2026-11-20'), false, '2026-11-01'],
    ['its last season', '2026-11-05', during('--11-01', '2026-11-20'), true, '2026-11-21'],
    ['after its last season', '2026-11-21', during('--11-01', '2026-11-20'), false, null],
    ['the whole year', '2026-12-31', during('--01-01', '--12-31'), true, null],
    ['to 29 February, in a year without one', '2026-02-28', during(null, '--02-29'), true, '2026-03-01'],
    ['to 29 February, in a year with one', '2028-02-28', during(null, '--02-29'), true, '2028-03-01'],
    ['from 29 February, in a year without one', '2026-02-28', during('--02-29', null), false, '2026-03-01'],
    ['to the last day that there is', '2026-04-30', during('--04-01', '9999-12-31'), true, '2027-01-01'],
    ['to a day that no year has', '2026-04-30', during(null, '--04-31'), true, '2026-05-01'],
  ])('%s', (_name, day, validity, holds, next) =>
    expect([holdsOn(day, validity), nextTurn(day, validity)]).toEqual([holds, next]),
  );

  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2026-01-01', days));
  const limit = fc.oneof(
    fc.constant(null),
    day,
    day.map((each) => `-${each.slice(4)}`),
  );

  it('is the first one on which it holds otherwise than the day before', () =>
    fc.assert(
      fc.property(day, limit, limit, (after, validFrom, validUntil) => {
        const validity = during(validFrom, validUntil);
        const holds = holdsOn(after, validity);
        const next = nextTurn(after, validity);
        const days = Array.from({ length: 2000 }, (_, index) => addDays(after, index + 1));
        expect(next).toBe(days.find((each) => holdsOn(each, validity) !== holds) ?? null);
      }),
    ));
});
