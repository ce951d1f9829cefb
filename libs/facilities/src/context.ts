import { defineContext, readers, writers } from '@ecou/runtime';
import { processing } from './processing.js';
import { config } from './settings.js';
import { FacilitiesModule } from './facilities.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    facilities: 'facilities:read' | 'facilities:write';
  }
}

export const facilitiesContext = defineContext({
  name: 'facilities',
  title: 'The map of digital facilities: where they are, what they offer, who made sure of it',
  config,
  tags: ['Facilities', 'HSDS', 'Links', 'Imports'],
  permissions: { 'facilities:read': [...readers, 'map-editor'], 'facilities:write': [...writers, 'map-editor'] },
  processing,
  modules: [FacilitiesModule],
});
