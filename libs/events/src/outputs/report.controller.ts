import type { CommandContext } from '@ecou/event-sourcing';
import { createHash } from 'node:crypto';
import {
  Answers,
  CalledBy,
  Context,
  Html,
  idParams,
  Permission,
  PrefersOneOf,
  Public,
  Reads,
  Representation,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { SETTINGS, type Settings } from '../settings.js';
import { renderReport } from './report/page/report-page.js';
import { reportPdf } from './report/pdf/report-pdf.js';
import { ReportCommand } from './report/report.command.js';
import {
  publishReportBody,
  reportAnswer,
  reportParams,
  reportQuery,
  reportsQuery,
  reportVersionsAnswer,
} from './report/report.schemas.js';
import { reportList } from './views/report-list.view.js';
import { ReportsReader } from './views/reports.reader.js';

const pdfType = 'application/pdf';
const forms: Readonly<Record<string, 'html' | 'pdf'>> = { 'text/html': 'html', [pdfType]: 'pdf' };

@ApiTags('Reports')
@Controller('events/v1/civic-events/:id/reports')
export class ReportController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reports: ReportsReader,
    @Inject(SETTINGS) private readonly settings: Settings,
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
    return this.reports.list(id, criteria, caller.can('events:read'));
  }

  @Get(':version')
  @Public()
  @ApiProduces('application/json', 'text/html', pdfType)
  @ApiOperation({
    summary: 'One version of the report',
    description:
      'As JSON, as a page (`Accept: text/html` or `?format=html`), or as a tagged PDF (`Accept: application/pdf` or `?format=pdf`), in Romanian or English.',
  })
  @Answers(reportAnswer)
  async get(
    @Param({ schema: reportParams }) { id, version }: z.output<typeof reportParams>,
    @Query({ schema: reportQuery }) { asOf, format, lang }: z.output<typeof reportQuery>,
    @PrefersOneOf('text/html', pdfType) preferred: string | undefined,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    const { body, version: stream } = await this.reports.get(id, version, asOf, caller.can('events:read'));
    const form = format ?? forms[preferred ?? ''];
    if (form === 'html') return new Html(() => renderReport(body, lang), stream);
    if (form !== 'pdf') return new Representation('application/json', body, stream);
    // The institution's name stands in the document too.
    const { institution } = this.settings;
    const named = createHash('sha256').update(institution).digest('hex').slice(0, 16);
    return new Representation(pdfType, () => reportPdf(body, lang, institution), stream, undefined, named);
  }
}
