import { idOf, searchText, streamOf, Unknown, type RecordedEvent } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual, whereWords } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import type { historyQuery } from '../civic-event/civic-event.schemas.js';
import { civicEventHistory, type HistoryRow } from '../../outputs/views/civic-event-history.view.js';
import { recommendationList, type RecommendationRow } from './recommendation-list.view.js';
import { discussionPoint } from '../discussion-point/discussion-point.aggregate.js';
import { knownRecommendation } from '../discussion-point/discussion-point.decider.js';
import type { DiscussionPointEvent } from '../discussion-point/discussion-point.events.js';
import type { RecommendationAnswer, recommendationsQuery } from '../discussion-point/recommendation.schemas.js';

/** The recommendation that events of one stream lead to, as its view has it. */
export const recommendationOf = (events: readonly RecordedEvent[]): RecommendationAnswer | undefined =>
  events.reduce<RecommendationRow | undefined>(
    (row, event) => recommendationList.evolve(row, event, idOf(event.stream)) ?? row,
    undefined,
  )?.recommendation;

/** One recommendation, folded from its stream: as it is, or as it stood (`asOf`). */
export class GetRecommendation extends Query<Versioned<RecommendationAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetRecommendation)
export class GetRecommendationHandler implements IQueryHandler<GetRecommendation> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf, forStaff }: GetRecommendation): Promise<Versioned<RecommendationAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const stream = streamOf(discussionPoint.category, id);
    const found = recommendationOf(await this.aggregates.store.readStream(stream, upTo === undefined ? {} : { upTo }));
    if (!found) throw new Unknown('RECOMMENDATION_UNKNOWN', 'There is no such recommendation.');
    shownEvent((await this.aggregates.load(civicEvent, found.civicEventId, upTo)).state, forStaff);
    return new Versioned(found, found.version);
  }
}

/** The recommendations that meet every one of the criteria, in the order in which they were recorded. */
export class ListRecommendations extends Query<Page<RecommendationAnswer>> {
  constructor(
    readonly criteria: z.output<typeof recommendationsQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListRecommendations)
export class ListRecommendationsHandler implements IQueryHandler<ListRecommendations> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria, forStaff }: ListRecommendations): Promise<Page<RecommendationAnswer>> {
    const { status, owner, programme: programmeId, series, civicEvent: civicEventId, theme, q } = criteria;
    const query = this.readModels.repository(recommendationList).createQueryBuilder('row');
    whereEqual(query, {
      status,
      owner: owner === undefined ? undefined : searchText(owner),
      programmeId,
      civicEventId,
    });
    if (theme !== undefined) query.andWhere(':theme = ANY (row.themes)', { theme });
    const inEvent = (condition: string, parameters: object = {}) =>
      query.andWhere(`row.civicEventId IN (SELECT id FROM civic_event_list WHERE ${condition})`, parameters);
    if (series !== undefined) inEvent('series = :series', { series });
    if (!forStaff) inEvent('announced');
    whereWords(query, q);
    const page = await pageOf(query, { position: z.int() }, criteria);
    return page.map(({ recommendation }) => recommendation);
  }
}

type Fact = Omit<HistoryRow, 'eventId' | 'civicEventId'>;

/** Every fact about a recommendation, in order. */
export class GetRecommendationHistory extends Query<Page<Fact>> {
  constructor(
    readonly id: string,
    readonly criteria: z.output<typeof historyQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetRecommendationHistory)
export class GetRecommendationHistoryHandler implements IQueryHandler<GetRecommendationHistory> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, criteria }: GetRecommendationHistory): Promise<Page<Fact>> {
    const { state } = await this.aggregates.load(discussionPoint, id);
    knownRecommendation(state);
    const query = this.readModels.repository(civicEventHistory).createQueryBuilder('row');
    whereEqual(query, { civicEventId: state?.said.civicEventId, subjectId: id });
    const page = await pageOf(query, { position: z.int() }, criteria);
    return page.map(({ eventId: _id, civicEventId: _civicEventId, ...fact }) => fact);
  }
}

interface InternalNote {
  readonly id: string;
  readonly text: string;
  readonly at: string;
  readonly actor: string;
}

/** What staff noted among themselves, in order. */
export class ListInternalNotes extends Query<Page<InternalNote>> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ListInternalNotes)
export class ListInternalNotesHandler implements IQueryHandler<ListInternalNotes> {
  constructor(private readonly aggregates: Aggregates) {}

  async execute({ id }: ListInternalNotes): Promise<Page<InternalNote>> {
    knownRecommendation((await this.aggregates.load(discussionPoint, id)).state);
    const events = await this.aggregates.store.readStream(streamOf(discussionPoint.category, id));
    const notes = events.flatMap(({ type, data, recordedAt, metadata }) => {
      const event = { type, data } as DiscussionPointEvent;
      if (event.type !== 'RecommendationNoteTaken') return [];
      return [{ id: event.data.noteId, text: event.data.text, at: recordedAt, actor: metadata.actor }];
    });
    return new Page(notes, null);
  }
}
