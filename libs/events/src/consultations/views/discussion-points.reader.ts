import { Aggregates, pageOf, ReadModels, whereEqual, whereWords, type Page } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { discussionPointList, pointAt } from './discussion-point-list.view.js';
import type { PointAnswer, pointsQuery } from '../discussion-point/discussion-point.schemas.js';

/** What was said at a civic event, in the order in which it was said as far as that was noted. */
export class ListDiscussionPoints extends Query<Page<PointAnswer>> {
  constructor(
    readonly civicEventId: string,
    readonly criteria: z.output<typeof pointsQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListDiscussionPoints)
export class ListDiscussionPointsHandler implements IQueryHandler<ListDiscussionPoints> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ civicEventId, criteria, forStaff }: ListDiscussionPoints): Promise<Page<PointAnswer>> {
    const { kind, theme, q } = criteria;
    shownEvent((await this.aggregates.load(civicEvent, civicEventId)).state, forStaff);
    const query = this.readModels.repository(discussionPointList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, kind });
    if (theme !== undefined) query.andWhere(':theme = ANY (row.themes)', { theme });
    whereWords(query, q);
    const page = await pageOf(query, { rank: z.int32(), position: z.int() }, criteria);
    return page.map((row) => pointAt(row));
  }
}
