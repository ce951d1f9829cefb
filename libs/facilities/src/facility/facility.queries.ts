import type { Position } from '@ecou/contracts';
import { Aggregates, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { facilitiesSql } from '../views/facilities-sql.js';
import { metresBetween } from '../views/globe.js';
import { facility } from './facility.aggregate.js';
import { known } from './facility.decider.js';
import type { FacilityAnswer, FacilityCriteria } from './facility.schemas.js';

/** One facility, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). */
export class GetFacility extends Query<Versioned<FacilityAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(GetFacility)
export class GetFacilityHandler implements IQueryHandler<GetFacility> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: GetFacility): Promise<Versioned<FacilityAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(facility, id, upTo);
    const { details, status, reason, verified } = known(state);
    return new Versioned({ id, status, reason, ...details, verified, version, changedAt: recordedAt ?? '' }, version);
  }
}

/** The facilities that meet every one of the criteria: the nearest first where a place is named, else by name. */
export class ListFacilities extends Query<Page<FacilityAnswer>> {
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

@QueryHandler(ListFacilities)
export class ListFacilitiesHandler implements IQueryHandler<ListFacilities> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListFacilities): Promise<Page<FacilityAnswer>> {
    const { sql, parameters } = facilitiesSql(criteria);
    const found = await this.readModels.query<Found>(sql, parameters);
    const page = Page.of(found, criteria.limit, ({ rank, id }) => encodeCursor([rank, id]));
    return page.map(({ facility: item }) => withDistance(item, criteria.near));
  }
}

const withDistance = (item: FacilityAnswer, near: Position | undefined): FacilityAnswer =>
  near && item.position ? { ...item, distance: Math.round(metresBetween(near, item.position)) } : item;
