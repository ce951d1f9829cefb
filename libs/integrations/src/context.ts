import { defineContext } from '@ecou/runtime';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { LogModule } from './log/log.module.js';
import { config } from './settings.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    integrations: 'log:read' | 'endpoints:manage';
  }
}

export const integrationsContext = defineContext({
  name: 'integrations',
  title: 'Events for other systems: one log of every public message, to be pulled, streamed, replayed and pushed',
  config,
  tags: ['Message log', 'Webhooks'],
  permissions: {
    'log:read': ['administrator', 'operator', 'auditor', 'analyst', 'system'],
    'endpoints:manage': ['administrator', 'system'],
  },
  modules: [LogModule, WebhooksModule, CatalogueModule],
});
