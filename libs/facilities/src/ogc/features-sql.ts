import { relationOf } from '@ecou/event-sourcing';
import { decodeCursor } from '@ecou/runtime';
import { z } from 'zod';
import { betweenSqls, inBoxSql, validAt, viewAt, type Query, type Value } from '../views/facilities-sql.js';
import { facilityMap } from '../views/facility-map.view.js';
import type { ItemsCriteria } from './ogc.schemas.js';

type Criteria = Omit<ItemsCriteria, 'asOf'>;

function conditionsOf({ datetime, kind, status, operator }: Omit<Criteria, 'limit' | 'bbox'>, value: Value): string[] {
  const { from, until } = datetime ?? { from: null, until: null };
  return [
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    kind && `kind = ${value(kind)}`,
    operator && `operator = ${value(operator)}`,
    from && `changed_at >= ${value(from)}`,
    until && `changed_at <= ${value(until)}`,
  ].filter((condition) => typeof condition === 'string');
}

/** Conditions of which each row of a box meets one: on the map of now each has an index, and counts from it alone. Rows without a place lie in every box. */
function partsOf(bbox: Criteria['bbox'], value: Value, isNow: boolean): readonly string[] {
  if (!bbox) return ['true'];
  return isNow ? ['lon IS NULL', ...betweenSqls(bbox, value)] : [`(lon IS NULL OR ${inBoxSql(bbox, value)})`];
}

/** The position up to which the map of now holds everything; of the same moment as the rest of a statement. */
export const standsAt = `(SELECT position::float8 FROM views WHERE name = '${facilityMap.name}' AND version = ${facilityMap.version} AND state = 'live')`;

/**
 * The features of a page in the order of their ids, so that whatever changes meanwhile, none that was there throughout is left out or comes
 * twice; in each row the position at which the map stands (`at`), and, counted, the number of those that meet the criteria. One row more than the page
 * holds tells whether there is a next one; where the page is empty there is one without a facility.
 */
export function featuresSql(
  { cursor, limit, bbox, ...criteria }: Criteria,
  position: number | undefined,
  isCounted = true,
): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const [after] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
  const conditions = conditionsOf(criteria, value);
  if (position !== undefined) conditions.push(validAt(value(position)));
  const found = partsOf(bbox, value, position === undefined).map(
    (part) => `FROM ${relationOf(viewAt(position))} WHERE ${[...conditions, part].join(' AND ')}`,
  );
  const behind = after === undefined ? '' : ` AND id > ${value(after)}`;
  const first = `ORDER BY id LIMIT ${value(limit + 1)}`;
  const page = found.map((part) => `(SELECT id, facility ${part}${behind} ${first})`).join(' UNION ALL ');
  const at = position === undefined ? standsAt : `${value(position)}::float8`;
  const matched = isCounted ? found.map((part) => `(SELECT count(*)::int ${part})`).join(' + ') : 'NULL::int';
  return {
    sql: `SELECT at, matched, id, facility FROM (SELECT ${at} AS at, ${matched} AS matched) counted
      LEFT JOIN (SELECT id, facility FROM (${page}) parts ${first}) page ON true ORDER BY id`,
    parameters,
  };
}

/** The outermost positions, and the time of the first change. */
export const extentSql = `SELECT min(lon) AS west, min(lat) AS south, max(lon) AS east, max(lat) AS north, min(changed_at) AS since
  FROM ${relationOf(facilityMap)}`;
