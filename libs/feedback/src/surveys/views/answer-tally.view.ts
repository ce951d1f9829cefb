import { defineView, type RecordedEvent } from '@ecou/event-sourcing';
import { valuesIn } from '../response/answer.rules.js';
import type { AnswerCoded, ResponseRecorded } from '../response/response.events.js';
import { answered, codedTo, isAnonymous, type Tally } from '../results/results.js';
import { folds } from './folds.js';

export interface TallyRow extends Tally {
  readonly questionnaireId: string;
}

type Counts = Tally['items'];

const counted = (items: Counts, { answers }: ResponseRecorded['data']): Counts =>
  answers.reduce((before, answer) => {
    const counts = { ...before[answer.item] };
    for (const value of [answered, ...valuesIn(answer)]) counts[value] = (counts[value] ?? 0) + 1;
    return { ...before, [answer.item]: counts };
  }, items);

const coded = (items: Counts, { item, themes, before }: AnswerCoded['data']): Counts => {
  const counts = { ...items[item] };
  for (const theme of before) counts[codedTo(theme)] = (counts[codedTo(theme)] ?? 0) - 1;
  for (const theme of themes) counts[codedTo(theme)] = (counts[codedTo(theme)] ?? 0) + 1;
  return { ...items, [item]: counts };
};

const withOne = (channels: Tally['channels'], channel: string): Tally['channels'] => ({
  ...channels,
  [channel]: (channels[channel] ?? 0) + 1,
});

/** The answers to each questionnaire, counted; no answer by itself. */
export const answerTally = defineView<TallyRow>({
  name: 'answer_tally',
  version: 4,
  fold: folds.answer_tally,
  key: 'questionnaireId',
  columns: {
    questionnaireId: 'text',
    respondents: 'integer NOT NULL',
    anonymous: 'integer NOT NULL',
    channels: 'jsonb NOT NULL',
    items: 'jsonb NOT NULL',
  },
  on: {
    ResponseRecorded: {
      keys: ({ data }: RecordedEvent<ResponseRecorded>) => [data.questionnaireId],
      evolve: (row, { data }: RecordedEvent<ResponseRecorded>, questionnaireId) => ({
        questionnaireId,
        respondents: (row?.respondents ?? 0) + 1,
        anonymous: (row?.anonymous ?? 0) + (isAnonymous(data.channel) ? 1 : 0),
        channels: withOne(row?.channels ?? {}, data.channel),
        items: counted(row?.items ?? {}, data),
      }),
    },
    AnswerCoded: {
      keys: ({ data }: RecordedEvent<AnswerCoded>) => [data.questionnaireId],
      evolve: (row, { data }: RecordedEvent<AnswerCoded>) => row && { ...row, items: coded(row.items, data) },
    },
  },
});
