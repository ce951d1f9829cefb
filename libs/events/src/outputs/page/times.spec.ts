import { describe, expect, it } from '@jest/globals';
import { dayOf, durationOf, hoursOf } from './times.js';

const times = (startsAt: string, endsAt: string) => ({ startsAt, endsAt, timeZone: 'Europe/Bucharest' });

describe('times', () => {
  it('are those of the place, also where they were written elsewhere', () => {
    expect(dayOf('2023-04-10T22:30:00Z', 'Europe/Bucharest', 'ro')).toBe('11 aprilie 2023');
    expect(hoursOf(times('2023-04-11T06:30:00Z', '2023-04-11T13:00:00Z'), 'en')).toBe('09:30–16:00');
  });
  it('name the days where they differ', () => {
    expect(hoursOf(times('2023-04-11T22:00:00+03:00', '2023-04-12T01:00:00+03:00'), 'ro')).toBe(
      '11 aprilie 22:00–12 aprilie 01:00',
    );
  });
  it.each([
    [390, '6 h 30 min'],
    [120, '2 h'],
    [45, '45 min'],
  ])('last: %d minutes are %s', (minutes, shown) => expect(durationOf(minutes)).toBe(shown));
});
