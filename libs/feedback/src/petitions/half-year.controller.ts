import { Answers, Html, Permission, PrefersOneOf, Produces, Publisher, Reads, Representation } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { HalfYearPdfs } from './half-year/half-year-pdfs.js';
import { halfYearAnswer, halfYearParams, halfYearQuery, type HalfYearQuery } from './half-year/half-year.schemas.js';
import { halfYearPage } from './half-year/page.js';
import { halfYearCsv } from './half-year/table.js';
import { HalfYearReader } from './views/half-year.reader.js';
import { petitionCourse } from './views/petition-course.view.js';

const pdfType = 'application/pdf';
const csvType = 'text/csv';
const forms: Readonly<Record<string, 'html' | 'pdf' | 'csv'>> = {
  'text/html': 'html',
  [pdfType]: 'pdf',
  [csvType]: 'csv',
};

/** The report on the activity of solving petitions (Government Ordinance 27/2002, art. 14). */
@ApiTags('Reports')
@Controller('feedback/v1/half-yearly-reports')
export class HalfYearController {
  constructor(
    private readonly reports: HalfYearReader,
    private readonly pdfs: HalfYearPdfs,
    private readonly publisher: Publisher,
  ) {}

  @Get(':period')
  @Permission('petitions:read')
  @Reads(petitionCourse)
  @Produces('text/html', pdfType, csvType)
  @ApiOperation({
    summary: 'The half-yearly report on petitions',
    description:
      'By Government Ordinance 27/2002, art. 14: each figure with its definition, for all and by department. As JSON, as a page, as a tagged PDF or as a table, by `Accept` or `?format=`. Of a half-year that is not over, up to now; nothing personal.',
  })
  @Answers(halfYearAnswer)
  async get(
    @Param({ schema: halfYearParams }) { period }: z.output<typeof halfYearParams>,
    @Query({ schema: halfYearQuery }) { format, lang, bom }: HalfYearQuery,
    @PrefersOneOf('text/html', pdfType, csvType) preferred: string | undefined,
  ): Promise<Representation> {
    const report = await this.reports.get(period);
    const { institution } = this.publisher;
    switch (format ?? forms[preferred ?? ''] ?? 'json') {
      case 'html':
        return new Html(() => halfYearPage(report, lang));
      case 'pdf':
        return new Representation(pdfType, () => this.pdfs.get({ report, lang, institution }));
      case 'csv':
        return new Representation(csvType, () => halfYearCsv(report, lang, bom === 'true'));
      case 'json':
        return new Representation('application/json', report);
    }
  }
}
