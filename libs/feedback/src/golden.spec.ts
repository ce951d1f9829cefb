import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { feedbackContext } from './context.js';
import { facilityFeedbackEvents } from './facility-feedback/facility-feedback.events.js';
import { samples as facilityFeedback } from './facility-feedback/facility-feedback.samples.js';
import { listedFacilityEvents } from './listed-facility/listed-facility.events.js';
import { delisted, listed } from './listed-facility/listed-facility.samples.js';
import { directoryEvents } from './directory/directory.events.js';
import { directorySamples } from './directory/directory.samples.js';
import { offeredServiceEvents } from './open311/offered-service.events.js';
import { samples as open311 } from './open311/open311.samples.js';
import { serviceRequestEvents } from './open311/service-request.events.js';
import { petitionEvents } from './petition/petition.events.js';
import { samples as petitionSamples } from './petition/petition.samples.js';
import { questionnaireEvents } from './questionnaire/questionnaire.events.js';
import { samples } from './questionnaire/questionnaire.samples.js';
import { questionnaireTemplateEvents } from './questionnaire-template/questionnaire-template.events.js';
import { templateSamples } from './questionnaire-template/questionnaire-template.samples.js';
import { responseEvents } from './response/response.events.js';
import { coded, recorded } from './response/response.samples.js';
import { uploadEvents } from './upload/upload.events.js';
import { uploadSamples } from './upload/upload.samples.js';
import { updatesRequestEvents } from './updates-request/updates-request.events.js';
import { requested } from './updates-request/updates-request.samples.js';

goldenEvents(
  join(import.meta.dirname, 'golden'),
  [
    questionnaireEvents,
    questionnaireTemplateEvents,
    responseEvents,
    updatesRequestEvents,
    facilityFeedbackEvents,
    listedFacilityEvents,
    directoryEvents,
    petitionEvents,
    uploadEvents,
    offeredServiceEvents,
    serviceRequestEvents,
  ],
  {
    ...samples,
    ...templateSamples,
    ResponseRecorded: recorded.data,
    AnswerCoded: coded.data,
    UpdatesRequested: requested.data,
    ...facilityFeedback,
    FacilityListed: listed.data,
    FacilityDelisted: delisted.data,
    ...directorySamples,
    ...petitionSamples,
    ...uploadSamples,
    ...open311,
  },
);

goldenViews(import.meta.dirname, feedbackContext, {
  // Only what came in by Open311 has a row in its view.
  'PetitionRegistered.v1/open311': { channel: 'open311' },
});
