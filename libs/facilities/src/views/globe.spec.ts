import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boxesOf, metresBetween, onPlane, onSphere, type BoundingBox, type PlanePoint } from './globe.js';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const place = fc.tuple(longitude, latitude);

const chord = (one: readonly number[], other: readonly number[]) =>
  Math.hypot(...one.map((value, axis) => value - other[axis]!));

describe('places on the globe', () => {
  it('measures a known distance: a degree of latitude is 111.195 km', () =>
    expect(metresBetween([26, 44], [26, 45])).toBeCloseTo(111_195, -1));

  it('measures across the antimeridian', () =>
    expect(metresBetween([179.9, 0], [-179.9, 0])).toBeCloseTo(metresBetween([0, 0], [0.2, 0]), 3));

  it('orders by the straight line through the sphere as by the way over ground', () => {
    fc.assert(
      fc.property(place, place, place, (from, one, other) => {
        const metres = metresBetween(from, one) - metresBetween(from, other);
        const lines = chord(onSphere(from), onSphere(one)) - chord(onSphere(from), onSphere(other));
        // Both are rounded: within a metre they may disagree.
        expect(Math.abs(metres) < 1 || Math.sign(metres) === Math.sign(lines)).toBe(true);
      }),
    );
  });

  it('gives the same straight line in the plane, at the poles too', () => {
    const inPlane = (one: PlanePoint, other: PlanePoint) => {
      const scale = ({ u, v }: PlanePoint) => 1 + u * u + v * v;
      return (2 * Math.hypot(one.u - other.u, one.v - other.v)) / Math.sqrt(scale(one) * scale(other));
    };
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(inPlane(onPlane(one), onPlane(other))).toBeCloseTo(chord(onSphere(one), onSphere(other)), 12);
      }),
    );
    expect(inPlane(onPlane([0, -90]), onPlane([120, -90]))).toBeCloseTo(0, 12);
    expect(inPlane(onPlane([0, -90]), onPlane([120, 90]))).toBeCloseTo(2, 12);
  });
});

describe('a bounding box', () => {
  const inside = ([west, south, east, north]: BoundingBox, [lon, lat]: readonly [number, number]) =>
    lon >= west && lon <= east && lat >= south && lat <= north;

  it('stays one where it does not cross the antimeridian', () =>
    expect(boxesOf([25, 44, 27, 45])).toEqual([[25, 44, 27, 45]]));

  // -180 and 180 are one meridian and two edges, so both stay out.
  const inner = fc.integer({ min: -17_999, max: 17_999 }).map((hundredths) => hundredths / 100);
  const eastwards = (from: number, to: number) => Math.round((to - from + 360) * 100) % 36_000;

  it('holds what lies from its west eastwards to its east, also across the antimeridian', () => {
    fc.assert(
      fc.property(inner, inner, inner, (lon, west, east) => {
        const held = boxesOf([west, -45, east, 45]).some((box) => inside(box, [lon, 0]));
        expect(held).toBe(eastwards(west, lon) <= eastwards(west, east));
      }),
    );
  });
});
