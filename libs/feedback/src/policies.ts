import { onTimer, type Policy } from '@ecou/runtime';
import { timers } from './questionnaire/questionnaire.aggregate.js';
import { QuestionnaireCommand } from './questionnaire/questionnaire.command.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(timers.opensAt, {
    name: 'questionnaire-opens-by-itself',
    then: ({ subject }, context) =>
      new QuestionnaireCommand(subject, { type: 'OpenQuestionnaire', at: context.now, scheduled: true }, context),
  }),
  onTimer(timers.closesAt, {
    name: 'questionnaire-closes-by-itself',
    then: ({ subject }, context) =>
      new QuestionnaireCommand(subject, { type: 'CloseQuestionnaire', at: context.now, scheduled: true }, context),
  }),
];
