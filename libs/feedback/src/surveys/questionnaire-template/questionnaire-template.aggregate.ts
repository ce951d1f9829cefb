import type { Aggregate } from '@ecou/event-sourcing';
import {
  questionnaireTemplateDecider,
  type QuestionnaireTemplate,
  type QuestionnaireTemplateCommandBody,
} from './questionnaire-template.decider.js';
import { questionnaireTemplateEvents, type QuestionnaireTemplateEvent } from './questionnaire-template.events.js';

export const questionnaireTemplate: Aggregate<
  QuestionnaireTemplateCommandBody,
  QuestionnaireTemplate | null,
  QuestionnaireTemplateEvent
> = {
  category: questionnaireTemplateEvents.category,
  events: questionnaireTemplateEvents,
  decider: questionnaireTemplateDecider,
};
