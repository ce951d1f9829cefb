import { describe, expect, it } from '@jest/globals';
import type { CourseRow, End, Step } from './course.js';
import { definitions, inOrder } from './definitions.js';
import { figureIds, figuresOf } from './figures.js';
import { periodOf } from './period.js';

const now = '2026-09-01T10:00:00.000Z';
const { begins, ends, ...period } = periodOf('2026-1', now);

const end = (more: Partial<End> = {}): End => ({
  ...{ by: 'answered', inTime: true, onTarget: true, together: false, days: 10 },
  ...more,
});
const course = (steps: readonly Omit<Step, 'department'>[], more: Partial<CourseRow> = {}): CourseRow => ({
  ...{ id: 'x', kind: 'request', channel: 'web', category: 'parks', department: 'a', fromAuthority: false },
  ...{ registeredAt: steps[0]?.at ?? '', endedAt: null, since: '', offTarget: false },
  steps: steps.map((step) => ({ department: 'a', ...step })),
  ...more,
});
const figures = (...courses: readonly CourseRow[]) => {
  const { all } = figuresOf(courses, { begins }, ends);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0 && value !== null));
};

describe('a half-year', () => {
  it('begins and ends at the municipality, summer time or not', () => {
    expect([begins, ends]).toEqual(['2025-12-31T22:00:00.000Z', '2026-06-30T21:00:00.000Z']);
    expect(period).toEqual({ year: 2026, half: 1, from: '2026-01-01', to: '2026-06-30' });
    expect(periodOf('2025-2', now)).toMatchObject({ from: '2025-07-01', to: '2025-12-31', ends: begins });
  });
});

describe('the figures of a half-year', () => {
  it('each stand in one section, with name and definition', () => {
    expect([...inOrder].sort()).toEqual([...figureIds].sort());
    for (const id of inOrder) {
      const { name, definition } = definitions[id];
      for (const text of [name.ro, name.en, definition.ro, definition.en]) expect(text).not.toBe('');
    }
  });
  it('take in what happens as it begins, and leave out what happens as it is over', () => {
    expect(figures(course([{ kind: 'began', at: begins }]))).toEqual({ registered: 1, running: 1 });
    expect(figures(course([{ kind: 'began', at: ends }]))).toEqual({});
    const before = '2025-12-01T10:00:00Z';
    expect(
      figures(
        course([
          { kind: 'began', at: before },
          { kind: 'ended', at: begins, end: end() },
        ]),
      ),
    ).toEqual({
      ...{ 'carried-over': 1, answered: 1, 'in-time': 1, 'on-target': 1 },
      ...{ 'mean-days': 10, 'median-days': 10 },
    });
    expect(
      figures(
        course([
          { kind: 'began', at: before },
          { kind: 'ended', at: ends, end: end() },
        ]),
      ),
    ).toEqual({
      ...{ 'carried-over': 1, running: 1 },
    });
  });
  it('count what is reopened each time, and what is overdue by the legal date that stands then', () => {
    const reopened = course([
      { kind: 'began', at: '2026-01-10T10:00:00Z', missedAt: '2026-02-10T22:00:00Z' },
      { kind: 'ended', at: '2026-01-20T10:00:00Z', end: end({ by: 'declined', days: 10 }) },
      { kind: 'began', at: '2026-05-01T10:00:00Z', again: 'reopened', missedAt: '2026-06-02T21:00:00Z' },
      { kind: 'extended', at: '2026-05-20T10:00:00Z', missedAt: ends },
    ]);
    expect(figures(reopened)).toEqual({
      ...{ registered: 1, declined: 1, 'in-time': 1, 'on-target': 1, 'mean-days': 10, 'median-days': 10 },
      ...{ reopened: 1, extended: 1, running: 1, 'running-overdue': 1 },
    });
  });
  it('say of nothing that there is nothing, and take the middle of an even number', () => {
    expect(figuresOf([], { begins }, ends).all).toMatchObject({
      registered: 0,
      'mean-days': null,
      'median-days': null,
    });
    const answered = (days: number) =>
      course([
        { kind: 'began', at: '2026-02-01T10:00:00Z' },
        { kind: 'ended', at: '2026-03-01T10:00:00Z', end: end({ days }) },
      ]);
    expect(figures(answered(1), answered(2), answered(4), answered(6))).toMatchObject({
      ...{ 'mean-days': 3.3, 'median-days': 3 },
    });
  });
  it('have notices in a figure of their own', () =>
    expect(figures(course([{ kind: 'began', at: begins, missedAt: null }], { kind: 'notice' }))).toEqual({
      notices: 1,
    }));
});
