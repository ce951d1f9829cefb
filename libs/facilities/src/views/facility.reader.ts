import type { Position } from '@ecou/contracts';
import { Aggregates, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facilitiesSql } from './facilities-sql.js';
import { facilityHistory } from './facility-history.view.js';
import { metresBetween } from './globe.js';
import { BrokenLinks, tagOf } from '../links/broken-links.js';
import { facility } from '../facility/facility.aggregate.js';
import { requireFacility } from '../facility/facility.decider.js';
import type { FacilityAnswer, FacilityCriteria } from '../facility/facility.schemas.js';

interface Found {
  readonly facility: FacilityAnswer;
  readonly id: string;
  /** The key of the order: a distance on the unit sphere, or a name. */
  readonly rank: string | number;
}

@Injectable()
export class FacilityReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly broken: BrokenLinks,
  ) {}

  /** One facility, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). Throws `Unknown`. */
  async get(id: string, asOf?: string): Promise<Versioned<FacilityAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(facility, id, upTo);
    const { details, status, reason, verified } = requireFacility(state);
    const found: FacilityAnswer = { id, status, reason, ...details, verified, version, changedAt: recordedAt ?? '' };
    const body = upTo === undefined ? await this.broken.mark(found) : await this.broken.markAt(found, upTo);
    return new Versioned(body, version, tagOf(body));
  }

  /** The facilities that meet every one of the criteria, now or as of a position or a time: the nearest first where a place is named, else by name. */
  async list({ asOf, ...criteria }: FacilityCriteria): Promise<Page<FacilityAnswer>> {
    const position = await this.readModels.resolveAsOf(asOf);
    if (position !== undefined) await this.readModels.reached(facilityHistory, position);
    const { sql, parameters } = facilitiesSql(criteria, position);
    const found = await this.readModels.query<Found>(sql, parameters);
    const page = Page.of(found, criteria.limit, ({ rank, id }) => encodeCursor([rank, id]));
    const marked = await this.broken.markAll(page.items.map(({ facility: item }) => item));
    return new Page(marked, page.next).map((item) => withDistance(item, criteria.near));
  }
}

const withDistance = (item: FacilityAnswer, near: Position | undefined): FacilityAnswer =>
  near && item.position ? { ...item, distance: Math.round(metresBetween(near, item.position)) } : item;
