import { describe, expect, it } from '@jest/globals';
import { windowsOf } from './window.js';

const now = '2024-06-01T00:00:00.000Z';
const windows = (times: Partial<Record<'start_date' | 'end_date' | 'updated_after' | 'updated_before', string>>) =>
  windowsOf(times, now);

describe('the times that requests are looked for in', () => {
  it('are the last 90 days where none is said', () =>
    expect(windows({})).toEqual({ requested: { from: '2024-03-03T00:00:00.000Z', to: null }, updated: null }));
  it('are 90 days from a start, or up to an end', () => {
    expect(windows({ start_date: '2024-01-01T00:00:00Z' }).requested).toEqual({
      from: '2024-01-01T00:00:00Z',
      to: '2024-03-31T00:00:00.000Z',
    });
    expect(windows({ end_date: '2024-03-31T00:00:00Z' }).requested).toEqual({
      from: '2024-01-01T00:00:00.000Z',
      to: '2024-03-31T00:00:00Z',
    });
  });
  it('are any where only the time of the last change is said', () =>
    expect(windows({ updated_after: '2024-05-01T00:00:00Z' })).toEqual({
      requested: null,
      updated: { from: '2024-05-01T00:00:00Z', to: '2024-07-30T00:00:00.000Z' },
    }));
  it('span 90 days at most', () => {
    expect(() => windows({ start_date: '2024-01-01T00:00:00Z', end_date: '2024-03-31T00:00:00Z' })).not.toThrow();
    expect(() => windows({ start_date: '2024-01-01T00:00:00Z', end_date: '2024-03-31T00:00:01Z' })).toThrow('90 days');
    expect(() => windows({ updated_after: '2024-01-02T00:00:00Z', updated_before: '2024-01-01T00:00:00Z' })).toThrow(
      'before the start',
    );
  });
});
