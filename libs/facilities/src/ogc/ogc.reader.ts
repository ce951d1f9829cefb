import { Unknown } from '@ecou/event-sourcing';
import { encodeCursor, ReadModels, type Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { facilityHistory } from '../views/facility-history.view.js';
import { FacilityReader } from '../views/facility.reader.js';
import type { Extent } from './documents.js';
import { extentSql, featuresSql } from './features-sql.js';
import type { ItemsCriteria } from './ogc.schemas.js';

interface Row {
  readonly matched: number;
  /** Null where no facility is on the page. */
  readonly id: string | null;
  readonly facility: FacilityAnswer | null;
}

interface Outermost {
  readonly west: number | null;
  readonly south: number | null;
  readonly east: number | null;
  readonly north: number | null;
  readonly since: Date | string | null;
}

export interface Features {
  readonly facilities: readonly FacilityAnswer[];
  readonly matched: number;
  /** Cursor of the next page. */
  readonly next: string | null;
}

@Injectable()
export class OgcReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly facilities: FacilityReader,
  ) {}

  /** A page of the facilities that meet every one of the criteria, and the number of all that do. */
  async features({ asOf, ...criteria }: ItemsCriteria): Promise<Features> {
    const position = await this.readModels.resolveAsOf(asOf);
    if (position !== undefined) await this.readModels.reached(facilityHistory, position);
    const { sql, parameters } = featuresSql(criteria, position);
    const rows = await this.readModels.query<Row>(sql, parameters);
    const found = rows.flatMap(({ facility }) => facility ?? []);
    const facilities = found.slice(0, criteria.limit);
    const last = facilities.at(-1);
    const next = found.length > criteria.limit && last ? encodeCursor([last.id]) : null;
    return { facilities, matched: rows[0]?.matched ?? 0, next };
  }

  /** One facility. Throws `Unknown`, also for an id that none can have. */
  async feature(id: string, asOf: string | undefined): Promise<Versioned<FacilityAnswer>> {
    if (!z.uuid().safeParse(id).success) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
    return this.facilities.get(id, asOf);
  }

  /** The moment that `asOf` means; null without it. */
  stood(asOf: string | undefined) {
    return this.facilities.stood(asOf);
  }

  /** What the facilities lie in; the globe where none has a place. */
  async extent(): Promise<Extent> {
    const [row] = await this.readModels.query<Outermost>(extentSql);
    const { west, south, east, north, since = null } = row ?? {};
    return {
      box: [west ?? -180, south ?? -90, east ?? 180, north ?? 90],
      since: since === null ? null : new Date(since).toISOString(),
    };
  }
}
