import {
  Answers,
  CalledBy,
  Context,
  Html,
  idParams,
  Permission,
  Prefers,
  Public,
  Reads,
  Representation,
} from '@ecou/runtime';
import type { Caller, CommandContext, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { reportList } from '../views/report-list.view.js';
import { renderReport } from './page/report-page.js';
import { ReportCommand } from './report.command.js';
import { GetReport, ListReports } from './report.queries.js';
import {
  publishReportBody,
  reportAnswer,
  reportParams,
  reportQuery,
  reportsQuery,
  reportVersionsAnswer,
} from './report.schemas.js';

@ApiTags('Reports')
@Controller('events/v1/civic-events/:id/reports')
export class ReportController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Publish a version of the report',
    description: 'It says what stands on record at that moment, and stays as it is. Whoever asked to be told is told.',
  })
  publish(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: publishReportBody }) { version, changeNote }: z.output<typeof publishReportBody>,
    @Context() context: CommandContext,
  ) {
    const order = { type: 'PublishReport', changeNote, at: context.now } as const;
    return this.commands.execute(new ReportCommand(id, version === undefined ? order : { ...order, version }, context));
  }

  @Get()
  @Public()
  @Reads(reportList)
  @ApiOperation({ summary: 'The published versions of the report', description: 'With what changed in each.' })
  @Answers(reportVersionsAnswer)
  find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: reportsQuery }) criteria: z.output<typeof reportsQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.queries.execute(new ListReports(id, criteria, caller.can('events:read')));
  }

  @Get(':version')
  @Public()
  @ApiProduces('application/json', 'text/html')
  @ApiOperation({
    summary: 'One version of the report',
    description:
      'As JSON, or as a page to read and print (`Accept: text/html` or `?format=html`), in Romanian or English.',
  })
  @Answers(reportAnswer)
  async get(
    @Param({ schema: reportParams }) { id, version }: z.output<typeof reportParams>,
    @Query({ schema: reportQuery }) { asOf, format, lang }: z.output<typeof reportQuery>,
    @Prefers('text/html') prefersHtml: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    const { body, version: stream } = await this.queries.execute(
      new GetReport(id, version, asOf, caller.can('events:read')),
    );
    const html = format === undefined ? prefersHtml : format === 'html';
    return html ? new Html(renderReport(body, lang), stream) : new Representation('application/json', body, stream);
  }
}
