import { relationOf } from '@ecou/event-sourcing';
import { decodeCursor } from '@ecou/runtime';
import { z } from 'zod';
import { inBoxSql, validAt, viewAt, type Query, type Value } from '../views/facilities-sql.js';
import { facilityMap } from '../views/facility-map.view.js';
import type { ItemsCriteria } from './ogc.schemas.js';

type Criteria = Omit<ItemsCriteria, 'asOf'>;

function conditionsOf({ bbox, datetime, kind, status, operator }: Omit<Criteria, 'limit'>, value: Value): string[] {
  const { from, until } = datetime ?? { from: null, until: null };
  return [
    status ? `status = ${value(status)}` : `status <> 'retired'`,
    kind && `kind = ${value(kind)}`,
    operator && `operator = ${value(operator)}`,
    from && `changed_at >= ${value(from)}`,
    until && `changed_at <= ${value(until)}`,
    bbox && `(lon IS NULL OR ${inBoxSql(bbox, value)})`,
  ].filter((condition) => typeof condition === 'string');
}

/** The position up to which the map of now holds everything; of the same moment as the rest of a statement. */
const standsAt = `(SELECT position::float8 FROM views WHERE name = '${facilityMap.name}' AND version = ${facilityMap.version} AND state = 'live')`;

/**
 * The features of a page in the order of their ids, so that whatever changes meanwhile, none that was there throughout is left out or comes
 * twice; in each row the position at which the map stands (`at`), and, counted, the number of those that meet the criteria. One row more than the page
 * holds tells whether there is a next one; where the page is empty there is one without a facility.
 */
export function featuresSql(
  { cursor, limit, ...criteria }: Criteria,
  position: number | undefined,
  isCounted = true,
): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const [after] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
  const conditions = conditionsOf(criteria, value);
  if (position !== undefined) conditions.push(validAt(value(position)));
  const found = `FROM ${relationOf(viewAt(position))} WHERE ${conditions.join(' AND ')}`;
  const behind = after === undefined ? '' : ` AND id > ${value(after)}`;
  const at = position === undefined ? standsAt : `${value(position)}::float8`;
  const matched = isCounted ? `(SELECT count(*)::int ${found})` : 'NULL::int';
  return {
    sql: `SELECT at, matched, id, facility FROM (SELECT ${at} AS at, ${matched} AS matched) counted
      LEFT JOIN (SELECT id, facility ${found}${behind} ORDER BY id LIMIT ${value(limit + 1)}) page ON true ORDER BY id`,
    parameters,
  };
}

/** The outermost positions, and the time of the first change. */
export const extentSql = `SELECT min(lon) AS west, min(lat) AS south, max(lon) AS east, max(lat) AS north, min(changed_at) AS since
  FROM ${relationOf(facilityMap)}`;
