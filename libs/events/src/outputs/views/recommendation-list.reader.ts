import { relationOf } from '@ecou/event-sourcing';
import { pageOf, type CriteriaOf, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  RecommendationAnswer,
  recommendationsQuery,
} from '../../consultations/discussion-point/recommendation.schemas.js';
import { RecommendationsReader } from '../../consultations/views/recommendations.reader.js';
import { civicEventList } from './civic-event-list.view.js';

@Injectable()
export class RecommendationListReader {
  constructor(private readonly recommendations: RecommendationsReader) {}

  /**
   * The recommendations that meet every one of the criteria, in the order in which they were recorded; the list of civic events tells
   * their series, and which of them the public knows of.
   */
  async list(
    { series, ...criteria }: CriteriaOf<typeof recommendationsQuery>,
    forStaff: boolean,
  ): Promise<Page<RecommendationAnswer>> {
    const query = this.recommendations.that(criteria);
    const inEvent = (condition: string, parameters: object = {}) =>
      query.andWhere(
        `row.civicEventId IN (SELECT id FROM ${relationOf(civicEventList)} WHERE ${condition})`,
        parameters,
      );
    if (series !== undefined) inEvent('series = :series', { series });
    if (!forStaff) inEvent('announced');
    const page = await pageOf(query, { position: z.int() }, criteria);
    return page.map(({ recommendation }) => recommendation);
  }
}
