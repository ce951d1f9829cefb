import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import { questionnaireEvents, type QuestionnaireEvent } from '../questionnaire/questionnaire.events.js';
import { evolve, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { folds } from './folds.js';

export interface QuestionnaireRow {
  readonly id: string;
  /** Of its first event: lists are in this order, the newest first. */
  readonly position: number;
  readonly status: Questionnaire['status'];
  readonly civicEventId: string | null;
  readonly programmeId: string | null;
  readonly facilityId: string | null;
  readonly theme: string | null;
  readonly questionnaire: Questionnaire;
}

/** Every questionnaire as its stream folds it. */
export const questionnaireList = defineView<QuestionnaireRow>({
  name: 'questionnaire_list',
  version: 7,
  fold: folds.questionnaire_list,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    status: 'text NOT NULL',
    civicEventId: 'text',
    programmeId: 'text',
    facilityId: 'text',
    theme: 'text',
    questionnaire: 'jsonb NOT NULL',
  },
  indexes: ['(position)', '(civic_event_id, position)', '(programme_id, position)', '(facility_id, position)'],
  on: Object.fromEntries(
    Object.keys(questionnaireEvents.types).map((type) => [
      type,
      {
        evolve: (row: QuestionnaireRow | undefined, event: RecordedOf<QuestionnaireEvent>, id: string) => {
          const questionnaire = evolve(row?.questionnaire ?? null, event);
          const { status, content } = questionnaire;
          return {
            id,
            position: row?.position ?? event.position,
            status,
            ...content.about,
            facilityId: content.about.facilityId ?? null,
            questionnaire,
          };
        },
      },
    ]),
  ),
});
