import { Invalid } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { insideEvent, minutesNeeded, minutesOf, type PlannedItem } from './agenda.js';

const times = {
  startsAt: '2023-04-11T09:30:00.000+03:00',
  endsAt: '2023-04-11T16:00:00.000+03:00',
  timeZone: 'Europe/Bucharest',
};
const length = 390;

const item = (startsAt: string | null, endsAt: string | null): PlannedItem => ({
  kind: 'presentation',
  title: { ro: 'Prezentare' },
  startsAt,
  endsAt,
  speakers: [],
  deliverables: [],
});
const after = (minutes: number) => new Date(Date.parse(times.startsAt) + minutes * 60_000).toISOString();
const refusal = (items: PlannedItem[]): unknown => {
  try {
    insideEvent(items, times);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('duration', () => {
  it('is derived: from 09:30 to 16:00 it is 6 h 30 min', () => {
    expect(minutesOf(times)).toBe(length);
  });
  it('is real time across a change of clocks', () => {
    expect(minutesOf({ startsAt: '2023-03-26T02:00:00+02:00', endsAt: '2023-03-26T05:00:00+03:00' })).toBe(120);
  });
});

describe('agenda', () => {
  it('keeps any item inside the event, as minutes after its start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: length - 1 }), fc.integer({ min: 1, max: length }), (from, lasts) => {
        const to = Math.min(length, from + lasts);
        expect(insideEvent([item(after(from), after(to))], times)).toMatchObject([{ from, to }]);
      }),
    );
  });

  it('refuses any item that sticks out, and names the field', () => {
    const outside = fc.oneof(fc.integer({ min: -10_000, max: -1 }), fc.integer({ min: length + 1, max: 10_000 }));
    fc.assert(
      fc.property(outside, fc.boolean(), (minutes, atStart) => {
        const wrong = atStart ? item(after(minutes), null) : item(null, after(minutes));
        const error = refusal([item(null, null), wrong]);
        expect(error).toBeInstanceOf(Invalid);
        expect(error).toMatchObject({
          code: 'AGENDA_OUTSIDE_EVENT',
          path: ['items', 1, atStart ? 'startsAt' : 'endsAt'],
        });
      }),
    );
  });

  it('refuses an item that ends before it starts, or at once', () => {
    for (const to of [30, 60]) {
      expect(refusal([item(after(60), after(to))])).toMatchObject({ code: 'AGENDA_ITEM_ENDS_BEFORE_START' });
    }
  });

  it('needs no times', () => {
    expect(insideEvent([item(null, null)], times)).toMatchObject([{ from: null, to: null }]);
    expect(minutesNeeded(insideEvent([item(null, null), item(after(10), null)], times))).toBe(10);
    expect(minutesNeeded([])).toBe(0);
  });
});
