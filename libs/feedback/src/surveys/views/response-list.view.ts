import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Channel } from '../questionnaire/questionnaire.events.js';
import type { Answer, AnswerCoded, ResponseRecorded } from '../response/response.events.js';
import { folds } from './folds.js';

export interface ResponseRow {
  readonly id: string;
  readonly questionnaireId: string;
  readonly channel: Channel;
  readonly language: Language;
  /** Free texts sealed. */
  readonly answers: readonly Answer[];
  /** Free texts that were coded. */
  readonly codes: readonly { readonly item: string; readonly themes: string[]; readonly by: string }[];
}

/** Single answers. They carry no time, and their ids are random: no order tells who came when. */
export const responseList = defineView<ResponseRow>({
  name: 'response_list',
  version: 2,
  fold: folds.response_list,
  key: 'id',
  columns: {
    id: 'text',
    questionnaireId: 'text NOT NULL',
    channel: 'text NOT NULL',
    language: 'text NOT NULL',
    answers: 'jsonb NOT NULL',
    codes: 'jsonb NOT NULL',
  },
  indexes: ['(questionnaire_id, id)'],
  on: {
    ResponseRecorded: {
      evolve: (_row, { stream, data }: RecordedEvent<ResponseRecorded>) => {
        const { questionnaireId, channel, language, answers } = data;
        return { id: idOf(stream), questionnaireId, channel, language, answers, codes: [] };
      },
    },
    AnswerCoded: {
      evolve: (row, { data: { item, themes }, metadata }: RecordedEvent<AnswerCoded>) => {
        const others = row?.codes.filter((code) => code.item !== item) ?? [];
        return row && { ...row, codes: [...others, { item, themes, by: metadata.actor }] };
      },
    },
  },
});
