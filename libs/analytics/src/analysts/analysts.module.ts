import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, settingsOf } from '../settings.js';
import { StarModule } from '../star/star.module.js';
import { AnalystsController } from './analysts.controller.js';
import { Analysts1798100000000 } from './analysts.migrations.js';
import { SessionLimits } from './session-limits.js';

/** People who query figures with their own tools: a role of the database server for each. */
@Module({
  imports: [StarModule, EventSourcingModule.forFeature({ context: 'analytics', migrations: [Analysts1798100000000] })],
  controllers: [AnalystsController],
  providers: [{ provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] }, SessionLimits],
})
export class AnalystsModule {}
