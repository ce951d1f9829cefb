import { CONTEXT_CONFIG, EventSourcingModule, Seal } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import type { Settings } from '../settings.js';
import { BallotController } from './ballot.controller.js';
import { BallotBoxes } from './ballot/ballot-boxes.js';
import { BallotKeyReader } from './ballot/ballot-key.reader.js';
import { AnswerByBallotHandler, BallotBoxHandler, RequestBallotHandler } from './ballot/ballot.command.js';
import { Ballots } from './ballot/ballots.js';
import { BallotBoxes1790000000101 } from './ballot/migrations.js';
import { Invitations } from './invitation/invitations.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { registrations } from './registrations.js';
import { QuestionnaireHandler } from './questionnaire.command.js';
import { QuestionnaireController } from './questionnaire.controller.js';
import { QuestionnaireTemplateController } from './questionnaire-template.controller.js';
import { questionnaireTemplate } from './questionnaire-template/questionnaire-template.aggregate.js';
import { QuestionnaireTemplateHandler } from './questionnaire-template/questionnaire-template.command.js';
import { questionnaire } from './questionnaire/questionnaire.aggregate.js';
import { ResponseController } from './response.controller.js';
import { RecordBatchHandler } from './response/batch.command.js';
import { CodingHandler } from './response/coding.command.js';
import { response } from './response/response.aggregate.js';
import { ResponseHandler } from './response/response.command.js';
import { ResultsController } from './results.controller.js';
import { UpdatesRequestController } from './updates-request.controller.js';
import { updatesRequest, WishIds } from './updates-request/updates-request.aggregate.js';
import { UpdatesRequestHandler } from './updates-request/updates-request.command.js';
import { answerTally } from './views/answer-tally.view.js';
import { questionnaireList } from './views/questionnaire-list.view.js';
import { QuestionnaireReader } from './views/questionnaire.reader.js';
import { QuestionnaireTemplateReader } from './views/questionnaire-template.reader.js';
import { responseList } from './views/response-list.view.js';
import { ResponseReader } from './views/response.reader.js';
import { ResultsReader } from './views/results.reader.js';
import { templateList } from './views/template-list.view.js';

/** A provider that is made with the deployment's secret. */
const keyed = <T>(provide: new (...args: never) => T, make: (secret: string) => T) => ({
  provide,
  useFactory: ({ ECOU_SECRET }: Settings) => make(ECOU_SECRET),
  inject: [CONTEXT_CONFIG],
});

/** Questionnaires, their templates, answers, ballots and results; the wish to be informed. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: [questionnaire, questionnaireTemplate, response, updatesRequest],
      views: [questionnaireList, templateList, responseList, answerTally],
      publish,
      registrations,
      policies,
      migrations: [BallotBoxes1790000000101],
    }),
  ],
  controllers: [
    QuestionnaireController,
    QuestionnaireTemplateController,
    ResponseController,
    BallotController,
    UpdatesRequestController,
    ResultsController,
  ],
  providers: [
    QuestionnaireHandler,
    QuestionnaireReader,
    QuestionnaireTemplateHandler,
    QuestionnaireTemplateReader,
    ResponseHandler,
    RecordBatchHandler,
    CodingHandler,
    ResponseReader,
    ResultsReader,
    BallotBoxes,
    Ballots,
    RequestBallotHandler,
    AnswerByBallotHandler,
    BallotBoxHandler,
    BallotKeyReader,
    UpdatesRequestHandler,
    keyed(Seal, (secret) => new Seal(secret, 'feedback ballots v1')),
    keyed(Invitations, (secret) => new Invitations(secret)),
    keyed(WishIds, (secret) => new WishIds(secret)),
  ],
})
export class SurveysModule {}
