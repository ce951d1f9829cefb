import { describe, expect, it } from '@jest/globals';
import { hoursByDay, regularHours } from './week.js';

/** A Monday. */
const monday = Date.parse('2027-01-11T10:00+02:00');
const spansIn = (text: string, days: number, moment = monday) =>
  hoursByDay(text, moment, days)?.map(({ day, spans }) => [
    day,
    ...spans.map(({ opens, closes }) => `${opens}-${closes}`),
  ]);

describe('hours day by day', () => {
  it('have each time of a day, and none where it is closed', () => {
    expect(spansIn('Mo 08:00-12:00,13:00-16:30; We 10:00-24:00', 3)).toEqual([
      ['2027-01-11', '08:00-12:00', '13:00-16:30'],
      ['2027-01-12'],
      ['2027-01-13', '10:00-24:00'],
    ]);
  });

  it('give a night to the day on which it begins, that of the last day too', () => {
    const nights = 'Su 22:00-03:00; Tu 20:00-02:00';
    expect(spansIn(nights, 2)).toEqual([['2027-01-11'], ['2027-01-12', '20:00-02:00']]);
  });

  it('cut what lasts for days at midnight', () => {
    expect(spansIn('24/7', 2)).toEqual([
      ['2027-01-11', '00:00-24:00'],
      ['2027-01-12', '00:00-24:00'],
    ]);
  });

  it('go by the clocks over a change of them', () => {
    expect(spansIn('Mo-Su 08:00-10:00', 3, Date.parse('2027-03-27T23:30+02:00'))).toEqual([
      ['2027-03-27', '08:00-10:00'],
      ['2027-03-28', '08:00-10:00'],
      ['2027-03-29', '08:00-10:00'],
    ]);
  });

  it('are not known where the hours cannot be read', () => expect(spansIn('când avem chef', 2)).toBeUndefined());
});

describe('regular hours', () => {
  it('are those of most weeks, and the days that are others', () => {
    const text = 'Mo-Fr 08:00-16:30; Sa 10:00-13:00; PH off; 2027 Jan 30 off';
    expect(regularHours(text, monday, 28)).toEqual({
      from: '2027-01-11',
      until: '2027-02-07',
      weekly: [
        { opens: '08:00', closes: '16:30', weekdays: [1, 2, 3, 4, 5] },
        { opens: '10:00', closes: '13:00', weekdays: [6] },
      ],
      exceptions: [
        // The Day of the Union of the Principalities falls on a Sunday here, on which it is closed anyway.
        { day: '2027-01-30', weekday: 6, spans: [] },
      ],
    });
  });

  it('are none where nothing is ever open', () => {
    expect(regularHours('off', monday, 14)).toMatchObject({ weekly: [], exceptions: [] });
  });
});
