import { facilitiesContracts } from '@ecou/contracts';
import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { events, recorded } from './facility/facility.samples.js';
import type { FacilityEvent } from './facility/facility.events.js';
import { publish } from './publish.js';

const id = '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
const types = Object.keys(events) as FacilityEvent['type'][];

const published = (type: FacilityEvent['type'], occurredAt?: string): Publication => {
  const [event] = recorded(id, type);
  const map = publish[type] as (event: RecordedEvent) => Publication;
  return map({ ...event!, metadata: { ...event!.metadata, ...(occurredAt ? { occurredAt } : {}) } });
};

describe('what facilities publish', () => {
  it.each(types)('%s fills its contract, and says which facility it is about', (type) => {
    const { contract, data } = published(type);
    expect(contract.schema.parse(data)).toMatchObject({ facilityId: id, kind: 'library' });
  });

  it('fills each contract of a facility once', () =>
    expect(types.map((type) => published(type).contract.type).sort()).toEqual(
      facilitiesContracts.flatMap(({ name, type }) => (name.startsWith('facility-') ? [type] : [])).sort(),
    ));

  it('names the time at which it happened, else the one at which it was recorded', () => {
    expect(published('FacilitySuspended').data).toMatchObject({ suspendedAt: '2026-03-01T10:00:00.000Z' });
    expect(published('FacilitySuspended', '2026-02-27T08:00:00+02:00').data).toMatchObject({
      suspendedAt: '2026-02-27T08:00:00+02:00',
    });
  });
});
