import { describe, expect, it } from '@jest/globals';
import { nextAttempt, wishOf } from './schedule.js';

const now = Date.parse('2026-03-01T10:00:00Z');
const [second, hour] = [1_000, 3_600_000];
const pauseAfter = (attempt: number, wish = 0, chance = 0) => {
  const next = nextAttempt(attempt, now, wish, chance);
  return next === undefined ? undefined : (next - now) / second;
};

describe('the schedule of attempts', () => {
  it('has ten of them, with growing pauses, in three days', () => {
    const pauses = Array.from({ length: 10 }, (_, index) => pauseAfter(index + 1));
    expect(pauses).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
    const hours = pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0) / 3_600;
    expect(hours).toBeGreaterThan(72);
    expect(hours).toBeLessThan(80);
  });

  it('makes pauses longer by a tenth at most, by chance', () => {
    expect(pauseAfter(2, 0, 1)).toBe(330);
    expect(pauseAfter(2, 0, 0.5)).toBe(315);
  });

  it('waits for as long as the receiver wishes, a day at most, and never shorter', () => {
    expect(pauseAfter(1, 60 * second)).toBe(60);
    expect(pauseAfter(2, 60 * second)).toBe(300);
    expect(pauseAfter(1, 1_000 * hour)).toBe(24 * 3_600);
  });

  it.each([
    ['seconds', '120', 120 * second],
    ['a date', 'Sun, 01 Mar 2026 10:02:00 GMT', 120 * second],
    ['a date that is over', 'Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['nothing', undefined, 0],
    ['something else', 'soon', 0],
    ['less than nothing', '-5', 0],
  ])('reads a wish: %s', (_name, header, wish) => expect(wishOf(header, now)).toBe(wish));
});
