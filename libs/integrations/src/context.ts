import { defineContext } from '@ecou/runtime';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { LogModule } from './log/log.module.js';
import { processing } from './processing.js';
import { config } from './settings.js';
import { TransparencyModule } from './transparency/transparency.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    integrations: 'log:read' | 'log:sign' | 'log:cosign' | 'endpoints:manage';
  }
}

export const integrationsContext = defineContext({
  name: 'integrations',
  title: 'Events for other systems: one log of every public message, to be pulled, streamed, replayed and pushed',
  config,
  tags: ['Public log', 'Message log', 'Webhooks'],
  permissions: {
    'log:read': ['administrator', 'operator', 'auditor', 'analyst', 'system'],
    'log:sign': ['administrator', 'operator'],
    'log:cosign': ['administrator', 'operator', 'system'],
    'endpoints:manage': ['administrator', 'system'],
  },
  processing,
  modules: [LogModule, TransparencyModule, WebhooksModule, CatalogueModule],
});
