import { Aggregates, pageOf, ReadModels, whereEqual, whereWords, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import type { PointAnswer, pointsQuery } from '../discussion-point/discussion-point.schemas.js';
import { discussionPointList, pointAt } from './discussion-point-list.view.js';

@Injectable()
export class DiscussionPointsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** The points made at a civic event, in the order in which they were made as far as that was noted. Throws `Unknown`. */
  async list(
    civicEventId: string,
    { kind, theme, q, ...paged }: z.output<typeof pointsQuery>,
    forStaff: boolean,
  ): Promise<Page<PointAnswer>> {
    shownEvent((await this.aggregates.load(civicEvent, civicEventId)).state, forStaff);
    const query = this.readModels.repository(discussionPointList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, kind });
    if (theme !== undefined) query.andWhere(':theme = ANY (row.themes)', { theme });
    whereWords(query, q);
    const page = await pageOf(query, { rank: z.int32(), position: z.int() }, paged);
    return page.map((row) => pointAt(row));
  }

  /**
   * The points as they stood at a position, in that order. Waits until the view has got there: it knows since when each point stands, and
   * since when it is a recommendation.
   */
  async at(civicEventId: string, position: number): Promise<PointAnswer[]> {
    await this.readModels.reached(discussionPointList, position);
    const query = this.readModels.repository(discussionPointList).createQueryBuilder('row');
    whereEqual(query, { civicEventId });
    const rows = await query
      .andWhere('row.position <= :position', { position })
      .orderBy('row.rank')
      .addOrderBy('row.position')
      .getMany();
    return rows.map((row) => pointAt(row, position));
  }
}
