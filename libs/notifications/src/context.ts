import { defineContext } from '@ecou/runtime';
import { AnnouncementHandler } from './announcement/announcement.aggregate.js';
import { announcementEvents } from './announcement/announcement.events.js';
import { effects } from './effects.js';
import { MessageHandler } from './message/message.aggregate.js';
import { messageEvents } from './message/message.events.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { config } from './settings.js';
import { SubscriberHandler } from './subscriber/subscriber.aggregate.js';
import { subscriberEvents } from './subscriber/subscriber.events.js';
import { messages } from './views/messages.view.js';
import { NextSubscribers } from './views/next-subscribers.js';
import { subscriptions } from './views/subscriptions.view.js';
import { topicSubscribers } from './views/topic-subscribers.view.js';

export const notificationsContext = defineContext({
  name: 'notifications',
  title: 'Who asked to be told of what, and what was sent to whom',
  events: [subscriberEvents, announcementEvents, messageEvents],
  views: [subscriptions, topicSubscribers, messages],
  publish,
  policies,
  effects,
  controllers: [],
  providers: [SubscriberHandler, AnnouncementHandler, MessageHandler, NextSubscribers],
  config,
});
