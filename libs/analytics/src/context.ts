import { defineContext } from '@ecou/runtime';
import { AnalystsModule } from './analysts/analysts.module.js';
import { OpenDataModule } from './open-data/open-data.module.js';
import { config } from './settings.js';
import { PagesModule } from './pages/pages.module.js';
import { StarModule } from './star/star.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    analytics: 'figures:read' | 'analysts:manage';
  }
}

export const analyticsContext = defineContext({
  name: 'analytics',
  title: 'Read models for analysts: a star schema of every public contract, as known on any day',
  config,
  tags: ['Figures', 'Open data', 'Star schema', 'Analysts'],
  permissions: {
    'figures:read': ['administrator', 'auditor', 'analyst', 'operator', 'system'],
    'analysts:manage': ['administrator'],
  },
  modules: [StarModule, PagesModule, OpenDataModule, AnalystsModule],
});
