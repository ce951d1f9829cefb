import {
  QuestionnaireClosedV1,
  QuestionnaireOpenedV1,
  ResponseRecordedV1,
  ResultsPublishedV1,
  UpdatesRequestedContactV1,
  UpdatesRequestedV1,
} from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { QuestionnaireEvent } from './questionnaire/questionnaire.events.js';
import { valuesIn } from './response/answer.rules.js';
import type { ResponseEvent } from './response/response.events.js';
import type { UpdatesRequestEvent } from './updates-request/updates-request.events.js';

const of = ({ stream }: RecordedEvent) => ({ questionnaireId: idOf(stream) });

/** Which event becomes which contract. Free texts stay inside; an address goes to Ecou's own services only. */
export const publish: PublishTable<QuestionnaireEvent | ResponseEvent | UpdatesRequestEvent> = {
  QuestionnaireOpened: (event) => {
    const { about, access, ...opened } = event.data;
    const byBallot = access === 'anonymous-once';
    return as(QuestionnaireOpenedV1, {
      ...of(event),
      ...about,
      ...opened,
      access: byBallot ? 'token' : access,
      byBallot,
    });
  },
  QuestionnaireClosed: (event) => {
    const { about, closedAt } = event.data;
    return as(QuestionnaireClosedV1, { ...of(event), ...about, closedAt });
  },
  ResponseRecorded: ({ stream, data: { about, answers, staffOnly = [], ...recorded } }) =>
    as(ResponseRecordedV1, {
      responseId: idOf(stream),
      ...about,
      ...recorded,
      answers: answers
        .filter(({ item }) => !staffOnly.includes(item))
        .flatMap((answer) => valuesIn(answer).map((value) => ({ item: answer.item, kind: answer.kind, value }))),
    }),
  ResultsPublished: (event) => {
    const { about, ...published } = event.data;
    return as(ResultsPublishedV1, { ...of(event), ...about, ...published });
  },
  UpdatesRequested: ({ stream, data: { channel, address, consentText, ...wish } }) => {
    const requested = { requestId: idOf(stream), ...wish };
    return [
      as(UpdatesRequestedV1, requested),
      as(UpdatesRequestedContactV1, { ...requested, channel, address, consentText }),
    ];
  },
};
