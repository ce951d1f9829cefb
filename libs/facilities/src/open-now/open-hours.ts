import { setImmediate as breathe } from 'node:timers/promises';
import { Clock, relationOf } from '@ecou/event-sourcing';
import { ReadModels } from '@ecou/runtime';
import { openState, type OpenState } from '@ecou/runtime/hours';
import { Injectable } from '@nestjs/common';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { facilityMap } from '../views/facility-map.view.js';

type Timed = Pick<FacilityAnswer, 'status' | 'openingHours'>;

/** Wordings that are read, a millisecond or two each, before others get their turn. */
const atATime = 20;

/** Each wording of opening hours that facilities in use have, by one look into the index for each. */
const wordingsSql = (() => {
  const next = (after: string) => `SELECT opening_hours FROM ${relationOf(facilityMap)}
    WHERE status = 'open' AND ${after} ORDER BY opening_hours LIMIT 1`;
  return `WITH RECURSIVE wordings AS (
      (${next('opening_hours IS NOT NULL')})
      UNION ALL
      SELECT (${next('opening_hours > wordings.opening_hours')}) FROM wordings WHERE wordings.opening_hours IS NOT NULL)
    SELECT opening_hours AS hours FROM wordings WHERE opening_hours IS NOT NULL`;
})();

/** Tells of facilities whether they are open now. */
@Injectable()
export class OpenHours {
  constructor(
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  /** One that is not in use is not open, whatever its hours say. */
  mark<T extends Timed>(item: T): T & OpenState {
    const { status, openingHours } = item;
    if (openingHours === null) return { ...item, open: null, nextChange: null };
    if (status !== 'open') return { ...item, open: false, nextChange: null };
    return { ...item, ...openState(openingHours, Date.parse(this.clock.now())) };
  }

  /** The opening hours, word for word, of all facilities that are open now. */
  async openNow(): Promise<string[]> {
    const now = Date.parse(this.clock.now());
    const wordings = await this.readModels.query<{ readonly hours: string }>(wordingsSql);
    const found: string[] = [];
    for (const [index, { hours }] of wordings.entries()) {
      if (openState(hours, now).open) found.push(hours);
      if (index % atATime === atATime - 1) await breathe();
    }
    return found;
  }
}

/** Tells apart answers of before and after a change (`ETag`); undefined where no hours are known. */
export function hoursTagOf({ open, nextChange }: OpenState): string | undefined {
  if (open === null && nextChange === null) return undefined;
  const until = nextChange === null ? 0 : Date.parse(nextChange) / 60_000;
  return `hours-${open ?? 'unknown'}-${until}`;
}
