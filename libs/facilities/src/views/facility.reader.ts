import type { Position } from '@ecou/contracts';
import { Invalid, opened, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facilitiesSql } from './facilities-sql.js';
import { facilityHistory } from './facility-history.view.js';
import { metresBetween } from './globe.js';
import { BrokenLinks, tagOf } from '../links/broken-links.js';
import { hoursTagOf, OpenHours } from '../hours/open-hours.js';
import { facility } from '../facility/facility.aggregate.js';
import { requireFacility } from '../facility/facility.state.js';
import { withTurns } from '../facility/facility-answer.js';
import type { z } from 'zod';
import type { FacilityAnswer, FacilityCriteria, stewardAnswer } from '../facility/facility.schemas.js';

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
    private readonly vault: Vault,
    private readonly hours: OpenHours,
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

  /** Who sees to a facility. Throws `Unknown` for one that there is not, and where nobody does. */
  async steward(id: string): Promise<z.output<typeof stewardAnswer>> {
    const { steward } = requireFacility((await this.aggregates.load(facility, id)).state);
    if (!steward) throw new Unknown('STEWARD_UNKNOWN', 'Nobody sees to the facility.');
    return opened(this.vault, steward);
  }

  /** The facilities that meet every one of the criteria, now or as of a position or a time: the nearest first where a place is named, else by name. */
  async list({ asOf, openNow, ...criteria }: FacilityCriteria): Promise<Page<FacilityAnswer>> {
    if (asOf !== undefined && openNow) {
      throw new Invalid('OPEN_NOW_WITH_AS_OF', 'What is open now is not asked together with `asOf`.', ['openNow']);
    }
    const hours = openNow && (await this.hours.openNow());
    const position = await this.readModels.resolveAsOf(asOf);
    if (position !== undefined) await this.readModels.reached(facilityHistory, position);
    const { sql, parameters } = facilitiesSql({ ...criteria, hours }, position);
    const found = await this.readModels.query<Found>(sql, parameters);
    const page = Page.of(found, criteria.limit, ({ rank, id }) => encodeCursor([rank, id]));
    const marked = await this.broken.markAll(page.items.map(({ facility: item }) => item));
    const shown = position === undefined ? marked.map((item) => this.hours.mark(item)) : marked;
    return new Page(shown, page.next).map((item) => withDistance(item, criteria.near));
  }
}

const withDistance = (item: FacilityAnswer, near: Position | undefined): FacilityAnswer =>
  near && item.position ? { ...item, distance: Math.round(metresBetween(near, item.position)) } : item;
