import { Invalid } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { addDays, dayOf, isHoliday, isWorkingDay, startOfDay, workingDayFrom } from './working-calendar.js';

const holidaysOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter(
    (day) => day.startsWith(`${year}`) && isHoliday(day),
  );

describe('the working calendar', () => {
  it('has the public holidays of Romania, with the Orthodox Easter and Pentecost', () => {
    expect(holidaysOf(2024)).toEqual([
      ...['2024-01-01', '2024-01-02', '2024-01-06', '2024-01-07', '2024-01-24', '2024-05-01', '2024-05-03'],
      ...['2024-05-05', '2024-05-06', '2024-06-01', '2024-06-23', '2024-06-24', '2024-08-15', '2024-11-30'],
      ...['2024-12-01', '2024-12-25', '2024-12-26'],
    ]);
    // Children's Day is the second day of Pentecost.
    expect(holidaysOf(2026)).toEqual([
      ...['2026-01-01', '2026-01-02', '2026-01-06', '2026-01-07', '2026-01-24', '2026-04-10', '2026-04-12'],
      ...['2026-04-13', '2026-05-01', '2026-05-31', '2026-06-01', '2026-08-15', '2026-11-30', '2026-12-01'],
      ...['2026-12-25', '2026-12-26'],
    ]);
  });
  it('has 6 and 7 January since 2024', () => {
    expect(['2023-01-06', '2023-01-07'].map((day) => isHoliday(day))).toEqual([false, false]);
    expect(['2025-01-06', '2025-01-07'].map((day) => isHoliday(day))).toEqual([true, true]);
  });
  it.each([
    ['2026-04-09', true, 'Thursday before Good Friday'],
    ['2026-04-10', false, 'Good Friday'],
    ['2026-04-11', false, 'Saturday'],
    ['2026-04-14', true, 'Tuesday after Easter'],
    ['2026-03-29', false, 'Sunday'],
  ])('%s: %s (%s)', (day, works) => expect(isWorkingDay(day)).toBe(works));
  it('holds from 2018 to 2120, and refuses what lies outside by the name of the field', () => {
    expect(isHoliday('2018-04-06')).toBe(true);
    // Orthodox Easter of 2120 by the Julian reckoning, whose days are 14 behind by then.
    expect(workingDayFrom('2120-12-25')).toBe('2120-12-27');
    for (const day of ['2017-12-31', '2121-01-01']) {
      const refused = () => workingDayFrom(day, [], 'receivedOn');
      expect(refused).toThrow(Invalid);
      expect(refused).toThrow(expect.objectContaining({ code: 'DAY_OUTSIDE_CALENDAR', path: ['receivedOn'] }));
      expect(refused).toThrow('2018 to 2120');
    }
  });
  it('takes further days off by configuration', () => {
    expect(isWorkingDay('2026-04-14', ['2026-04-14'])).toBe(false);
    expect(workingDayFrom('2026-04-10', ['2026-04-14'])).toBe('2026-04-15');
  });
  it('moves a day on which nobody works to the next one on which somebody does', () => {
    expect(workingDayFrom('2026-04-10')).toBe('2026-04-14');
    expect(workingDayFrom('2026-12-31')).toBe('2026-12-31');
    expect(workingDayFrom('2027-01-01')).toBe('2027-01-04');
  });
  it('has the municipality’s days: they begin at midnight there, in summer and in winter', () => {
    expect(startOfDay('2026-01-15')).toBe('2026-01-14T22:00:00.000Z');
    expect(startOfDay('2026-07-15')).toBe('2026-07-14T21:00:00.000Z');
    // The clock goes forward on 29 March 2026 at 03:00, and back on 25 October at 04:00.
    expect(['2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26'].map(startOfDay)).toEqual([
      ...['2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
      ...['2026-10-24T21:00:00.000Z', '2026-10-25T22:00:00.000Z'],
    ]);
    expect(dayOf('2025-12-31T21:59:59.999Z')).toBe('2025-12-31');
    expect(dayOf('2025-12-31T22:00:00.000Z')).toBe('2026-01-01');
    expect(dayOf('2026-03-01T00:30:00+05:00')).toBe('2026-02-28');
  });
  it('knows the days of ten years to begin where the day before ends', () => {
    for (let day = '2024-01-01'; day < '2034-01-01'; day = addDays(day, 1)) {
      expect(dayOf(startOfDay(day))).toBe(day);
      const before = new Date(Date.parse(startOfDay(day)) - 1).toISOString();
      expect(dayOf(before)).toBe(addDays(day, -1));
    }
  });
});
