import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { TokenPagesController } from './token-pages.controller.js';

/** The pages behind the links in mails. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'notifications' }), SubscribersModule],
  controllers: [TokenPagesController],
})
export class PagesModule {}
