import { CONTEXT_CONFIG, defineContext, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { AnnouncementHandler } from './announcement/announcement.command.js';
import { announcementEvents } from './announcement/announcement.events.js';
import { effects } from './effects.js';
import { Links } from './links/links.js';
import { MailsController } from './mail/mails.controller.js';
import { GetMailHandler, ListMailsHandler } from './mail/mails.queries.js';
import { MessageHandler } from './message/message.command.js';
import { MessageController } from './message/message.controller.js';
import { messageEvents } from './message/message.events.js';
import { GetMessageHandler, ListMessagesHandler } from './message/message.queries.js';
import { TokenPagesController } from './pages/token-pages.controller.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { config, SETTINGS, settingsOf, type Settings } from './settings.js';
import { SubscriberHandler } from './subscriber/subscriber.command.js';
import { SubscriberController } from './subscriber/subscriber.controller.js';
import { subscriberEvents } from './subscriber/subscriber.events.js';
import { GetSubscriberHandler, ListSubscriptionsHandler } from './subscriber/subscriber.queries.js';
import { messageList } from './views/message-list.view.js';
import { NextSubscribers } from './views/next-subscribers.js';
import { subscriptionList } from './views/subscription-list.view.js';
import { topicSubscribers } from './views/topic-subscribers.view.js';

const events = [subscriberEvents, announcementEvents, messageEvents],
  views: [subscriptionList, topicSubscribers, messageList],
  publish,
  policies,
  effects,
  controllers: [SubscriberController, TokenPagesController, MessageController, MailsController],
  providers: [
    SubscriberHandler,
    AnnouncementHandler,
    MessageHandler,
    GetSubscriberHandler,
    ListSubscriptionsHandler,
    GetMessageHandler,
    ListMessagesHandler,
    GetMailHandler,
    ListMailsHandler,
    NextSubscribers,
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    { provide: Links, useFactory: (settings: Settings) => new Links(settings), inject: [SETTINGS] },
  ];

@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: events.map((types) => ({ category: types.category, events: types })),
      views: [subscriptionList, topicSubscribers, messageList],
  publish,
  policies,
  effects,
  controllers: [SubscriberController, TokenPagesController, MessageController, MailsController],
  providers: [
    SubscriberHandler,
    AnnouncementHandler,
    MessageHandler,
    GetSubscriberHandler,
    ListSubscriptionsHandler,
    GetMessageHandler,
    ListMessagesHandler,
    GetMailHandler,
    ListMailsHandler,
    NextSubscribers,
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    { provide: Links, useFactory: (settings: Settings) => new Links(settings), inject: [SETTINGS] },
  ],
      publish,
      policies,
      effects,

    }),
  ],
  controllers: [SubscriberController, TokenPagesController, MessageController, MailsController],
  providers: [
    SubscriberHandler,
    AnnouncementHandler,
    MessageHandler,
    GetSubscriberHandler,
    ListSubscriptionsHandler,
    GetMessageHandler,
    ListMessagesHandler,
    GetMailHandler,
    ListMailsHandler,
    NextSubscribers,
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    { provide: Links, useFactory: (settings: Settings) => new Links(settings), inject: [SETTINGS] },
  ],
  providers: [
    SubscriberHandler,
    AnnouncementHandler,
    MessageHandler,
    GetSubscriberHandler,
    ListSubscriptionsHandler,
    GetMessageHandler,
    ListMessagesHandler,
    GetMailHandler,
    ListMailsHandler,
    NextSubscribers,
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    { provide: Links, useFactory: (settings: Settings) => new Links(settings), inject: [SETTINGS] },
  ],
})
class NotificationsModule {}

export const notificationsContext = defineContext({
  name: 'notifications',
  title: 'Who asked to be told of what, and what was sent to whom',
  config,
  modules: [NotificationsModule],
});
