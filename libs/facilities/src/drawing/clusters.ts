import { relationOf } from '@ecou/event-sourcing';
import type { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { Query, Value } from '../views/facilities-sql.js';
import { facilityMap } from '../views/facility-map.view.js';
import { cellSide } from './cells.js';
import { boxesOf } from '../views/globe.js';
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
 * they are where a map is moved. One index has all that is counted.
 */
export function clustersSql({ bbox, zoom, kind, status }: ClustersCriteria): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const side = `${value(cellSide(zoom))}::double precision`;
  const boxes = boxesOf(bbox).map(
    ([west, south, east, north]) =>
      `(lon BETWEEN ${value(west)} AND ${value(east)} AND lat BETWEEN ${value(south)} AND ${value(north)})`,
  );
  const conditions = [
    `(${boxes.join(' OR ')})`,
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    ...(kind ? [`kind = ${value(kind)}`] : []),
  ];
  return {
    sql: `SELECT count, cells.lon, cells.lat, facility FROM (
        SELECT count(*)::int AS count, avg(lon) AS lon, avg(lat) AS lat, min(id) AS id FROM ${relationOf(facilityMap)}
        WHERE ${conditions.join(' AND ')} GROUP BY floor(lon / ${side}), floor(lat / ${side})) cells
      LEFT JOIN ${relationOf(facilityMap)} one ON cells.count = 1 AND one.id = cells.id ORDER BY cells.id`,
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
