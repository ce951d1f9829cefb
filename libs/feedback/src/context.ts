import { defineContext } from '@ecou/runtime';
import { FacilityFeedbackModule } from './facility-feedback/facility-feedback.module.js';
import { PetitionsModule } from './petitions/petitions.module.js';
import { config } from './settings.js';
import { SurveysModule } from './surveys/surveys.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    feedback: 'feedback:read' | 'feedback:write' | 'open311:write';
  }
}

export const feedbackContext = defineContext({
  name: 'feedback',
  title:
    'Questionnaires: what was asked, what people answered, and what of it is published; petitions, and feedback on facilities',
  config,
  permissions: { 'open311:write': ['administrator', 'reporter'] },
  modules: [SurveysModule, FacilityFeedbackModule, PetitionsModule],
});
