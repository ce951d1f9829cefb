import { defineContext } from '@ecou/runtime';
import { ConsultationsModule } from './consultations/consultations.module.js';
import { OutputsModule } from './outputs/outputs.module.js';
import { RegistrationModule } from './registration/registration.module.js';
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
  modules: [ConsultationsModule, RegistrationModule, OutputsModule],
});
