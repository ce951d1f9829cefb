import { Page } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import type { FacilityAnswer } from './facility.schemas.js';
import { library, portal } from './facility.samples.js';
import { collectionOf, featureOf } from './geo-json.js';

const answer = (details: typeof library): FacilityAnswer => ({
  ...details,
  id: '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d',
  status: 'open',
  reason: null,
  verified: null,
  verifyDueOn: null,
  incentives: [],
  version: 1,
  changedAt: '2026-03-01T10:00:00.000Z',
});

const self = 'https://ecou.example.ro/facilities/v1/facilities';

describe('GeoJSON', () => {
  it('has a point where the position is known', () => {
    const feature = featureOf(answer(library), self);
    expect(feature).toMatchObject({
      type: 'Feature',
      id: '6f0c2b1e-6d0d-4f0a-9c57-0d4f5a1b2c3d',
      geometry: { type: 'Point', coordinates: [26.1, 44.4] },
      properties: { kind: 'library', approximate: true, verified: null },
    });
    expect(feature.properties).not.toHaveProperty('position');
    expect(feature.properties).not.toHaveProperty('id');
  });

  it('has a null geometry for what is online only', () => expect(featureOf(answer(portal), self).geometry).toBeNull());

  it('is a collection with the address of its next page', () => {
    expect(collectionOf(new Page([answer(library)], null), { self, next: null })).toMatchObject({
      type: 'FeatureCollection',
      features: [{ type: 'Feature' }],
      numberReturned: 1,
      links: [{ rel: 'self', href: self }],
    });
    const next = `${self}?cursor=abc`;
    expect(collectionOf(new Page([], 'abc'), { self, next }).links).toEqual([
      { rel: 'self', type: 'application/geo+json', href: self },
      { rel: 'next', type: 'application/geo+json', href: next },
    ]);
  });
});
