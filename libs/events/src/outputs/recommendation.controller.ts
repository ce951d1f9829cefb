import {
  Answers,
  CalledBy,
  Html,
  idParams,
  Permission,
  Prefers,
  Public,
  Reads,
  Representation,
  Versioned,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { historyAnswer, historyQuery } from '../consultations/civic-event/civic-event.schemas.js';
import {
  internalNotesAnswer,
  notesQuery,
  recommendationAnswer,
  recommendationQuery,
  recommendationsAnswer,
  recommendationsQuery,
} from '../consultations/discussion-point/recommendation.schemas.js';
import { recommendationList } from '../consultations/views/recommendation-list.view.js';
import { RecommendationsReader } from '../consultations/views/recommendations.reader.js';
import { renderRecommendation } from './recommendation/recommendation-page.js';
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
  ) {}

  @Get()
  @Public()
  @Reads(recommendationList, civicEventList)
  @ApiOperation({
    summary: 'Find recommendations',
    description: 'Those that meet every criterion, in the order in which they were recorded.',
  })
  @Answers(recommendationsAnswer)
  find(
    @Query({ schema: recommendationsQuery }) criteria: z.output<typeof recommendationsQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.lists.list(criteria, caller.can('events:read'));
  }

  @Get(':id')
  @Public()
  @ApiProduces('application/json', 'text/html')
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
    const html = format === undefined ? prefersHtml : format === 'html';
    return html ? new Html(renderRecommendation(found.body, lang), found.version) : found;
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
