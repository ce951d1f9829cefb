import { position } from '@ecou/contracts';
import type { Page } from '@ecou/runtime';
import { z } from 'zod';
import { facilityAnswer, type FacilityAnswer } from './facility.schemas.js';

export const geoJsonType = 'application/geo+json';

const link = z.object({ rel: z.string(), type: z.string(), href: z.url() });

const feature = z.object({
  type: z.literal('Feature'),
  id: z.uuid(),
  geometry: z.object({ type: z.literal('Point'), coordinates: position }).nullable(),
  properties: facilityAnswer.omit({ id: true, position: true }),
});

export const featureAnswer = feature.extend({ links: z.array(link) });

export const collectionAnswer = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(feature),
  numberReturned: z.int(),
  links: z.array(link),
});

const linkTo = (rel: string, href: string) => ({ rel, type: geoJsonType, href });

/** A facility as a GeoJSON feature (RFC 7946): without a known position its geometry is null. */
export const featureIn = ({ id, position: coordinates, ...properties }: FacilityAnswer): z.output<typeof feature> => ({
  type: 'Feature',
  id,
  geometry: coordinates && { type: 'Point', coordinates },
  properties,
});

/** One facility by itself; `self` is its address. */
export const featureOf = (facility: FacilityAnswer, self: string): z.output<typeof featureAnswer> => ({
  ...featureIn(facility),
  links: [linkTo('self', self)],
});

/** A page as a GeoJSON collection; `self` is its address, `next` that of the page after it. */
export const collectionOf = (
  { items }: Page<FacilityAnswer>,
  { self, next }: { readonly self: string; readonly next: string | null },
): z.output<typeof collectionAnswer> => ({
  type: 'FeatureCollection',
  features: items.map(featureIn),
  numberReturned: items.length,
  links: [linkTo('self', self), ...(next === null ? [] : [linkTo('next', next)])],
});
