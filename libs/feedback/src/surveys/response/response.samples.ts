import type { Sealed } from '@ecou/event-sourcing';
import { at, content, questionnaireId } from '../questionnaire/questionnaire.samples.js';
import type { Answer, AnswerCoded, ResponseRecorded } from './response.events.js';

/** Samples for specs: an answer to the sample questionnaire. */
export const text: Sealed<string> = {
  subject: '3f1d2c4b-1a2b-4c3d-8e4f-5a6b7c8d9e0f',
  codec: 'plain',
  value: 'Mai multe întâlniri.',
};

export const answers: Answer[] = [
  { kind: 'grade', item: 'duration', grade: 3 },
  { kind: 'yes-no', item: 'objectives', yes: true },
  { kind: 'text', item: 'suggestions', text },
  { kind: 'wish', item: 'updates', wish: true },
];

export const recorded: ResponseRecorded = {
  type: 'ResponseRecorded',
  data: { questionnaireId, about: content.about, channel: 'anonymous', language: 'ro', answers, recordedAt: at },
};

export const coded: AnswerCoded = {
  type: 'AnswerCoded',
  data: { questionnaireId, item: 'suggestions', themes: ['guides', 'schools'], before: [] },
};
