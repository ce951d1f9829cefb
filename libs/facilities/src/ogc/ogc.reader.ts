import { Unknown } from '@ecou/event-sourcing';
import { encodeCursor, ReadModels, type Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { facilityHistory } from '../views/facility-history.view.js';
import { FacilityReader } from '../map/facility.reader.js';
import type { Extent } from './documents.js';
import { extentSql, featuresSql } from './features-sql.js';
import type { ItemsCriteria } from './ogc.schemas.js';

interface Row {
  /** The position at which the map stands. */
  readonly at: number | null;
  /** Null where nothing was counted. */
  readonly matched: number | null;
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

/** Counts that are kept. */
const mostCounts = 1_000;

export interface Features {
  readonly facilities: readonly FacilityAnswer[];
  readonly matched: number;
  /** Cursor of the next page. */
  readonly next: string | null;
}

@Injectable()
export class OgcReader {
  private readonly counts = new Map<string, { readonly at: number; readonly matched: number }>();

  constructor(
    private readonly readModels: ReadModels,
    private readonly facilities: FacilityReader,
  ) {}

  /** A page of the facilities that meet every one of the criteria, and the number of all that do. */
  async features({ asOf, ...criteria }: ItemsCriteria): Promise<Features> {
    const position = await this.readModels.resolveAsOf(asOf);
    if (position !== undefined) await this.readModels.reached(facilityHistory, position);
    const { rows, matched } = await this.counted(criteria, position);
    const found = rows.flatMap(({ facility }) => facility ?? []);
    const facilities = found.slice(0, criteria.limit);
    const last = facilities.at(-1);
    const next = found.length > criteria.limit && last ? encodeCursor([last.id]) : null;
    return { facilities, matched, next };
  }

  /** The rows of a page, and how many meet its criteria: all pages of the same criteria are counted once, as long as the map stands where it stood. */
  private async counted({ cursor, limit, ...criteria }: Omit<ItemsCriteria, 'asOf'>, position: number | undefined) {
    const key = JSON.stringify([criteria, position]);
    const query = async (isCounted: boolean) => {
      const { sql, parameters } = featuresSql({ cursor, limit, ...criteria }, position, isCounted);
      return this.readModels.query<Row>(sql, parameters);
    };
    const kept = this.counts.get(key);
    if (kept) {
      const rows = await query(false);
      if (rows[0]?.at === kept.at) return { rows, matched: kept.matched };
    }
    const rows = await query(true);
    const { at = null, matched } = rows[0] ?? {};
    if (this.counts.size >= mostCounts) this.counts.clear();
    if (at !== null) this.counts.set(key, { at, matched: matched ?? 0 });
    return { rows, matched: matched ?? 0 };
  }

  /** One facility. Throws `Unknown`, also for an id that none can have. */
  async feature(id: string, asOf: string | undefined): Promise<Versioned<FacilityAnswer>> {
    if (!z.uuid().safeParse(id).success) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
    return this.facilities.get(id, asOf);
  }

  /** The box that the facilities lie in; the globe where none has a place. */
  async extent(): Promise<Extent> {
    const [row] = await this.readModels.query<Outermost>(extentSql);
    const { west, south, east, north, since = null } = row ?? {};
    return {
      box: [west ?? -180, south ?? -90, east ?? 180, north ?? 90],
      since: since === null ? null : new Date(since).toISOString(),
    };
  }
}
