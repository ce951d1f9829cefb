import { describe, expect, it } from '@jest/globals';
import { deadlineFrom, extendedBy, isInTime, isOnTarget, lawfulRules, withLegalDate, type Terms } from './deadlines.js';

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
      legal: {
        startsOn: '2026-03-02',
        days: 30,
        answerBy: '2026-04-02',
        missedAt: '2026-04-02T21:00:00.000Z',
        forwardBy: '2026-03-09',
      },
      rules: { extensionDays: 15, dueSoonDays: 5, legalDays: 'free' },
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
  it('have a legal date of thirty free days, however few the municipality gives itself', () => {
    const strict = deadlineFrom('2026-03-02T10:00:00Z', { ...terms, answerDays: 10, forwardDays: 2 });
    expect(strict).toMatchObject({
      answerBy: '2026-03-12',
      legal: { answerBy: '2026-04-02', forwardBy: '2026-03-09' },
    });
    expect(extendedBy(strict, 15, terms)).toMatchObject({ days: 25, legal: { days: 45, answerBy: '2026-04-17' } });
  });
  it.each<[Terms['legalDays'], string, string, string]>([
    ['free', '2026-03-03T10:00:00Z', '2026-04-03', 'the thirty-first day, a Friday'],
    ['calendar', '2026-03-03T10:00:00Z', '2026-04-02', 'the thirtieth'],
    ['free', '2026-03-10T10:00:00Z', '2026-04-14', 'the thirty-first day is Good Friday'],
    ['calendar', '2026-03-10T10:00:00Z', '2026-04-09', 'the thirtieth is the Thursday before'],
  ])('are read as %s days of what comes in at %s: by law up to %s, %s', (legalDays, at, answerBy) =>
    expect(deadlineFrom(at, { ...terms, legalDays }).legal.answerBy).toBe(answerBy),
  );
  it('count the target date from the reception and the legal one from the registration, or as the rules say', () => {
    const startsOf = (rules: Partial<Terms>) => {
      const { startsOn, legal } = deadlineFrom(
        '2026-03-02T10:00:00Z',
        { ...terms, ...rules },
        { receivedOn: '2026-02-27' },
      );
      return [startsOn, legal.startsOn];
    };
    expect(startsOf({})).toEqual(['2026-02-27', '2026-03-02']);
    expect(startsOf({ legalFrom: 'reception' })).toEqual(['2026-02-27', '2026-02-27']);
    expect(startsOf({ targetFrom: 'registration' })).toEqual(['2026-03-02', '2026-03-02']);
  });
  it('refuse to end where no holidays are known, by the name of the date', () =>
    expect(() => deadlineFrom('2120-12-10T10:00:00Z', terms)).toThrow(
      expect.objectContaining({ code: 'DAY_OUTSIDE_CALENDAR', path: ['answerBy'] }),
    ));
  it('are kept until each last day is over in Bucharest', () => {
    const deadline = deadlineFrom('2026-03-02T10:00:00Z', terms);
    expect(isOnTarget(deadline, '2026-04-01T20:59:59.999Z')).toBe(true);
    expect(isOnTarget(deadline, '2026-04-01T21:00:00.000Z')).toBe(false);
    expect(isInTime(deadline, '2026-04-02T20:59:59.999Z')).toBe(true);
    expect(isInTime(deadline, '2026-04-02T21:00:00.000Z')).toBe(false);
  });
  it('that were counted before there was a legal date get the law’s, and never before their own', () => {
    const { legal, rules: _, ...before } = deadlineFrom('2026-03-02T10:00:00Z', terms);
    expect(withLegalDate(before)).toEqual({ ...before, legal, rules: null });
    const strict = { ...before, days: 10, answerBy: '2026-03-12' };
    expect(withLegalDate(strict).legal).toEqual(legal);
    // Its last day had moved over days off that staff had added.
    const moved = withLegalDate({ ...before, answerBy: '2026-04-06', overdueAt: '2026-04-06T21:00:00.000Z' });
    expect(moved.legal).toMatchObject({ answerBy: '2026-04-06', missedAt: '2026-04-06T21:00:00.000Z' });
  });
});
