import type { Page } from '@ecou/runtime';
import type { FacilityAnswer } from './facility.schemas.js';

export const geoJsonType = 'application/geo+json';

/** A facility as a GeoJSON feature (RFC 7946): without a known position its geometry is null. */
export const featureOf = ({ id, position, ...properties }: FacilityAnswer) => ({
  type: 'Feature' as const,
  id,
  geometry: position && { type: 'Point' as const, coordinates: position },
  properties,
});

/** A page as a GeoJSON collection; `next` is the address of the page after it. */
export const collectionOf = ({ items }: Page<FacilityAnswer>, next: string | null) => ({
  type: 'FeatureCollection' as const,
  features: items.map(featureOf),
  numberReturned: items.length,
  links: next === null ? [] : [{ rel: 'next', type: geoJsonType, href: next }],
});
