import { describe, expect, it } from '@jest/globals';
import { lastPosition, TableFold, type RecordedMessage } from './fold.js';
import { begun, changed, corrected, holding } from './rows.js';
import { civicEvent } from './tables/programmes.js';
import { participation } from './tables/participation.js';

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T10:00:00.000Z`;

describe('rows', () => {
  const [first] = [holding(day(1), { status: 'open' })];

  it('end where something changes, and others begin', () => {
    expect(changed([first], day(5), { status: 'closed' })).toEqual([
      { status: 'open', heldFrom: day(1), heldTo: day(5) },
      { status: 'closed', heldFrom: day(5), heldTo: 'infinity' },
    ]);
  });

  it('that began later than what changes are corrected', () => {
    expect(changed([first], day(1), { status: 'closed' })).toEqual([
      { status: 'closed', heldFrom: day(1), heldTo: 'infinity' },
    ]);
  });

  it('are corrected for the time in which they held', () => {
    const both = changed([first], day(5), { status: 'closed' });
    expect(corrected(both, { status: 'moved' }).map(({ heldFrom, status }) => [heldFrom, status])).toEqual([
      [day(1), 'moved'],
      [day(5), 'moved'],
    ]);
  });

  it('begin with the first thing that is said', () => {
    expect(begun<typeof first>([], day(1), { status: 'open' })).toEqual([first]);
    expect(begun([first], day(2), { status: 'closed' })).toHaveLength(2);
  });
});

const key = '0e5c1f0f-9f1b-4f5a-8a51-2a8f5b1c9a01';
const message = (position: number, type: string, data: object, time = day(position)): RecordedMessage => ({
  ...{ position, type, key, time, data },
});

const attendance = (total: number, students: number) => ({
  ...{ programmeId: null, total, categories: [{ category: 'student', count: students }] },
  ...{ difference: students - total, reconciled: students === total },
});
const reported = (position: number, data: object, time?: string) =>
  message(position, 'ecou.events.attendance-reported.v1', { ...data, reportedAt: day(1) }, time);
const correction = (position: number, version: 1 | 2, data: object, before: object, time?: string) =>
  message(
    position,
    `ecou.events.attendance-corrected.v${version}`,
    { ...data, reported: before, correctedAt: day(5) },
    time,
  );

describe('a fold', () => {
  it('keeps what was known before a correction, beside it', () => {
    const fold = new TableFold(participation, []);
    fold.apply(reported(1, attendance(24, 23)));
    fold.apply(correction(2, 1, attendance(24, 24), attendance(24, 23)));
    const { opened, closed } = fold.changes;
    expect(closed).toEqual([]);
    const said = opened.map(({ row, knownFrom, knownTo, toPosition }) => [
      ...[row['category'], row['people'], row['reportedPeople'], row['isReconciled'], knownFrom, knownTo, toPosition],
    ]);
    expect(said).toEqual([
      ['student', 23, 23, false, day(1), day(2), 2],
      [null, 24, 24, false, day(1), day(2), 2],
      ['student', 24, 23, true, day(2), 'infinity', lastPosition],
      [null, 24, 24, true, day(2), 'infinity', lastPosition],
    ]);
  });

  it('takes what a second version of a contract tells once more as the same', () => {
    const fold = new TableFold(participation, []);
    fold.apply(reported(1, attendance(24, 23)));
    fold.apply(correction(2, 1, attendance(24, 24), attendance(24, 23)));
    const { length } = fold.changes.opened;
    fold.apply(correction(3, 2, attendance(24, 24), attendance(24, 23)));
    expect(fold.changes.opened).toHaveLength(length);
  });

  it('answers the same wherever a batch ended', () => {
    const messages = [
      message(1, 'ecou.events.civic-event-published.v1', { ...event, publishedAt: day(1) }),
      message(2, 'ecou.events.civic-event-rescheduled.v1', { ...event, startsAt: day(20), rescheduledAt: day(2) }),
      message(3, 'ecou.events.civic-event-corrected.v1', { ...event, startsAt: day(20), venue: null }),
      message(4, 'ecou.events.civic-event-held.v1', { ...event, heldAt: day(20) }),
      message(5, 'ecou.events.civic-event-hold-revoked.v1', { ...event, status: 'rescheduled' }),
    ];
    const together = new TableFold(civicEvent, []);
    for (const one of messages) together.apply(one);

    const all = new Map<string, object>();
    for (const one of messages) {
      const standing = [...all.values()] as never[];
      const fold = new TableFold(
        civicEvent,
        standing.filter(({ toPosition }) => toPosition === lastPosition),
      );
      fold.apply(one);
      for (const row of [...fold.changes.opened, ...fold.changes.closed])
        all.set(`${row.fromPosition}/${row.place}`, row);
    }
    expect([...all.values()]).toEqual(together.changes.opened);
    expect(together.changes.opened.filter(({ toPosition }) => toPosition === lastPosition)).toHaveLength(3);
  });

  it('ends no row before it began, though a clock stepped back', () => {
    const fold = new TableFold(participation, []);
    fold.apply(reported(1, attendance(24, 23), day(10)));
    fold.apply(correction(2, 2, attendance(24, 24), attendance(24, 23), day(9)));
    for (const { knownFrom, knownTo } of fold.changes.opened) expect(knownTo >= knownFrom).toBe(true);
  });
});

const event = {
  ...{ civicEventId: key, programmeId: null, kind: 'debate', title: { ro: 'Dezbatere' }, series: null },
  ...{ startsAt: day(15), endsAt: day(16), timeZone: 'Europe/Bucharest', format: 'in-person' },
  ...{ venue: { name: 'Sala mare', address: 'Str. 1' }, onlineAddress: null, languages: ['ro'] },
};
