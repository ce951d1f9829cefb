import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { questionnaireEvents } from './questionnaire/questionnaire.events.js';
import { samples } from './questionnaire/questionnaire.samples.js';
import { questionnaireTemplateEvents } from './questionnaire-template/questionnaire-template.events.js';
import { templateSamples } from './questionnaire-template/questionnaire-template.samples.js';
import { responseEvents } from './response/response.events.js';
import { coded, recorded } from './response/response.samples.js';
import { updatesRequestEvents } from './updates-request/updates-request.events.js';
import { requested } from './updates-request/updates-request.samples.js';
import { answerTally } from './views/answer-tally.view.js';
import { questionnaireList } from './views/questionnaire-list.view.js';
import { responseList } from './views/response-list.view.js';
import { templateList } from './views/template-list.view.js';

const events = [questionnaireEvents, questionnaireTemplateEvents, responseEvents, updatesRequestEvents];

goldenEvents(join(import.meta.dirname, 'golden'), events, {
  ...samples,
  ...templateSamples,
  ResponseRecorded: recorded.data,
  AnswerCoded: coded.data,
  UpdatesRequested: requested.data,
});

goldenViews(import.meta.dirname, { events, views: [questionnaireList, templateList, responseList, answerTally] });
