import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onEvent, onTimer, type Policy } from '@ecou/messaging';
import { BallotBoxCommand } from './ballot/ballot.command.js';
import { QuestionnaireCommand } from './questionnaire.command.js';
import { timers } from './questionnaire/questionnaire.aggregate.js';

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
  onEvent(['QuestionnaireClosed'], {
    name: 'ballot-box-is-emptied-at-closing',
    then: ({ stream }: RecordedEvent, context) =>
      new BallotBoxCommand(idOf(stream), { type: 'EmptyBallotBox' }, context),
  }),
];
