import type { Position } from '@ecou/contracts';

/** Mean radius of the Earth in metres (IUGG). */
const radius = 6_371_008.8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The place on the unit sphere: x leads to longitude 0 and y to longitude 90 on the equator, z to the north pole. */
export function onSphere([longitude, latitude]: Position): readonly [x: number, y: number, z: number] {
  const [lambda, phi] = [radians(longitude), radians(latitude)];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

/** A point of a plane. */
export interface PlanePoint {
  readonly u: number;
  readonly v: number;
}

/**
 * The place in the stereographic projection of the unit sphere from the south pole onto the plane of the equator (Snyder, Map Projections, 21). It
 * keeps angles, so what is near on the ground is near in the plane; a circle on the ground is a circle in the plane; there is no antimeridian. The south
 * pole itself comes to lie very far away.
 */
export function onPlane([longitude, latitude]: Position): PlanePoint {
  const lambda = radians(longitude);
  const fromOrigin = Math.tan(radians(90 - latitude) / 2);
  return { u: fromOrigin * Math.cos(lambda), v: fromOrigin * Math.sin(lambda) };
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
