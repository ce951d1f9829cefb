import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';
import { SettingsModule } from '../settings.module.js';
import { Links } from './links/links.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { subscriber } from './subscriber/subscriber.aggregate.js';
import { SubscriberHandler } from './subscriber/subscriber.command.js';
import { SubscriberController } from './subscriber.controller.js';
import { NextSubscribers } from './views/next-subscribers.js';
import { subscriptionList } from './views/subscription-list.view.js';
import { SubscriptionsReader } from './views/subscriptions.reader.js';
import { topicSubscribers } from './views/topic-subscribers.view.js';

/** Who asked to be told of what, with the ledger of consents. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [subscriber],
      views: [subscriptionList, topicSubscribers],
      publish,
      policies,
    }),
    SettingsModule,
  ],
  controllers: [SubscriberController],
  providers: [
    SubscriberHandler,
    SubscriptionsReader,
    NextSubscribers,
    { provide: Links, useFactory: (settings: Settings) => new Links(settings), inject: [SETTINGS] },
  ],
  exports: [Links, NextSubscribers],
})
export class SubscribersModule {}
