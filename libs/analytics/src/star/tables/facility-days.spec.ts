import { describe, expect, it } from '@jest/globals';
import { lastPosition, TableFold } from '../fold.js';
import type { StarTable } from '../table.js';
import { facility } from './facilities.js';
import { incentiveTurn, verificationDue } from './facility-days.js';
import { term } from './terms.js';

const key = '0e5c1f0f-9f1b-5f5a-8a51-2a8f5b1c9a01';
const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const identity = { facilityId: key, kind: 'portal', name: { ro: 'Portalul exemplu' } };

/** The rows that stand after messages about one thing. */
function rowsAfter(table: StarTable, ...told: readonly (readonly [name: string, data: object])[]) {
  const fold = new TableFold(table, []);
  told.forEach(([name, data], index) =>
    fold.apply({
      ...{ position: index + 1, key, time: at(20) },
      ...{ type: `ecou.facilities.${name}.v1`, data },
    }),
  );
  return fold.changes.opened.filter(({ toPosition }) => toPosition === lastPosition).map(({ row }) => row);
}

describe('facts of the days of facilities', () => {
  it('tell each beginning and end of an incentive', () => {
    const incentive = { ...identity, incentiveId: key, title: { ro: 'Reducere', en: 'Rebate' } };
    expect(
      rowsAfter(
        incentiveTurn,
        ['incentive-announced', { ...incentive, beganOn: '2026-03-01', lastOn: '2026-03-31', announcedAt: at(1) }],
        ['incentive-ended', { ...incentive, endedOn: '2026-04-01', againOn: '2027-01-01', endedAt: at(2) }],
      ),
    ).toMatchObject([
      {
        number: 1,
        turn: 'announced',
        titleEn: 'Rebate',
        turnedOn: '2026-03-01',
        nextOn: '2026-04-01',
        heldFrom: at(1),
      },
      { number: 2, turn: 'ended', kind: 'portal', turnedOn: '2026-04-01', nextOn: '2027-01-01', heldFrom: at(2) },
    ]);
  });

  it('tell each day on which one is to be verified', () => {
    const due = (day: number, verifiedAt: string | null) => ({
      ...identity,
      dueOn: '2026-03-01',
      verifiedAt,
      dueAt: at(day),
    });
    expect(
      rowsAfter(verificationDue, ['verification-due', due(1, null)], ['verification-due', due(9, at(3))]),
    ).toMatchObject([
      { number: 1, dueOn: '2026-03-01', verifiedAt: null },
      { number: 2, verifiedAt: at(3), heldFrom: at(9) },
    ]);
  });
});

describe('a facility', () => {
  const said = {
    ...{ ...identity, description: null, position: null, approximate: false, onlineOnly: true, address: null },
    ...{ openingHours: null, accessibility: null, operator: null, source: null, links: [], incentives: [] },
  };
  const more = {
    externalId: 'registru/7',
    guides: [{}],
    assistancePoints: [{}, {}],
    incentives: [{}],
    verifyEveryMonths: 6,
  };

  it('says what stands for it elsewhere, and how much help and how many incentives there are', () =>
    expect(
      rowsAfter(
        facility,
        ['facility-added', { ...said, status: 'open', addedAt: at(1) }],
        ['facility-changed', { ...said, ...more, changedAt: at(2) }],
      ),
    ).toMatchObject([
      { externalId: null, guides: 0, assistancePoints: 0, incentives: 0, verifyEveryMonths: null },
      { externalId: 'registru/7', guides: 1, assistancePoints: 2, incentives: 1, verifyEveryMonths: 6 },
    ]));

  it('is of a kind that is called what the municipality calls it', () =>
    expect(
      rowsAfter(term, [
        'facility-kinds-changed',
        { kinds: [{ id: 'wifi', name: { ro: 'internet gratuit' }, retired: true }], changedAt: at(1) },
      ]),
    ).toMatchObject([
      { taxonomy: 'facility-kinds', id: 'wifi', nameRo: 'internet gratuit', isRetired: true, place: 1 },
    ]));
});
