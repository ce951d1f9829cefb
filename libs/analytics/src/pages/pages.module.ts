import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { StarModule } from '../star/star.module.js';
import { FiguresController } from './figures.controller.js';
import { KeptCharts } from './kept-charts.js';

/** Figures to look at: charts with their tables, as pages and as JSON. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'analytics' }), StarModule],
  controllers: [FiguresController],
  providers: [KeptCharts],
})
export class PagesModule {}
