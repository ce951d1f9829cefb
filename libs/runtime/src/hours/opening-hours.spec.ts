import { describe, expect, it } from '@jest/globals';
import { faultOf, openIntervals, openState } from './opening-hours.js';
import { minutesAhead, momentOf, onTheWall } from './wall-clock.js';

const at = (time: string): number => Date.parse(time);
const office = 'Mo-Fr 08:00-16:30; PH off';

describe('opening hours', () => {
  it.each([
    ['a working day in winter', office, '2027-01-12T10:00+02:00', true, '2027-01-12T14:30:00.000Z'],
    ['before it opens', office, '2027-01-12T07:59+02:00', false, '2027-01-12T06:00:00.000Z'],
    ['the moment at which it closes', office, '2027-01-12T16:30+02:00', false, '2027-01-13T06:00:00.000Z'],
    ['a working day in summer', office, '2027-07-13T10:00+03:00', true, '2027-07-13T13:30:00.000Z'],
    ['a weekend over which clocks go forward', office, '2027-03-26T17:00+02:00', false, '2027-03-29T05:00:00.000Z'],
    ['a weekend over which clocks go back', office, '2027-10-29T17:00+03:00', false, '2027-11-01T06:00:00.000Z'],
    ['from Orthodox Good Friday to after Easter', office, '2027-04-30T10:00+03:00', false, '2027-05-04T05:00:00.000Z'],
    ['Easter Monday', office, '2027-05-03T10:00+03:00', false, '2027-05-04T05:00:00.000Z'],
    ['western Easter Monday, a working day', office, '2027-03-29T10:00+03:00', true, '2027-03-29T13:30:00.000Z'],
    ['Whit Monday', office, '2027-06-21T10:00+03:00', false, '2027-06-22T05:00:00.000Z'],
    ['the national days', office, '2026-11-30T10:00+02:00', false, '2026-12-02T06:00:00.000Z'],
    ['Epiphany and Saint John', office, '2027-01-06T10:00+02:00', false, '2027-01-08T06:00:00.000Z'],
    ['a holiday that is not left out', 'Mo-Fr 08:00-16:30', '2026-11-30T10:00+02:00', true, '2026-11-30T14:30:00.000Z'],
    ['always', '24/7', '2027-01-12T10:00+02:00', true, null],
    ['never', 'off', '2027-01-12T10:00+02:00', false, null],
    ['by appointment', '"by appointment"', '2027-01-12T10:00+02:00', null, null],
    ['past midnight', 'Fr 20:00-02:00', '2027-01-16T01:00+02:00', true, '2027-01-16T00:00:00.000Z'],
    [
      'a comment that changes',
      'Mo-Su 00:00-24:00, Tu 10:00-12:00 open "cu casier"',
      '2027-01-12T10:30+02:00',
      true,
      null,
    ],
    ['what stands on record and cannot be read', 'când avem chef', '2027-01-12T10:00+02:00', null, null],
    ['school holidays, which are not known', 'SH', '2027-01-12T10:00+02:00', null, null],
  ])('%s', (_name, hours, time, open, nextChange) => {
    expect(openState(hours, at(time))).toEqual({ open, nextChange });
  });

  it.each([
    ['2027-06-21T05:20+03:00', false],
    ['2027-06-21T05:50+03:00', true],
    ['2027-06-21T20:50+03:00', true],
    ['2027-06-21T21:20+03:00', false],
    ['2027-12-21T07:30+02:00', false],
    ['2027-12-21T08:05+02:00', true],
    ['2027-12-21T16:20+02:00', true],
    ['2027-12-21T16:55+02:00', false],
  ])('go by the sun of Bucharest: %s', (time, open) => {
    expect(openState('sunrise-sunset', at(time)).open).toBe(open);
  });
});

it('tells what holds until the next change, and then anew', () => {
  const states = ['10:00', '10:01', '16:29', '16:30', '09:00'].map((time) =>
    openState(office, at(`2027-02-09T${time}+02:00`)),
  );
  expect(states.map(({ open }) => open)).toEqual([true, true, true, false, true]);
});

it('tells no change that is more than a year away', () => {
  expect(openState('2099 Jan 01 10:00-11:00', at('2027-02-09T10:00Z'))).toEqual({ open: false, nextChange: null });
});

describe('hours that somebody sends', () => {
  it.each([
    office,
    '24/7',
    'Mo-Fr 8-16',
    'Mo-Fr 08:00-12:00,13:00-16:00; Sa 10:00-13:00; PH off',
    '"la cerere"',
    'dawn-dusk',
  ])('may be %s', (hours) => expect(faultOf(hours)).toBeNull());

  it.each([
    ['Mo-Fr 25:99', 'Minutes are greater than 59'],
    ['Mo-Fr 08:00', 'hyphen (-) or open end (+) in time range expected'],
    ['Feb 30 10:00-12:00', 'Month Feb either has 28 or 29 days'],
    ['zilnic', 'Unexpected token'],
    ['luni-vineri 8-16', 'Please use the English abbreviation "Mo" for "luni".'],
    ['SH off', 'School holidays (SH)'],
  ])('are refused where they are %s', (hours, fault) => {
    expect(faultOf(hours)).toContain(fault);
  });
});

describe('the times in which something is open', () => {
  it('are those of the days that were asked for, over a change of clocks', () => {
    expect(openIntervals('Sa-Mo 08:00-10:00', at('2027-03-27T12:00+02:00'), 3)).toEqual([
      { from: '2027-03-27T06:00:00.000Z', until: '2027-03-27T08:00:00.000Z' },
      { from: '2027-03-28T05:00:00.000Z', until: '2027-03-28T07:00:00.000Z' },
      { from: '2027-03-29T05:00:00.000Z', until: '2027-03-29T07:00:00.000Z' },
    ]);
  });

  it('go on past midnight, and leave out what is not sure', () => {
    expect(openIntervals('Tu 22:00-03:00; Th 10:00-12:00 unknown', at('2027-01-12T12:00+02:00'), 4)).toEqual([
      { from: '2027-01-12T20:00:00.000Z', until: '2027-01-13T01:00:00.000Z' },
    ]);
    expect(openIntervals('24/7', at('2027-10-30T12:00+03:00'), 3)).toEqual([
      { from: '2027-10-29T21:00:00.000Z', until: '2027-11-01T22:00:00.000Z' },
    ]);
  });

  it('are not known where the hours cannot be read', () => {
    expect(openIntervals('când avem chef', at('2027-01-12T12:00+02:00'), 3)).toBeNull();
  });
});

describe('the clock on the wall', () => {
  it.each(['2027-01-12T08:00:00Z', '2027-07-12T08:00:00Z', '2027-03-28T00:59:00Z', '2027-03-28T01:00:00Z'])(
    'shows each moment: %s',
    (time) => expect(momentOf(onTheWall(at(time)), at(time) - 1)).toBe(at(time)),
  );

  it('shows twice what comes twice in autumn', () => {
    const twice = new Date(2027, 9, 31, 3, 30);
    expect(momentOf(twice, at('2027-10-30T12:00Z'))).toBe(at('2027-10-31T00:30Z'));
    expect(momentOf(twice, at('2027-10-31T00:45Z'))).toBe(at('2027-10-31T01:30Z'));
  });

  it('skips an hour in spring: what begins in it begins as the clocks change', () => {
    const { open, nextChange } = openState('Su 03:30-05:00', at('2027-03-28T02:00+02:00'));
    expect(open).toBe(false);
    // Half an hour later in a process whose own clocks skip the same hour.
    expect(['2027-03-28T01:00:00.000Z', '2027-03-28T01:30:00.000Z']).toContain(nextChange);
  });

  it('is ahead of that of the process by the difference of the zones', () => {
    const offset = -new Date(at('2027-07-12T08:00Z')).getTimezoneOffset();
    expect(minutesAhead(at('2027-07-12T08:00Z'))).toBe(180 - offset);
  });
});
