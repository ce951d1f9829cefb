import { EventSourcingModule, Publisher } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';
import { SettingsModule } from '../settings.module.js';
import { consentTexts } from './consent-texts/consent-texts.aggregate.js';
import { ConsentTextsHandler } from './renewal/consent-texts.command.js';
import { ConsentTextsReader } from './consent-texts/consent-texts.reader.js';
import { ConsentsController } from './consents.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { SubscriptionsImport } from './imports/subscriptions.import.js';
import { Links } from './links/links.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ProofPdfs } from './proof/proof-pdfs.js';
import { addressScopes } from './subscriber/channels.js';
import { subscriber } from './subscriber/subscriber.aggregate.js';
import { SubscriberHandler } from './subscriber/subscriber.command.js';
import { SubscriberController } from './subscriber.controller.js';
import { topicAggregate } from './topic/topic.aggregate.js';
import { NameKindsHandler } from './topic/name-kinds.command.js';
import { TopicHandler } from './topic/topic.command.js';
import { messageDepartures } from './views/message-departures.view.js';
import { NextSubscribers } from './views/next-subscribers.js';
import { subscriptionList } from './views/subscription-list.view.js';
import { SubscriptionsReader } from './views/subscriptions.reader.js';
import { topicSubscribers } from './views/topic-subscribers.view.js';
import { WebhookAddress } from './webhook-address.js';

/** Subscribers: people who asked to be told, their topics, and the ledger of consents. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [subscriber, topicAggregate, consentTexts],
      views: [subscriptionList, topicSubscribers, messageDepartures],
      publish,
      policies,
      personalClaims: addressScopes,
    }),
    SettingsModule,
  ],
  controllers: [SubscriberController, ConsentsController, ImportsController],
  providers: [
    SubscriberHandler,
    NameKindsHandler,
    TopicHandler,
    ConsentTextsHandler,
    ConsentTextsReader,
    SubscriptionsImport,
    SubscriptionsReader,
    ProofPdfs,
    NextSubscribers,
    WebhookAddress,
    {
      provide: Links,
      useFactory: ({ secret, telegram }: Settings, { publicUrl }: Publisher) =>
        new Links({ secret, publicUrl, bot: telegram?.bot }),
      inject: [SETTINGS, Publisher],
    },
  ],
  exports: [ConsentTextsReader, Links, NextSubscribers],
})
export class SubscribersModule {}
