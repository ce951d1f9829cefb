import { relationOf } from '@ecou/event-sourcing';
import type { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { betweenSqls, type Query, type Value } from '../views/facilities-sql.js';
import { facilityMap } from '../views/facility-map.view.js';
import { cellSide } from './cells.js';
import type { clusterAnswer, ClustersCriteria } from './clusters.schemas.js';

export interface ClusterRow {
  readonly count: number;
  readonly lon: number;
  readonly lat: number;
  /** Of a facility that is the only one. */
  readonly facility: FacilityAnswer | null;
}

/**
 * The facilities in a box by the cells of a grid: how many, and the middle of their places. Cells hang on the zoom only, so that clusters stay as
 * they are where a map is moved. One index has all that is counted. `OFFSET` keeps the planner from expecting a cell for each place, and so from
 * sorting them.
 */
export function clustersSql({ bbox, zoom, kind, status }: ClustersCriteria): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const side = `${value(cellSide(zoom))}::double precision`;
  const conditions = [
    `(${betweenSqls(bbox, value).join(' OR ')})`,
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    ...(kind ? [`kind = ${value(kind)}`] : []),
  ];
  return {
    sql: `SELECT count, cells.lon, cells.lat, facility FROM (
        SELECT count(*)::int AS count, sum(lon) / count(*) AS lon, sum(lat) / count(*) AS lat, min(id COLLATE "C") AS id FROM (
          SELECT floor(lon / ${side}) AS x, floor(lat / ${side}) AS y, lon, lat, id FROM ${relationOf(facilityMap)}
          WHERE ${conditions.join(' AND ')} OFFSET 0) placed
        GROUP BY x, y) cells
      LEFT JOIN ${relationOf(facilityMap)} one ON cells.count = 1 AND one.id = cells.id COLLATE "default" ORDER BY cells.id`,
    parameters,
  };
}

const named = ({ id, name, kind, status }: FacilityAnswer) => ({
  id,
  name: name.ro,
  name_en: name.en ?? null,
  kind,
  status,
});

/** A cluster, or the one facility of its cell, as GeoJSON. */
export const clusterOf = ({ count, lon, lat, facility }: ClusterRow): z.output<typeof clusterAnswer> => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { count, ...(facility && named(facility)) },
});
