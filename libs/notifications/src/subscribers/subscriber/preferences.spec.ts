import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestAfter, quietUntil, usualPreferences, type Preferences } from './preferences.js';

const night: Preferences = { ...usualPreferences, quiet: { from: '22:00', to: '08:00' } };

describe('quiet hours', () => {
  it.each([
    ['before they begin', '2024-03-01T21:59:00+02:00', null],
    ['when they begin', '2024-03-01T22:00:00+02:00', '2024-03-02T06:00:00.000Z'],
    ['after midnight', '2024-03-02T03:00:00+02:00', '2024-03-02T06:00:00.000Z'],
    ['when they end', '2024-03-02T08:00:00+02:00', null],
    ['in the night in which the clock goes forward', '2024-03-30T23:00:00+02:00', '2024-03-31T05:00:00.000Z'],
    ['in the night in which the clock goes back', '2024-10-26T23:00:00+03:00', '2024-10-27T06:00:00.000Z'],
  ])('%s', (_when, at, until) => expect(quietUntil(at, night)).toBe(until));

  it('of an afternoon begin and end on one day', () => {
    const nap = { ...usualPreferences, quiet: { from: '13:00', to: '15:30' } };
    expect(quietUntil('2024-06-01T14:00:00+03:00', nap)).toBe('2024-06-01T12:30:00.000Z');
    expect(quietUntil('2024-06-01T16:00:00+03:00', nap)).toBeNull();
  });

  it('that begin in the hour that is skipped begin when the clock is there', () => {
    const odd = { ...usualPreferences, quiet: { from: '03:30', to: '06:00' } };
    expect(quietUntil('2024-03-31T04:45:00+03:00', odd)).toBe('2024-03-31T03:00:00.000Z');
  });

  it('are those of the zone', () =>
    expect(quietUntil('2024-03-01T21:00:00Z', { ...night, timeZone: 'Europe/London' })).toBeNull());

  it('are none by default, and where they begin as they end', () => {
    expect(quietUntil('2024-03-01T03:00:00Z', usualPreferences)).toBeNull();
    expect(quietUntil('2024-03-01T03:00:00Z', { ...night, quiet: { from: '08:00', to: '08:00' } })).toBeNull();
  });

  const moments = fc.date({ min: new Date('2024-01-01'), max: new Date('2025-01-01'), noInvalidDate: true });
  it('end after the moment that lies in them, and are over then', () =>
    fc.assert(
      fc.property(moments, (moment) => {
        const until = quietUntil(moment.toISOString(), night);
        if (until === null) return;
        expect(Date.parse(until)).toBeGreaterThan(moment.getTime());
        expect(quietUntil(until, night)).toBeNull();
      }),
    ));
});

describe('a digest', () => {
  const daily: Preferences = { ...usualPreferences, schedule: 'daily', hour: 8 };
  const weekly: Preferences = { ...usualPreferences, schedule: 'weekly', hour: 18, weekday: 5 };

  it('is none for whoever is told at once', () =>
    expect(digestAfter('2024-03-01T10:00:00Z', usualPreferences)).toBeNull());

  it.each([
    ['today', '2024-03-01T05:00:00Z', '2024-03-01T06:00:00.000Z'],
    ['tomorrow, at its very hour', '2024-03-01T06:00:00Z', '2024-03-02T06:00:00.000Z'],
    ['over the change of the clock', '2024-03-30T06:00:00Z', '2024-03-31T05:00:00.000Z'],
  ])('comes %s', (_when, at, due) => expect(digestAfter(at, daily)).toBe(due));

  it.each([
    ['on its day', '2024-03-01T10:00:00Z', '2024-03-01T16:00:00.000Z'],
    ['a week later', '2024-03-01T16:00:00Z', '2024-03-08T16:00:00.000Z'],
  ])('comes weekly %s', (_when, at, due) => expect(digestAfter(at, weekly)).toBe(due));
});
