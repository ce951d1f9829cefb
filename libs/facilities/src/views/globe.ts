import type { Position } from '@ecou/contracts';

/** Mean radius of the Earth in metres (IUGG). */
const radius = 6_371_008.8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * The place on a unit sphere, as PostgreSQL's `cube` writes a point. The straight line between two such points grows with the distance
 * over ground, so an index on them finds the nearest first, everywhere, across the antimeridian and at the poles.
 */
export function onSphere([longitude, latitude]: Position): string {
  const [lambda, phi] = [radians(longitude), radians(latitude)];
  return `(${Math.cos(phi) * Math.cos(lambda)}, ${Math.cos(phi) * Math.sin(lambda)}, ${Math.sin(phi)})`;
}

/** Metres over ground between two places (haversine). */
export function metresBetween([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const h =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)));
}

export type BoundingBox = readonly [west: number, south: number, east: number, north: number];

/** A box whose west lies east of its east crosses the antimeridian (RFC 7946, 5.2): it is two boxes. */
export const boxesOf = ([west, south, east, north]: BoundingBox): readonly BoundingBox[] =>
  west <= east
    ? [[west, south, east, north]]
    : [
        [west, south, 180, north],
        [-180, south, east, north],
      ];
