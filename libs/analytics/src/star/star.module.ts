import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { ChecksController } from './checks.controller.js';
import { FiguresReader } from './figures/figures.reader.js';
import { record } from './record.js';
import { StarKeeper } from './star-keeper.js';
import { StarSchema1798000000000 } from './star.migrations.js';

/** The star schema: a record of every public message, and the tables that are made of it. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'analytics',
      intakes: () => [record],
      migrations: [StarSchema1798000000000],
    }),
  ],
  controllers: [ChecksController],
  providers: [FiguresReader, StarKeeper],
  exports: [FiguresReader, StarKeeper],
})
export class StarModule {}
