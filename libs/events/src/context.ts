import { defineContext, readers, writers } from '@ecou/runtime';
import { ConsultationsModule } from './consultations/consultations.module.js';
import { OutputsModule } from './outputs/outputs.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { processing } from './processing.js';
import { config } from './settings.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    events: 'events:read' | 'events:write';
  }
}

export const eventsContext = defineContext({
  name: 'events',
  title: 'Programmes and civic events: what was planned, who came, what was said, and the report of it',
  config,
  tags: [
    'Programmes',
    'Civic events',
    'Registration',
    'Invitations',
    'At the door',
    'Attendance',
    'Discussion points',
    'Recommendations',
    'Reports',
    'Calendars and feeds',
    'Imports',
    'Taxonomies',
  ],
  permissions: { 'events:read': [...readers, 'editor', 'communicator'], 'events:write': [...writers, 'editor'] },
  processing,
  modules: [ConsultationsModule, RegistrationModule, OutputsModule],
});
