import { EventRegistry } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { facilityEvents } from '../facility/facility.events.js';
import { portal, recorded } from '../facility/facility.samples.js';
import { facilityMap, type FacilityRow } from './facility-map.view.js';

const id = '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d';
const fold = (...types: Parameters<typeof recorded>[1][]) =>
  recorded(id, ...types).reduce<FacilityRow | undefined>(
    (row, event) => facilityMap.evolve(row, event, id) ?? undefined,
    undefined,
  );

describe('the map', () => {
  it('reads every event of a facility', () =>
    expect([...facilityMap.handles].sort()).toEqual([...new EventRegistry([facilityEvents]).names].sort()));

  it('keeps one row per facility, with what its indexes need', () => {
    const row = fold('FacilityAdded');
    expect(facilityMap.keys(recorded(id, 'FacilityAdded')[0]!)).toEqual([id]);
    expect(row).toMatchObject({
      id,
      kind: 'library',
      status: 'planned',
      sortName: 'biblioteca sotron',
      lon: 26.1,
      lat: 44.4,
    });
    expect(row?.search).toContain('hopscotch library calculatoare si ajutor');
    expect(row?.facility).toMatchObject({ id, version: 1, verified: null, changedAt: '2026-03-01T10:00:00.000Z' });
  });

  it('has no place for what is online only', () => {
    const [event] = recorded(id, 'FacilityAdded');
    const row = facilityMap.evolve(undefined, { ...event!, data: { ...portal, status: 'open' } }, id);
    expect(row).toMatchObject({ lon: null, lat: null, u: null, v: null });
  });

  it('follows the life of a facility', () => {
    expect(fold('FacilityAdded', 'FacilityOpened')).toMatchObject({ status: 'open' });
    expect(fold('FacilityAdded', 'FacilityOpened', 'FacilitySuspended')?.facility).toMatchObject({
      status: 'suspended',
      reason: { en: 'Being renovated' },
    });
    expect(fold('FacilityAdded', 'FacilityOpened', 'FacilitySuspended', 'FacilityResumed')?.facility).toMatchObject({
      status: 'open',
      reason: null,
      version: 4,
    });
    expect(fold('FacilityAdded', 'FacilityRetired')).toMatchObject({ status: 'retired' });
  });

  it('keeps status and verification through a change of the details', () =>
    expect(fold('FacilityAdded', 'FacilityOpened', 'FacilityVerified', 'FacilityChanged')?.facility).toMatchObject({
      status: 'open',
      address: 'Strada Nouă 2',
      verified: { by: 'Serviciul IT', at: '2026-02-01T10:00:00+02:00' },
      version: 4,
    }));
});
