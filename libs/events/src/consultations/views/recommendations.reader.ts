import { idOf, searchText, streamOf, Unknown, type RecordedEvent } from '@ecou/event-sourcing';
import { Aggregates, Page, ReadModels, Versioned, whereEqual, whereWords, type CriteriaOf } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { civicEventAt } from './civic-event-at.js';
import { discussionPoint } from '../discussion-point/discussion-point.aggregate.js';
import { requireRecommendation } from '../discussion-point/discussion-point.decider.js';
import type { DiscussionPointEvent, RecommendationStatus } from '../discussion-point/discussion-point.events.js';
import type { RecommendationAnswer, recommendationsQuery } from '../discussion-point/recommendation.schemas.js';
import { recommendationList, type RecommendationRow } from './recommendation-list.view.js';

type Criteria = Pick<
  CriteriaOf<typeof recommendationsQuery>,
  'status' | 'owner' | 'programme' | 'civicEvent' | 'theme' | 'q'
>;

export interface InternalNote {
  readonly id: string;
  readonly text: string;
  readonly at: string;
  readonly actor: string;
}

/** The recommendation that events of one stream lead to, as its view has it. */
const recommendationOf = (events: readonly RecordedEvent[]): RecommendationAnswer | undefined =>
  events.reduce<RecommendationRow | undefined>(
    (row, event) => recommendationList.evolve(row, event, idOf(event.stream)) ?? row,
    undefined,
  )?.recommendation;

@Injectable()
export class RecommendationsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One recommendation, folded from its stream: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<RecommendationAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const stream = streamOf(discussionPoint.category, id);
    const found = recommendationOf(await this.aggregates.store.readStream(stream, upTo === undefined ? {} : { upTo }));
    if (!found) throw new Unknown('RECOMMENDATION_UNKNOWN', 'There is no such recommendation.');
    await civicEventAt(this.aggregates, found.civicEventId, { upTo, forStaff });
    return new Versioned(found, found.version);
  }

  /** The notes that staff took among themselves, in order. Throws `Unknown`. */
  async internalNotes(id: string): Promise<Page<InternalNote>> {
    requireRecommendation((await this.aggregates.load(discussionPoint, id)).state);
    const events = await this.aggregates.store.readStream(streamOf(discussionPoint.category, id));
    const notes = events.flatMap(({ type, data, recordedAt, metadata }) => {
      const event = { type, data } as DiscussionPointEvent;
      if (event.type !== 'RecommendationNoteTaken') return [];
      return [{ id: event.data.noteId, text: event.data.text, at: recordedAt, actor: metadata.actor }];
    });
    return new Page(notes, null);
  }

  /** The rows of recommendations that meet every one of the criteria, for a reader that narrows and pages them. */
  that({ status, owner, programme: programmeId, civicEvent: civicEventId, theme, q }: Criteria) {
    const query = this.readModels.repository(recommendationList).createQueryBuilder('row');
    whereEqual(query, {
      status,
      owner: owner === undefined ? undefined : searchText(owner),
      programmeId,
      civicEventId,
    });
    if (theme !== undefined) query.andWhere(':theme = ANY (row.themes)', { theme });
    whereWords(query, q);
    return query;
  }

  /** The status of each recommendation made at some civic events, as it stood at a position. Waits until the view has got there. */
  async statusesAt(civicEventIds: readonly string[], position: number): Promise<readonly RecommendationStatus[]> {
    await this.readModels.reached(recommendationList, position);
    const rows = await this.readModels
      .repository(recommendationList)
      .createQueryBuilder('row')
      .select(['row.id', 'row.reached'])
      .where('row.civicEventId = ANY (:civicEventIds)', { civicEventIds })
      .andWhere('row.position <= :position', { position })
      .getMany();
    return rows.flatMap(({ reached }) => reached.findLast((each) => each.position <= position)?.status ?? []);
  }
}
