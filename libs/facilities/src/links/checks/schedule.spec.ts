import { describe, expect, it } from '@jest/globals';
import { isBroken, pauseAfter, wishOf } from './schedule.js';

const [minute, hour] = [60_000, 3_600_000];
const since = '2026-03-01T10:00:00.000Z';

describe('when a link is checked again', () => {
  it.each([
    [0, 24 * hour],
    [1, 15 * minute],
    [2, hour],
    [3, 4 * hour],
    [4, 12 * hour],
    [5, 24 * hour],
    [50, 24 * hour],
  ])('after %i failures in a row: %i ms', (failures, pause) => {
    expect(pauseAfter(failures, 24 * hour, 0)).toBe(pause);
    expect(pauseAfter(failures, 24 * hour, 1)).toBe(Math.round(pause * 1.1));
  });

  it('is no later than others are', () => expect(pauseAfter(4, 2 * hour, 0)).toBe(2 * hour));

  it('heeds what the server wishes, for a day at most', () => {
    expect(pauseAfter(1, 24 * hour, 0, 2 * hour)).toBe(2 * hour);
    expect(pauseAfter(1, 24 * hour, 0, 1_000)).toBe(15 * minute);
    expect(pauseAfter(1, 24 * hour, 0, 400 * hour)).toBe(24 * hour);
  });

  it.each([
    ['120', 120_000],
    ['Sun, 01 Mar 2026 10:05:00 GMT', 5 * minute],
    ['Sun, 01 Mar 2026 09:05:00 GMT', 0],
    ['soon', 0],
    [undefined, 0],
  ])('reads Retry-After %s as %i ms', (header, ms) => expect(wishOf(header, since)).toBe(ms));
});

describe('a link is broken', () => {
  it.each([
    [3, '2026-03-01T11:00:00.000Z', true],
    [3, '2026-03-01T10:59:59.000Z', false],
    [2, '2026-03-02T10:00:00.000Z', false],
    [9, '2026-03-01T10:10:00.000Z', false],
  ])('after %i failures, at %s: %s', (failures, now, broken) => expect(isBroken(failures, since, now)).toBe(broken));
});
