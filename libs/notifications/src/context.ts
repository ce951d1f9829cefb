import { defineContext, readers, writers } from '@ecou/runtime';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { DisseminationModule } from './dissemination/dissemination.module.js';
import { EditingModule } from './editing/editing.module.js';
import { InboxModule } from './inbox/inbox.module.js';
import { PagesModule } from './pages/pages.module.js';
import { ProviderWebhooksModule } from './provider-webhooks.module.js';
import { SendingModule } from './sending/sending.module.js';
import { processing } from './processing.js';
import { config } from './settings.js';
import { SubscribersModule } from './subscribers/subscribers.module.js';
import { WordingsModule } from './wordings/wordings.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    notifications:
      | 'notifications:read'
      | 'notifications:write'
      | 'campaigns:read'
      | 'campaigns:write'
      | 'mails:read'
      | 'disseminations:read'
      | 'disseminations:write'
      | 'inbox:read'
      | 'inbox:handle';
  }
}

/** Those who answer what people write. */
const desks = ['communicator', 'registry', 'officer', 'head-of-department'] as const;

export const notificationsContext = defineContext({
  name: 'notifications',
  title: 'Who asked to be told of what, and what was sent to whom',
  config,
  tags: ['Subscriptions', 'Campaigns', 'Messages', 'Templates', 'Mails', 'Inbox', 'Provider webhooks', 'Dissemination'],
  permissions: {
    'notifications:read': [...readers, 'communicator'],
    'notifications:write': [...writers, 'communicator'],
    'campaigns:read': [...readers, 'communicator'],
    'campaigns:write': [...writers, 'communicator'],
    'mails:read': writers,
    'disseminations:read': [...readers, 'communicator', 'editor'],
    'disseminations:write': [...writers, 'communicator', 'editor'],
    'inbox:read': [...readers, ...desks],
    'inbox:handle': [...writers, ...desks],
  },
  processing,
  modules: [
    SubscribersModule,
    PagesModule,
    WordingsModule,
    SendingModule,
    EditingModule,
    CampaignsModule,
    InboxModule,
    ProviderWebhooksModule,
    DisseminationModule,
  ],
});
