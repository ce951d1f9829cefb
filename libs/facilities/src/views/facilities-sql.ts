import type { Position } from '@ecou/contracts';
import { relationOf, wordPatterns } from '@ecou/event-sourcing';
import { decodeCursor } from '@ecou/runtime';
import { z } from 'zod';
import type { FacilityCriteria } from '../facility/facility.schemas.js';
import { facilityHistory } from './facility-history.view.js';
import { facilityMap } from './facility-map.view.js';
import { boxesOf, onPlane, onSphere, type BoundingBox } from './globe.js';

/** Adds a parameter; answers its placeholder. */
export type Value = (content: unknown) => string;

export interface Query {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Criteria besides places and words. */
export type Narrowing = Pick<FacilityCriteria, 'bbox' | 'kind' | 'status'> & {
  /** Keeps the facilities that are not suspended or planned, and have one of these opening hours, word for word. */
  readonly hours?: readonly string[] | undefined;
};

export type Criteria = Omit<FacilityCriteria, 'asOf' | 'openNow'> & Narrowing;

/** Keeps the rows of the history that held at a position. */
export const validAt = (position: string): string => `int8range(from_position, until_position) @> ${position}::bigint`;

/**
 * The query, for now or as of a position; one row more than the page holds tells whether there is a next one. Each criterion has an index that
 * finds it.
 */
export function facilitiesSql(criteria: Criteria, position?: number): Query {
  const { bbox, near, kind, status, q, hours, cursor, limit } = criteria;
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const most = value(limit + 1);
  const rank = near ? chordSql(near, value) : 'sort_name';
  const after = decodeCursor(cursor, z.tuple([near ? z.number() : z.string(), z.uuid()]));
  const conditions = [
    ...narrowing({ bbox, kind, status, hours }, value, position),
    ...wordPatterns(q).map((pattern) => `search LIKE ${value(pattern)}`),
    near && 'u IS NOT NULL',
    after && `(${rank}, id) > (${value(after[0])}, ${value(after[1])})`,
  ].filter(Boolean);
  const found = `FROM ${relationOf(viewAt(position))} WHERE ${conditions.join(' AND ')}`;
  const page = (matching: string) => `SELECT facility, id, ${rank} AS rank ${matching} ORDER BY rank, id LIMIT ${most}`;
  if (!near) return { sql: page(found), parameters };
  const around = aroundSql({ near, rank, found, most, value });
  return { sql: `${around} ${page(`${found} AND point(u, v) <@ (SELECT circle FROM around)`)}`, parameters };
}

/** Keeps the rows of a place, a kind and a status, now or as of a position. */
export const narrowing = (
  { bbox, kind, status, hours }: Narrowing,
  value: Value,
  position: number | undefined,
): readonly string[] =>
  [
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    kind && `kind = ${value(kind)}`,
    bbox && inBoxSql(bbox, value),
    ...inHoursSql(hours, value),
    position !== undefined && validAt(value(position)),
  ].filter((condition) => typeof condition === 'string');

/** Keeps the rows in a box. */
export const inBoxSql = (bbox: BoundingBox, value: Value): string =>
  `(${boxesOf(bbox)
    .map((box) => insideSql(box, value))
    .join(' OR ')})`;

/** For each part of a box, the condition that keeps its rows: for indexes of longitude, and for a planner that has statistics of both. */
export const betweenSqls = (bbox: BoundingBox, value: Value): readonly string[] =>
  boxesOf(bbox).map(
    ([west, south, east, north]) =>
      `(lon BETWEEN ${value(west)} AND ${value(east)} AND lat BETWEEN ${value(south)} AND ${value(north)})`,
  );

const inHoursSql = (hours: Criteria['hours'], value: Value): string[] =>
  hours ? [`status = 'open'`, `opening_hours = ANY (${value(hours)}::text[])`] : [];

/** The view to read, now or as of a position. */
export const viewAt = (position: number | undefined) => (position === undefined ? facilityMap : facilityHistory);

const insideSql = (box: BoundingBox, value: Value) => {
  const [west, south, east, north] = box.map((edge) => `${value(edge)}::double precision`);
  return `point(lon, lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`;
};

/** The straight line through the unit sphere from a place to that of the row: 0 to 2. It grows with the distance over ground. */
const chordSql = (near: Position, value: Value) => {
  const { u, v } = onPlane(near);
  return `2 * (point(u, v) <-> ${pointSql(near, value)}) / sqrt((1 + u * u + v * v) * ${value(1 + u * u + v * v)}::double precision)`;
};

const pointSql = (near: Position, value: Value) => {
  const { u, v } = onPlane(near);
  return `point(${value(u)}, ${value(v)})`;
};

/** Radians by which a circle is wider than computed: 6 mm, far more than what is lost by rounding. */
const margin = 1e-9;
/** The distance of a circle's edge from the south pole below which its image in the plane is not computed. */
const tooClose = 1e-6;

interface Around {
  readonly near: Position;
  readonly rank: string;
  /** `FROM` and `WHERE` of the rows that meet all criteria. */
  readonly found: string;
  readonly most: string;
  readonly value: Value;
}

/**
 * A circle in the plane that holds the nearest of the rows, so that no others need be looked at. The index gives as many rows as the page takes by
 * their distance in the plane. They may be others than the nearest ones, but those are no farther away than the farthest of these. Where no row meets
 * the criteria, there is no circle; where the circle on the sphere holds the south pole, it is the whole plane.
 */
function aroundSql({ near, rank, found, most, value }: Around): string {
  const [x, y, z] = onSphere(near).map((axis) => `${value(axis)}::double precision`);
  return `WITH candidates AS (SELECT ${rank} AS chord ${found} ORDER BY point(u, v) <-> ${pointSql(near, value)} LIMIT ${most}),
    cap AS (
      SELECT chord * sqrt(greatest(1 - chord * chord / 4, 0)) AS sine, ${z} + 1 - chord * chord / 2 AS divisor
      FROM (SELECT max(chord) AS chord FROM candidates) farthest),
    around AS MATERIALIZED (
      SELECT CASE WHEN divisor > ${tooClose} THEN circle(point(${x} / divisor, ${y} / divisor), (sine + ${margin}) / divisor)
        WHEN divisor <= ${tooClose} THEN circle(point(0, 0), 'infinity') END AS circle FROM cap)`;
}
