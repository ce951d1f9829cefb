import {
  FeedbackRegistrationCommittedV1,
  QuestionnaireClosedV1,
  QuestionnaireOpenedV1,
  ResponsesCountedV1,
  ResultsPublishedV1,
  UpdatesRequestedContactV1,
  UpdatesRequestedV1,
} from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, committing, type PublishTable } from '@ecou/messaging';
import type { QuestionnaireEvent } from './questionnaire/questionnaire.events.js';
import type { ResponseRecorded } from './response/response.events.js';
import { ballotRegistration } from './registrations.js';
import { countsIn } from './questionnaire/counts.js';
import type { UpdatesRequestEvent } from './updates-request/updates-request.events.js';

const of = ({ stream }: RecordedEvent) => ({ questionnaireId: idOf(stream) });

/** Which event becomes which contract. Free texts stay inside; an address goes to Ecou's own services only. */
export const publish: PublishTable<QuestionnaireEvent | ResponseRecorded | UpdatesRequestEvent> = {
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
  /** Subscribers are told what the public is told: of a single answer nothing (0113). */
  ResultsPublished: (event) => {
    const { about, channels: _channels, ...published } = event.data;
    const results = as(ResultsPublishedV1, { ...of(event), ...about, ...published });
    const counted = countsIn(event.data);
    return counted ? [results, as(ResponsesCountedV1, { ...of(event), ...about, ...counted })] : results;
  },
  /** Of an answer by ballot its commitment, which tells nothing of it; of others nothing. */
  ResponseRecorded: ({ data }) =>
    data.channel === 'ballot' ? committing(FeedbackRegistrationCommittedV1, ballotRegistration(data)) : [],
  UpdatesRequested: ({ stream, data: { channel, address, consentText, ...wish } }) => {
    const requested = { requestId: idOf(stream), ...wish };
    return [
      as(UpdatesRequestedV1, requested),
      as(UpdatesRequestedContactV1, { ...requested, channel, address, consentText }),
    ];
  },
};
