import type { Position } from '@ecou/contracts';
import { wordPatterns } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, Page, ReadModels } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { FacilityAnswer, FacilityCriteria } from '../facility/facility.schemas.js';
import { boxesOf, metresBetween, onSphere, type BoundingBox } from './globe.js';

/** The facilities that meet every one of the criteria: the nearest first where a place is named, else by name. */
export class FindFacilities extends Query<Page<FacilityAnswer>> {
  constructor(readonly criteria: FacilityCriteria) {
    super();
  }
}

interface Found {
  readonly facility: FacilityAnswer;
  readonly id: string;
  /** What the order is by: a distance on the unit sphere, or a name. */
  readonly rank: string | number;
}

@QueryHandler(FindFacilities)
export class FindFacilitiesHandler implements IQueryHandler<FindFacilities> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: FindFacilities): Promise<Page<FacilityAnswer>> {
    const { sql, parameters } = facilitiesSql(criteria);
    const found = await this.readModels.query<Found>(sql, parameters);
    const page = Page.of(found, criteria.limit, ({ rank, id }) => encodeCursor([rank, id]));
    return page.map(({ facility }) => withDistance(facility, criteria.near));
  }
}

const withDistance = (facility: FacilityAnswer, near: Position | undefined): FacilityAnswer =>
  near && facility.position ? { ...facility, distance: Math.round(metresBetween(near, facility.position)) } : facility;

/** The query; one row more than the page holds tells whether there is a next one. Each criterion has an index of its own. */
export function facilitiesSql(criteria: FacilityCriteria): { sql: string; parameters: readonly unknown[] } {
  const { bbox, near, kind, status, q, cursor, limit } = criteria;
  const parameters: unknown[] = [];
  const value = (content: unknown) => `$${parameters.push(content)}`;
  const rank = near ? `sphere <-> ${value(onSphere(near))}::cube` : 'sort_name';
  const after = decodeCursor(cursor, z.tuple([near ? z.number() : z.string(), z.string()]));
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
