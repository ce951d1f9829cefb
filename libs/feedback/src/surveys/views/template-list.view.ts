import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import { evolve, type QuestionnaireTemplate } from '../questionnaire-template/questionnaire-template.decider.js';
import {
  questionnaireTemplateEvents,
  type QuestionnaireTemplateEvent,
} from '../questionnaire-template/questionnaire-template.events.js';
import { folds } from './folds.js';

export interface TemplateRow {
  readonly id: string;
  /** Of its first event: lists are in this order, the newest first. */
  readonly position: number;
  readonly retired: boolean;
  readonly template: QuestionnaireTemplate;
}

/** Every template of questionnaires as its stream folds it. */
export const templateList = defineView<TemplateRow>({
  name: 'template_list',
  version: 1,
  fold: folds.template_list,
  key: 'id',
  columns: { id: 'text', position: 'bigint NOT NULL', retired: 'boolean NOT NULL', template: 'jsonb NOT NULL' },
  indexes: ['(position)'],
  on: Object.fromEntries(
    Object.keys(questionnaireTemplateEvents.types).map((type) => [
      type,
      {
        evolve: (row: TemplateRow | undefined, event: RecordedOf<QuestionnaireTemplateEvent>, id: string) => {
          const template = evolve(row?.template ?? null, event);
          return { id, position: row?.position ?? event.position, retired: template.retired !== null, template };
        },
      },
    ]),
  ),
});
