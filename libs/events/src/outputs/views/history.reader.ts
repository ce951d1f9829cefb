import { Aggregates, pageOf, ReadModels, whereEqual, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { historyQuery } from '../../consultations/civic-event/civic-event.schemas.js';
import { discussionPoint } from '../../consultations/discussion-point/discussion-point.aggregate.js';
import {
  requireDiscussionPoint,
  requireRecommendation,
} from '../../consultations/discussion-point/discussion-point.decider.js';
import { civicEventHistory, type HistoryRow } from './civic-event-history.view.js';

type Fact = Omit<HistoryRow, 'eventId' | 'civicEventId'>;
type Paged = z.output<typeof historyQuery>;

@Injectable()
export class HistoryReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** Every fact about a civic event, in order. Throws `Unknown`. */
  async ofCivicEvent(civicEventId: string, paged: Paged): Promise<Page<Fact>> {
    requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state);
    return this.facts({ civicEventId }, paged);
  }

  /** Every fact about a recommendation, in order. Throws `Unknown`. */
  async ofRecommendation(id: string, paged: Paged): Promise<Page<Fact>> {
    const { state } = await this.aggregates.load(discussionPoint, id);
    requireRecommendation(state);
    const { civicEventId } = requireDiscussionPoint(state).said;
    return this.facts({ civicEventId, subjectId: id }, paged);
  }

  private async facts(of: { readonly civicEventId: string; readonly subjectId?: string }, paged: Paged) {
    const query = this.readModels.repository(civicEventHistory).createQueryBuilder('row');
    whereEqual(query, { ...of });
    const page = await pageOf(query, { position: z.int() }, paged);
    return page.map(({ eventId: _id, civicEventId: _civicEventId, ...fact }) => fact);
  }
}
