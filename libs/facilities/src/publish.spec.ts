import { facilitiesContracts, FacilityKindsChangedV1, VerificationDueV1 } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { events, recorded } from './facility/facility.samples.js';
import type { FacilityEvent } from './facility/facility.events.js';
import { kindsEvents } from './kinds/facility-kinds.samples.js';
import { publish } from './publish.js';

const id = '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
const types = (Object.keys(events) as FacilityEvent['type'][]).filter((type) => type in publish);

function published(type: FacilityEvent['type'], occurredAt?: string): readonly Publication[] {
  const [event] = recorded(id, type);
  const map = publish[type] as (event: RecordedEvent) => Publication | readonly Publication[];
  return [map({ ...event!, metadata: { ...event!.metadata, ...(occurredAt ? { occurredAt } : {}) } })].flat();
}

describe('what facilities publish', () => {
  it.each(types)('%s fills its contract, and says which facility it is about', (type) => {
    for (const { contract, data } of published(type)) {
      expect(contract.schema.parse(data)).toMatchObject({ facilityId: id, kind: 'library' });
    }
  });

  it('fills each contract', () => {
    const filled = new Set([
      ...types.flatMap((type) => published(type).map(({ contract }) => contract.type)),
      FacilityKindsChangedV1.type,
    ]);
    expect([...filled].sort()).toEqual(
      facilitiesContracts.flatMap(({ name, type }) => (name.startsWith('link-') ? [] : [type])).sort(),
    );
  });

  it('reminds nobody of a facility that nobody sees to', () => {
    const [event] = recorded(id, 'VerificationDue');
    const { contract } = publish.VerificationDue!({
      ...event!,
      data: { ...events.VerificationDue, steward: null },
    } as never) as Publication;
    expect(contract).toBe(VerificationDueV1);
  });

  it('names the last day of an incentive, and the one on which it comes again', () => {
    expect(published('IncentiveBegan')[0]?.data).toMatchObject({ beganOn: '2026-12-01', lastOn: '2026-12-31' });
    expect(published('IncentiveEnded')[0]?.data).toMatchObject({ endedOn: '2027-01-01', againOn: null });
  });

  it('tells of the kinds as they are now', () => {
    const [event] = recorded(id, 'FacilityAdded');
    const data = kindsEvents.FacilityKindsChanged;
    const { contract, data: said } = publish.FacilityKindsChanged!({ ...event!, data } as never) as Publication;
    expect(contract.schema.parse(said)).toEqual({ kindsId: id, ...data });
  });

  it('names the time at which it happened, else the one at which it was recorded', () => {
    expect(published('FacilitySuspended')[0]?.data).toMatchObject({ suspendedAt: '2026-03-01T10:00:00.000Z' });
    expect(published('FacilitySuspended', '2026-02-27T08:00:00+02:00')[0]?.data).toMatchObject({
      suspendedAt: '2026-02-27T08:00:00+02:00',
    });
  });
});
