import { defineContext, readers, writers } from '@ecou/runtime';
import { FacilityFeedbackModule } from './facility-feedback/facility-feedback.module.js';
import { PetitionsModule } from './petitions/petitions.module.js';
import { processing } from './processing.js';
import { config } from './settings.js';
import { SurveysModule } from './surveys/surveys.module.js';

declare module '@ecou/runtime' {
  interface ContextPermissions {
    feedback:
      | 'surveys:read'
      | 'surveys:write'
      | 'facility-feedback:write'
      | 'directory:write'
      | 'petitions:read'
      | 'petitions:register'
      | 'petitions:handle'
      | 'petitions:assign'
      | 'petitions:lead'
      | 'open311:write';
  }
}

export const feedbackContext = defineContext({
  name: 'feedback',
  title:
    'Questionnaires: what was asked, what people answered, and what of it is published; petitions, and feedback on facilities',
  config,
  tags: [
    'Petitions',
    'Files',
    'Status',
    'Queues',
    'Directory',
    'Reports',
    'Questionnaires',
    'Questionnaire templates',
    'Answers',
    'Answers by ballot',
    'Results',
    'Feedback on facilities',
    'Open311 for staff',
    'Open311 GeoReport v2',
  ],
  permissions: {
    'surveys:read': [...readers, 'editor'],
    'surveys:write': [...writers, 'editor'],
    'facility-feedback:write': [...writers, 'map-editor'],
    'directory:write': writers,
    'petitions:read': [...readers, 'registry', 'officer', 'head-of-department'],
    'petitions:register': [...writers, 'registry'],
    'petitions:handle': [...writers, 'registry', 'officer', 'head-of-department'],
    'petitions:assign': [...writers, 'registry', 'head-of-department'],
    'petitions:lead': [...writers, 'head-of-department'],
    'open311:write': ['administrator', 'reporter'],
  },
  processing,
  modules: [SurveysModule, FacilityFeedbackModule, PetitionsModule],
});
