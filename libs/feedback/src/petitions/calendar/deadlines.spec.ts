import { describe, expect, it } from '@jest/globals';
import { deadlineFrom, extendedBy, isInTime, lawfulRules, type Terms } from './deadlines.js';

const terms: Terms = { ...lawfulRules, daysOff: [] };

describe('deadlines', () => {
  it('give thirty calendar days, without the day of registration', () =>
    expect(deadlineFrom('2026-03-02T10:00:00+02:00', terms)).toEqual({
      startsOn: '2026-03-02',
      days: 30,
      answerBy: '2026-04-01',
      dueSoonAt: '2026-03-26T22:00:00.000Z',
      overdueAt: '2026-04-01T21:00:00.000Z',
      // 7 March 2026 is a Saturday.
      forwardBy: '2026-03-09',
    }));
  it.each([
    ['2026-03-11T09:00:00+02:00', '2026-04-14', 'the thirtieth day is Good Friday, and Easter Monday is off, too'],
    ['2026-12-02T09:00:00+02:00', '2027-01-04', 'the thirtieth day is New Year’s Day'],
    ['2026-04-02T23:59:00+03:00', '2026-05-04', 'the thirtieth day is a Saturday'],
    [
      '2026-04-02T22:30:00Z',
      '2026-05-04',
      'it comes in after midnight in Bucharest, and the thirtieth day is a Sunday',
    ],
    ['2026-03-03T10:00:00+02:00', '2026-04-02', 'the thirtieth day is a working day'],
  ])('of what comes in at %s end on %s: %s', (at, answerBy) =>
    expect(deadlineFrom(at, terms)).toMatchObject({ answerBy }),
  );
  it('count days off that the municipality adds', () =>
    expect(deadlineFrom('2026-03-02T10:00:00Z', { ...terms, daysOff: ['2026-04-01', '2026-04-02'] }).answerBy).toBe(
      '2026-04-03',
    ));
  it('follow the rules that are set', () =>
    expect(
      deadlineFrom('2026-03-02T10:00:00Z', { ...terms, answerDays: 10, forwardDays: 2, dueSoonDays: 0 }),
    ).toMatchObject({ answerBy: '2026-03-12', forwardBy: '2026-03-04', dueSoonAt: '2026-03-11T22:00:00.000Z' }));
  it('are put off from where they ended before they moved', () => {
    const moved = deadlineFrom('2026-03-11T09:00:00Z', terms);
    // The thirtieth day is 10 April, and the forty-fifth 25 April, a Saturday.
    expect(extendedBy(moved, 15, terms)).toMatchObject({ startsOn: '2026-03-11', days: 45, answerBy: '2026-04-27' });
    expect(extendedBy(moved, 15, terms).forwardBy).toBe(moved.forwardBy);
  });
  it('are kept until the last day is over in Bucharest', () => {
    const deadline = deadlineFrom('2026-03-02T10:00:00Z', terms);
    expect(isInTime(deadline, '2026-04-01T20:59:59.999Z')).toBe(true);
    expect(isInTime(deadline, '2026-04-01T21:00:00.000Z')).toBe(false);
  });
});
