import { Unknown } from '@ecou/event-sourcing';
import { Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { facilityRating, type FacilityRatingRow } from './facility-rating.view.js';
import type { FacilityRatingAnswer, facilityRatingsQuery } from '../feedback/facility-feedback.schemas.js';

const ratingOf = ({ counts, ...row }: FacilityRatingRow): FacilityRatingAnswer => {
  const count = counts.reduce((sum, one) => sum + one, 0);
  const sum = counts.reduce((total, one, index) => total + one * (index + 1), 0);
  return {
    ...row,
    count,
    mean: count === 0 ? null : Math.round((sum / count) * 100) / 100,
    distribution: counts.map((one, index) => ({ grade: index + 1, count: one })),
  };
};

/** Reads the figures of facilities. */
@Injectable()
export class FacilityRatingReader {
  constructor(private readonly readModels: ReadModels) {}

  /** The figures of one facility. Throws `Unknown` for a facility that the map does not show. */
  async get(facilityId: string): Promise<FacilityRatingAnswer> {
    const row = await this.readModels.repository(facilityRating).findOneBy({ facilityId });
    if (!row) throw new Unknown('FACILITY_UNKNOWN', 'There is no such facility.');
    return ratingOf(row);
  }

  /** The figures of all facilities, in the order of their ids. */
  async list(criteria: z.output<typeof facilityRatingsQuery>): Promise<Page<FacilityRatingAnswer>> {
    const query = this.readModels.repository(facilityRating).createQueryBuilder('row');
    whereEqual(query, { kind: criteria.kind });
    return (await pageOf(query, { facilityId: z.uuid() }, criteria)).map(ratingOf);
  }
}
