import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Registration, RegistrationTable } from '@ecou/messaging';
import type { AttendanceEvent } from './civic-event/attendance.events.js';
import type { DiscussionPointEvent } from './discussion-point/discussion-point.events.js';

type Decided = Extract<DiscussionPointEvent, { type: 'RecommendationAccepted' | 'RecommendationDeclined' }>;
type Corrected = Extract<AttendanceEvent, { type: 'AttendanceCorrected' }>;

/** A decision on a recommendation as it is registered. The fields of the record never change: receipts name them. */
export function decisionRegistration(event: RecordedEvent<Decided>): Registration {
  const { data } = event;
  const { civicEventId, programmeId } = data;
  const recommendationId = idOf(event.stream);
  const [decision, reason] = 'explanation' in data ? ['accepted', data.explanation] : ['declined', data.reason];
  return {
    kind: 'recommendation-decision',
    number: recommendationId,
    registeredAt: happenedAt(event),
    record: { recommendationId, civicEventId, programmeId, decision, reason },
  };
}

/** A correction of attendance as it is registered. The fields of the record never change: receipts name them. */
export function correctionRegistration({ stream, data }: RecordedEvent<Corrected>): Registration {
  const { correctedAt: registeredAt, programmeId, categoriesVersion, categories, total, reason, reported } = data;
  const civicEventId = idOf(stream);
  const figures = { categoriesVersion, categories, total, reason, reported };
  const record = { civicEventId, programmeId, ...figures };
  return { kind: 'attendance-correction', number: civicEventId, registeredAt, record };
}

export const registrations: RegistrationTable<AttendanceEvent | DiscussionPointEvent> = {
  AttendanceCorrected: correctionRegistration,
  RecommendationAccepted: decisionRegistration,
  RecommendationDeclined: decisionRegistration,
};
