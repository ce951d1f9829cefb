import {
  Answers,
  asksForPage,
  CalledBy,
  Html,
  idParams,
  Prefers,
  Produces,
  Public,
  ReadModels,
  Reads,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { recommendationList } from '../consultations/views/recommendation-list.view.js';
import { rollupPage } from './rollup/rollup-page.js';
import {
  rollupAnswer,
  rollupQuery,
  seriesAnswer,
  seriesParams,
  seriesQuery,
  type RollupAnswer,
} from './rollup/rollup.schemas.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { RollupReader } from './views/rollup.reader.js';

type RollupQuery = z.output<typeof rollupQuery>;

const description =
  'Participants by category, response rates, recommendations by outcome: as it is, or as it stood; as JSON or as a page. Sessions whose figures do not add up stand apart, and are in no sum. Callers without `events:read` see what was published.';

@ApiTags('Reports')
@Controller('events/v1')
export class RollupController {
  constructor(
    private readonly rollups: RollupReader,
    private readonly readModels: ReadModels,
  ) {}

  @Get('programmes/:id/report')
  @Public()
  @Reads(civicEventList, recommendationList)
  @Produces('text/html')
  @ApiOperation({ summary: 'What all sessions of a programme come to', description })
  @Answers(rollupAnswer)
  ofProgramme(
    @Param({ schema: idParams }) { id: programmeId }: IdParams,
    @Query({ schema: rollupQuery }) query: RollupQuery,
    @Prefers('text/html') prefersHtml: boolean,
    @CalledBy() caller: Caller,
  ) {
    return this.answer(this.rollups.get({ programmeId }, query.asOf, caller.can('events:read')), query, prefersHtml);
  }

  @Get('series')
  @Public()
  @Reads(civicEventList)
  @ApiOperation({ summary: 'The series that civic events are in', description: 'By name.' })
  @Answers(seriesAnswer)
  series(@Query({ schema: seriesQuery }) criteria: z.output<typeof seriesQuery>, @CalledBy() caller: Caller) {
    return this.rollups.series(criteria, caller.can('events:read'));
  }

  @Get('series/:name/report')
  @Public()
  @Reads(civicEventList, recommendationList)
  @Produces('text/html')
  @ApiOperation({ summary: 'What all sessions of a series come to', description })
  @Answers(rollupAnswer)
  ofSeries(
    @Param({ schema: seriesParams }) { name: series }: z.output<typeof seriesParams>,
    @Query({ schema: rollupQuery }) query: RollupQuery,
    @Prefers('text/html') prefersHtml: boolean,
    @CalledBy() caller: Caller,
  ) {
    return this.answer(this.rollups.get({ series }, query.asOf, caller.can('events:read')), query, prefersHtml);
  }

  private async answer(rollup: Promise<RollupAnswer>, { format, lang }: RollupQuery, prefersHtml: boolean) {
    const found = await rollup;
    const html = asksForPage(format, prefersHtml);
    return html ? new Html(rollupPage(found, await this.readModels.timeOf(found.position), lang)) : found;
  }
}
