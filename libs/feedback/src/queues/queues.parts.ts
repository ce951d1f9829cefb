import { petitionAnswers } from '../views/petition-answers.view.js';
import { QueuesController } from './queues.controller.js';
import { GetQueuesHandler, ListQueueHandler } from './queues.queries.js';

/** The work queues, as a part of the context. */
export const queueParts = {
  views: [petitionAnswers],
  controllers: [QueuesController],
  providers: [GetQueuesHandler, ListQueueHandler],
};
