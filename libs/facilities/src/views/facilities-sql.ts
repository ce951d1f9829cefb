import { wordPatterns } from '@ecou/event-sourcing';
import { decodeCursor } from '@ecou/runtime';
import { z } from 'zod';
import type { FacilityCriteria } from '../facility/facility.schemas.js';
import { boxesOf, onSphere, type BoundingBox } from './globe.js';

/** The query; one row more than the page holds tells whether there is a next one. Each criterion has an index of its own. */
export function facilitiesSql(criteria: FacilityCriteria): { sql: string; parameters: readonly unknown[] } {
  const { bbox, near, kind, status, q, cursor, limit } = criteria;
  const parameters: unknown[] = [];
  const value = (content: unknown) => `$${parameters.push(content)}`;
  const rank = near ? `sphere <-> ${value(onSphere(near))}::cube` : 'sort_name';
  const after = decodeCursor(cursor, z.tuple([near ? z.number() : z.string(), z.uuid()]));
  const conditions = [
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    kind && `kind = ${value(kind)}`,
    bbox &&
      `(${boxesOf(bbox)
        .map((box) => insideSql(box, value))
        .join(' OR ')})`,
    ...wordPatterns(q).map((pattern) => `search LIKE ${value(pattern)}`),
    near && 'sphere IS NOT NULL',
    after && `(${rank}, id) > (${value(after[0])}, ${value(after[1])})`,
  ].filter(Boolean);
  return {
    sql: `SELECT facility, id, ${rank} AS rank FROM facility_map WHERE ${conditions.join(' AND ')} ORDER BY ${rank}, id LIMIT ${value(limit + 1)}`,
    parameters,
  };
}

const insideSql = (box: BoundingBox, value: (content: number) => string) => {
  const [west, south, east, north] = box.map((edge) => `${value(edge)}::double precision`);
  return `point(lon, lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`;
};
