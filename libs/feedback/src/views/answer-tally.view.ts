import { defineView, type RecordedEvent } from '@ecou/event-sourcing';
import { valueOf } from '../response/response.decider.js';
import type { ResponseRecorded } from '../response/response.events.js';
import { given, type Tally } from '../results/results.js';

export interface TallyRow extends Tally {
  readonly questionnaireId: string;
}

type Counts = Tally['items'];

const counted = (items: Counts, { answers }: ResponseRecorded['data']): Counts =>
  answers.reduce((before, answer) => {
    const value = valueOf(answer) ?? given;
    const counts = before[answer.item] ?? {};
    return { ...before, [answer.item]: { ...counts, [value]: (counts[value] ?? 0) + 1 } };
  }, items);

const isAnonymous = ({ channel }: ResponseRecorded['data']): boolean => channel === 'anonymous' || channel === 'ballot';

/** What was answered to each questionnaire, counted; no answer by itself. */
export const answerTally = defineView<TallyRow>({
  name: 'answer_tally',
  version: 2,
  key: 'questionnaireId',
  columns: {
    questionnaireId: 'text',
    respondents: 'integer NOT NULL',
    anonymous: 'integer NOT NULL',
    items: 'jsonb NOT NULL',
  },
  on: {
    ResponseRecorded: {
      keys: ({ data }: RecordedEvent<ResponseRecorded>) => [data.questionnaireId],
      evolve: (row, { data }: RecordedEvent<ResponseRecorded>, questionnaireId) => ({
        questionnaireId,
        respondents: (row?.respondents ?? 0) + 1,
        anonymous: (row?.anonymous ?? 0) + (isAnonymous(data) ? 1 : 0),
        items: counted(row?.items ?? {}, data),
      }),
    },
  },
});
