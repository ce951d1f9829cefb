import { describe, expect, it } from '@jest/globals';
import { lastPosition, TableFold } from '../fold.js';
import { linkOutage } from './links.js';

const key = '0e5c1f0f-9f1b-5f5a-8a51-2a8f5b1c9a01';
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T10:00:00.000Z`;

const broken = { url: 'https://example.org/', status: 404, fault: null, facilityCount: 2 };

/** The outages that stand after messages about one link. */
function outagesAfter(...told: readonly (readonly [name: string, data: object])[]) {
  const fold = new TableFold(linkOutage, []);
  told.forEach(([name, data], index) =>
    fold.apply({
      ...{ position: index + 1, key, time: day(20) },
      ...{ type: `ecou.facilities.link-${name}.v1`, data },
    }),
  );
  return fold.changes.opened.filter(({ toPosition }) => toPosition === lastPosition).map(({ row }) => row);
}

describe('outages of links', () => {
  it('go on from the first check that failed', () =>
    expect(outagesAfter(['broken', { ...broken, since: day(1) }])).toMatchObject([
      { number: 1, status: 404, facilities: 2, heldFrom: day(1), heldTo: 'infinity', endedAt: null, outcome: null },
    ]));

  it('end where the link works again, or nobody shows it any more', () =>
    expect(
      outagesAfter(
        ['broken', { ...broken, since: day(1) }],
        ['restored', { restoredAt: day(3) }],
        ['broken', { ...broken, since: day(5) }],
        ['dropped', { droppedAt: day(6) }],
      ),
    ).toMatchObject([
      { number: 1, heldFrom: day(1), heldTo: day(3), outcome: 'restored' },
      { number: 2, heldFrom: day(5), heldTo: day(6), outcome: 'dropped' },
    ]));
});
