import { defineContext, readers, writers } from '@ecou/runtime';
import { PagesModule } from './pages/pages.module.js';
import { SendingModule } from './sending/sending.module.js';
import { config } from './settings.js';
import { SubscribersModule } from './subscribers/subscribers.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    notifications: 'notifications:read' | 'notifications:write' | 'mails:read';
  }
}

export const notificationsContext = defineContext({
  name: 'notifications',
  title: 'Who asked to be told of what, and what was sent to whom',
  config,
  tags: ['Subscriptions', 'Messages', 'Mails'],
  permissions: {
    'notifications:read': [...readers, 'communicator'],
    'notifications:write': [...writers, 'communicator'],
    'mails:read': writers,
  },
  modules: [SubscribersModule, PagesModule, SendingModule],
});
