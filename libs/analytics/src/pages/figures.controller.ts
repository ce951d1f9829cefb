import { Unknown } from '@ecou/event-sourcing';
import { Answers, asksForPage, Html, Prefers, Produces, Public, Versioned } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { definition } from '../star/star-tables.js';
import type { Chart } from './charts/chart.js';
import { charts } from './charts/charts.js';
import { figurePage } from './figure-page.js';
import { figuresPage } from './figures-page.js';
import { figureAnswer, figureParams, figureQuery, figuresAnswer, figuresQuery } from './figures.schemas.js';
import { KeptCharts, type Drawn } from './kept-charts.js';
import { addressOf, datasetOf } from './paths.js';
import { sourcesOf } from './sources.js';

@ApiTags('Figures')
@Controller('analytics/v1/figures')
export class FiguresController {
  constructor(private readonly kept: KeptCharts) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Figures to look at',
    description: 'What there is, and what it means. `format=html` answers a page with all charts.',
  })
  @Answers(figuresAnswer)
  @Produces('text/html')
  async list(
    @Query({ schema: figuresQuery }) { format, lang }: z.output<typeof figuresQuery>,
    @Prefers('text/html') prefersPage: boolean,
  ) {
    if (!asksForPage(format, prefersPage))
      return { items: [...charts.values()].map((chart) => ({ ...describedOf(chart), address: addressOf(chart) })) };
    const drawn: Drawn[] = [];
    for (const chart of charts.values()) drawn.push(await this.kept.get(chart, null));
    const positions = drawn.map(({ position }) => position);
    const tag = [...positions.map((position) => position.toString(36)), drawn[0]?.day, definition, lang].join('.');
    return new Html(() => figuresPage(drawn, lang), Math.max(...positions), undefined, tag);
  }

  @Get(':name')
  @Public()
  @ApiOperation({
    summary: 'A figure to look at, as of any day',
    description:
      'The rows of its table, its definition and its denominator. `format=html` answers a page with the chart. What it shows may be some seconds old; `position` says by which message it stands.',
  })
  @Answers(figureAnswer)
  @Produces('text/html')
  async get(
    @Param({ schema: figureParams }) { name }: z.output<typeof figureParams>,
    @Query({ schema: figureQuery }) { asOf, format, lang }: z.output<typeof figureQuery>,
    @Prefers('text/html') prefersPage: boolean,
  ) {
    const chart = charts.get(name);
    if (!chart) throw new Unknown('FIGURE_UNKNOWN', `There is no figure ${name}.`);
    const drawn = await this.kept.get(chart, asOf ?? null);
    const { day, position } = drawn;
    const tag = [day, definition].join('.');
    return asksForPage(format, prefersPage)
      ? new Html(() => figurePage(drawn, lang), position, undefined, `${tag}.${lang}`)
      : new Versioned(answerOf(drawn), position, tag);
  }
}

const describedOf = (chart: Chart) => {
  const { name, title, definition: meaning, denominator, withheld } = chart;
  return {
    ...{ name, title, definition: meaning, denominator, withheld },
    ...{ dataset: datasetOf(chart), contracts: sourcesOf(chart) },
  };
};

const answerOf = ({ chart, asOf, day, position, rows }: Drawn) => ({
  ...describedOf(chart),
  ...{ asOf, day, position, rows },
  columns: chart.columns.map(({ name, title, format }) => ({ name, title, format: format ?? null })),
});
