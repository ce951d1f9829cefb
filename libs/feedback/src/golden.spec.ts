import { goldenEvents } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { questionnaireEvents } from './questionnaire/questionnaire.events.js';
import { samples } from './questionnaire/questionnaire.samples.js';
import { responseEvents } from './response/response.events.js';
import { recorded } from './response/response.samples.js';
import { updatesRequestEvents } from './updates-request/updates-request.events.js';
import { requested } from './updates-request/updates-request.samples.js';

goldenEvents(join(import.meta.dirname, 'golden'), [questionnaireEvents, responseEvents, updatesRequestEvents], {
  ...samples,
  ResponseRecorded: recorded.data,
  UpdatesRequested: requested.data,
});
