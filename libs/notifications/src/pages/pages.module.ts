import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { SubscriptionFormController } from './subscription-form.controller.js';
import { TokenPagesController } from './token-pages.controller.js';

/** The pages behind the links in mails, and the form that asks for them. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'notifications' }), SubscribersModule],
  controllers: [TokenPagesController, SubscriptionFormController],
})
export class PagesModule {}
