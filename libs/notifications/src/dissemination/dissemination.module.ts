import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { DisseminationController } from './dissemination.controller.js';
import { dissemination } from './dissemination/dissemination.aggregate.js';
import { DisseminationHandler } from './dissemination/dissemination.command.js';
import { publish } from './publish.js';
import { disseminationList } from './views/dissemination-list.view.js';
import { DisseminationsReader } from './views/disseminations.reader.js';

/** The log of what is spread outside of the platform, and how many people it reached. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [dissemination],
      views: [disseminationList],
      publish,
    }),
  ],
  controllers: [DisseminationController],
  providers: [DisseminationHandler, DisseminationsReader],
})
export class DisseminationModule {}
