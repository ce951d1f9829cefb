import type { Position } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { Aggregates, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facilitiesSql, type Criteria } from '../views/facilities-sql.js';
import { facilityHistory } from '../views/facility-history.view.js';
import { metresBetween } from '../views/globe.js';
import { listSteps, SearchReader } from '../search/search.reader.js';
import { BrokenLinks, tagOf } from '../links/broken-links.js';
import { hoursTagOf, OpenHours } from '../open-now/open-hours.js';
import { facility } from '../facility/facility.aggregate.js';
import { requireFacility } from '../facility/facility.state.js';
import { withTurns, type Stood } from '../facility/facility-answer.js';
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
    private readonly hours: OpenHours,
    private readonly search: SearchReader,
  ) {}

  /** One facility, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). Throws `Unknown`. */
  async get(id: string, asOf?: string): Promise<Versioned<FacilityAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(facility, id, upTo);
    const { details, status, reason, verified, verification, incentives } = requireFacility(state);
    const found: FacilityAnswer = {
      ...{ id, status, reason, ...details, verified, verifyDueOn: verification?.dueOn ?? null },
      incentives: withTurns(details.incentives, incentives),
      ...{ version, changedAt: recordedAt ?? '' },
    };
    if (upTo !== undefined) {
      const body = await this.broken.markAt(found, upTo);
      return new Versioned(body, version, tagOf(body));
    }
    const body = this.hours.mark(await this.broken.mark(found));
    return new Versioned(body, version, [tagOf(body), hoursTagOf(body)].filter(Boolean).join('.') || undefined);
  }

  /** The moment that `asOf` means; null without it. */
  async stood(asOf: string | undefined): Promise<Stood | null> {
    if (asOf === undefined) return null;
    return { asOf, at: /^[0-9]+$/.test(asOf) ? await this.readModels.timeOf(Number(asOf)) : asOf };
  }

  /** The facilities that meet every one of the criteria, now or as of a position or a time: the nearest first where a place is named, the best match where words are, else by name. */
  async list({ asOf, openNow, ...criteria }: FacilityCriteria): Promise<Page<FacilityAnswer>> {
    if (asOf !== undefined && openNow) {
      throw new Invalid('OPEN_NOW_WITH_AS_OF', 'What is open now is not asked together with `asOf`.', ['openNow']);
    }
    const hours = openNow && (await this.hours.openNow());
    const position = await this.readModels.resolveAsOf(asOf);
    if (position !== undefined) await this.readModels.reached(facilityHistory, position);
    const page = await this.page({ ...criteria, hours }, position);
    const marked = await this.broken.markAll(page.items.map(({ facility: item }) => item));
    const shown = position === undefined ? marked.map((item) => this.hours.mark(item)) : marked;
    return new Page(shown, page.next).map((item) => withDistance(item, criteria.near));
  }

  private async page(criteria: Criteria, position: number | undefined) {
    if (criteria.q !== undefined && !criteria.near)
      return this.search.page({ ...criteria, q: criteria.q }, listSteps, position);
    const { sql, parameters } = facilitiesSql(criteria, position);
    const found = await this.readModels.query<Found>(sql, parameters);
    return Page.of<Pick<Found, 'facility'>>(found, criteria.limit, (last) => cursorOf(last as Found));
  }
}

const cursorOf = ({ rank, id }: Found): string => encodeCursor([rank, id]);

const withDistance = (item: FacilityAnswer, near: Position | undefined): FacilityAnswer =>
  near && item.position ? { ...item, distance: Math.round(metresBetween(near, item.position)) } : item;
