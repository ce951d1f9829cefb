import { CONTEXT_CONFIG, defineContext, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { FacilityFeedbackHandler } from './facility-feedback/facility-feedback.command.js';
import { FacilityFeedbackController } from './facility-feedback/facility-feedback.controller.js';
import { facilityFeedbackEvents } from './facility-feedback/facility-feedback.events.js';
import { FacilityFeedbackReader } from './facility-feedback/facility-feedback.reader.js';
import { FacilityRatingController } from './facility-feedback/facility-rating.controller.js';
import { FacilityRatingReader } from './facility-feedback/facility-rating.reader.js';
import { ballotParts } from './ballot/ballot.parts.js';
import { Invitations } from './invitation/invitations.js';
import { ListedFacilityHandler } from './listed-facility/listed-facility.command.js';
import { listedFacilityEvents } from './listed-facility/listed-facility.events.js';
import { open311Parts } from './open311/open311.parts.js';
import { petitionParts } from './petition/petition.parts.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { QuestionnaireHandler } from './questionnaire/questionnaire.command.js';
import { QuestionnaireController } from './questionnaire/questionnaire.controller.js';
import { questionnaireEvents } from './questionnaire/questionnaire.events.js';
import { QuestionnaireReader } from './questionnaire/questionnaire.reader.js';
import { QuestionnaireTemplateHandler } from './questionnaire-template/questionnaire-template.command.js';
import { QuestionnaireTemplateController } from './questionnaire-template/questionnaire-template.controller.js';
import { questionnaireTemplateEvents } from './questionnaire-template/questionnaire-template.events.js';
import { QuestionnaireTemplateReader } from './questionnaire-template/questionnaire-template.reader.js';
import { RecordBatchHandler } from './response/batch.command.js';
import { CodingHandler } from './response/coding.command.js';
import { ResponseHandler } from './response/response.command.js';
import { ResponseController } from './response/response.controller.js';
import { responseEvents } from './response/response.events.js';
import { ResponseReader } from './response/response.reader.js';
import { ResultsController } from './results/results.controller.js';
import { ResultsReader } from './results/results.reader.js';
import { queueParts } from './queues/queues.parts.js';
import { statusParts } from './status/status.parts.js';
import { uploadParts } from './upload/upload.parts.js';
import { config, type Settings } from './settings.js';
import { WishIds } from './updates-request/updates-request.aggregate.js';
import { UpdatesRequestHandler } from './updates-request/updates-request.command.js';
import { UpdatesRequestController } from './updates-request/updates-request.controller.js';
import { updatesRequestEvents } from './updates-request/updates-request.events.js';
import { answerTally } from './views/answer-tally.view.js';
import { facilityFeedbackList } from './views/facility-feedback-list.view.js';
import { facilityRating } from './views/facility-rating.view.js';
import { questionnaireList } from './views/questionnaire-list.view.js';
import { templateList } from './views/template-list.view.js';
import { responseList } from './views/response-list.view.js';

const secretOf = { inject: [CONTEXT_CONFIG] };

const events = [
  questionnaireEvents,
  questionnaireTemplateEvents,
  responseEvents,
  updatesRequestEvents,
  facilityFeedbackEvents,
  listedFacilityEvents,
  ...petitionParts.events,
  ...uploadParts.events,
  ...open311Parts.events,
];

@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: events.map((types) => ({ category: types.category, events: types })),
      views: [
        questionnaireList,
        templateList,
        responseList,
        answerTally,
        facilityFeedbackList,
        facilityRating,
        ...petitionParts.views,
        ...queueParts.views,
        ...open311Parts.views,
      ],
      publish,
      policies,

      migrations: ballotParts.migrations,
    }),
  ],
  controllers: [
    QuestionnaireController,
    QuestionnaireTemplateController,
    ResponseController,
    ...ballotParts.controllers,
    UpdatesRequestController,
    ResultsController,
    FacilityFeedbackController,
    FacilityRatingController,
    ...petitionParts.controllers,
    ...uploadParts.controllers,
    ...open311Parts.controllers,
    ...statusParts.controllers,
    ...queueParts.controllers,
  ],
  providers: [
    QuestionnaireHandler,
    ResponseHandler,
    RecordBatchHandler,
    CodingHandler,
    QuestionnaireTemplateHandler,
    QuestionnaireTemplateReader,
    ...ballotParts.providers,
    UpdatesRequestHandler,
    QuestionnaireReader,
    ResponseReader,
    ResultsReader,
    FacilityFeedbackHandler,
    ListedFacilityHandler,
    FacilityFeedbackReader,
    FacilityRatingReader,
    ...petitionParts.providers,
    ...uploadParts.providers,
    ...open311Parts.providers,
    ...statusParts.providers,
    ...queueParts.providers,
    { provide: Invitations, useFactory: ({ ECOU_SECRET }: Settings) => new Invitations(ECOU_SECRET), ...secretOf },
    { provide: WishIds, useFactory: ({ ECOU_SECRET }: Settings) => new WishIds(ECOU_SECRET), ...secretOf },
  ],
})
class FeedbackModule {}

export const feedbackContext = defineContext({
  name: 'feedback',
  title:
    'Questionnaires: what was asked, what people answered, and what of it is published; petitions, and feedback on facilities',
  config,
  permissions: { 'open311:write': ['administrator', 'reporter'] },
  modules: [FeedbackModule],
});
