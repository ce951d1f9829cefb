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
  Produces,
  Public,
  Publisher,
  Reads,
  Representation,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { EmblemsReader } from '../consultations/views/emblems.reader.js';
import { reportPage } from './report/page/report-page.js';
import { ReportPdfs } from './report/pdf/report-pdfs.js';
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
    private readonly pdfs: ReportPdfs,
    private readonly emblems: EmblemsReader,
    private readonly publisher: Publisher,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Publish a version of the report',
    description: 'It says what stands on record at that moment, and stays as it is. Whoever asked to be told is told.',
  })
  publish(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: publishReportBody }) { version, changeNote, author }: z.output<typeof publishReportBody>,
    @Context() context: CommandContext,
  ) {
    const order = { type: 'PublishReport', changeNote, author, at: context.now } as const;
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
  @Produces('text/html', pdfType)
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
    if (form !== 'html' && form !== 'pdf') return new Representation('application/json', body, stream);
    const pictures = await this.emblems.pictures(
      (body.programme?.emblems ?? []).map(({ id: emblemId, ...rest }) => ({ emblemId, ...rest })),
    );
    const emblems = pictures.map(({ name, type, bytes }) => ({
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    if (form === 'html') return new Html(() => reportPage(body, lang, emblems), stream);
    // The institution's name stands in the document too.
    const { institution } = this.publisher;
    const named = createHash('sha256').update(institution).digest('hex').slice(0, 16);
    const made = () => this.pdfs.get({ report: body, lang, institution, emblems }, caller.isPublic);
    return new Representation(pdfType, made, stream, undefined, named);
  }
}
