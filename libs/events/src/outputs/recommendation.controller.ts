import {
  Aggregates,
  Answers,
  asksForPage,
  CalledBy,
  criteriaOf,
  Html,
  idParams,
  Permission,
  Prefers,
  Produces,
  Public,
  Reads,
  Representation,
  Versioned,
} from '@ecou/runtime';
import type { Language } from '@ecou/contracts';
import type { Caller, IdParams, Page } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { historyAnswer, historyQuery } from '../consultations/civic-event/civic-event.schemas.js';
import {
  internalNotesAnswer,
  notesQuery,
  recommendationAnswer,
  recommendationQuery,
  recommendationsAnswer,
  recommendationsQuery,
  type RecommendationAnswer,
} from '../consultations/discussion-point/recommendation.schemas.js';
import { recommendationList } from '../consultations/views/recommendation-list.view.js';
import { RecommendationsReader } from '../consultations/views/recommendations.reader.js';
import { civicEvent } from '../consultations/civic-event/civic-event.aggregate.js';
import { announcementOf, requireCivicEvent } from '../consultations/civic-event/civic-event.decider.js';
import { recommendationPage, recommendationsPage } from './recommendation/recommendation-page.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { HistoryReader } from './views/history.reader.js';
import { RecommendationListReader } from './views/recommendation-list.reader.js';

/** Recommendations as they are read, together with the civic events that they were made at. */
@ApiTags('Recommendations')
@Controller('events/v1/recommendations')
export class RecommendationController {
  constructor(
    private readonly recommendations: RecommendationsReader,
    private readonly lists: RecommendationListReader,
    private readonly histories: HistoryReader,
    private readonly aggregates: Aggregates,
  ) {}

  @Get()
  @Public()
  @Reads(recommendationList, civicEventList)
  @ApiOperation({
    summary: 'Find recommendations',
    description: 'Those that meet every criterion, in the order in which they were recorded.',
  })
  @Answers(recommendationsAnswer)
  @Produces('text/html')
  async find(
    @Query({ schema: recommendationsQuery }) { format, lang, ...criteria }: z.output<typeof recommendationsQuery>,
    @Prefers('text/html') prefersHtml: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Page<RecommendationAnswer> | Html> {
    const page = await this.lists.list(criteria, caller.can('events:read'));
    const html = asksForPage(format, prefersHtml);
    return html ? new Html(recommendationsPage(page, criteriaOf(criteria), lang)) : page;
  }

  @Get(':id')
  @Public()
  @Produces('text/html')
  @ApiOperation({
    summary: 'One recommendation, and what became of it',
    description: 'As JSON or as a page, as it is or as it stood: status, owner, decision, public notes of progress.',
  })
  @Answers(recommendationAnswer)
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: recommendationQuery }) { asOf, format, lang }: z.output<typeof recommendationQuery>,
    @Prefers('text/html') prefersHtml: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Representation | Versioned> {
    const found = await this.recommendations.get(id, asOf, caller.can('events:read'));
    const html = asksForPage(format, prefersHtml);
    return html ? this.page(found, lang) : found;
  }

  private async page({ body, version }: Versioned<RecommendationAnswer>, lang: Language): Promise<Html> {
    const { state } = await this.aggregates.load(civicEvent, body.civicEventId);
    return new Html(recommendationPage(body, announcementOf(requireCivicEvent(state)).title, lang), version);
  }

  @Get(':id/internal-notes')
  @Permission('events:read')
  @ApiOperation({ summary: 'What staff noted of a recommendation among themselves' })
  @Answers(internalNotesAnswer)
  notes(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: notesQuery }) _query: z.output<typeof notesQuery>,
  ) {
    return this.recommendations.internalNotes(id);
  }

  @Get(':id/history')
  @Permission('events:read')
  @Reads(civicEventHistory)
  @ApiOperation({
    summary: 'Everything that happened to a recommendation',
    description: 'In order, with who and when.',
  })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) criteria: z.output<typeof historyQuery>,
  ) {
    return this.histories.ofRecommendation(id, criteria);
  }
}
