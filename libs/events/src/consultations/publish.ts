import {
  AttendanceCorrectedV1,
  AttendanceReportedV1,
  CivicEventCancelledV1,
  CivicEventHeldV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  ProgrammeStartedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  TaxonomyChangedV1,
  type LocalizedText,
} from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import { differenceOf } from './civic-event/attendance.decider.js';
import type { AttendanceEvent, Figures } from './civic-event/attendance.events.js';
import type { CivicEventEvent } from './civic-event/civic-event.events.js';
import type { DiscussionPointEvent, RecommendationStatus } from './discussion-point/discussion-point.events.js';
import type { ProgrammeEvent } from './programme/programme.events.js';
import type { TaxonomyEvent } from './taxonomy/taxonomy.events.js';

/** Civic event and attendance share one id. */
const of = ({ stream }: RecordedEvent) => ({ civicEventId: idOf(stream) });

const reconciliation = (figures: Figures) => {
  const difference = differenceOf(figures);
  return { difference, reconciled: difference === 0 };
};

type AboutRecommendation = Extract<DiscussionPointEvent, { type: 'RecommendationStarted' }>['data'];

const decided = (
  event: RecordedEvent,
  about: AboutRecommendation,
  decision: 'accepted' | 'declined',
  reason: LocalizedText | null,
) =>
  as(RecommendationDecidedV1, {
    recommendationId: idOf(event.stream),
    ...about,
    decision,
    reason,
    decidedAt: happenedAt(event),
  });

const progressed = (
  event: RecordedEvent,
  about: AboutRecommendation,
  step: string,
  status: RecommendationStatus,
  note: LocalizedText | null = null,
) =>
  as(RecommendationProgressedV1, {
    recommendationId: idOf(event.stream),
    ...about,
    step,
    status,
    note,
    progressedAt: happenedAt(event),
  });

/**
 * Which event becomes which contract. What the public was never told of (a civic event that is cancelled before it was announced)
 * stays inside.
 */
export const publish: PublishTable<
  ProgrammeEvent | CivicEventEvent | AttendanceEvent | DiscussionPointEvent | TaxonomyEvent
> = {
  ProgrammeStarted: (event) =>
    as(ProgrammeStartedV1, { programmeId: idOf(event.stream), ...event.data, startedAt: happenedAt(event) }),
  DeliverablePublished: (event) => as(DeliverablePublishedV1, { programmeId: idOf(event.stream), ...event.data }),
  CivicEventPublished: (event) =>
    as(CivicEventPublishedV1, { ...of(event), ...event.data, publishedAt: happenedAt(event) }),
  CivicEventRescheduled: (event) => {
    const { announced, ...data } = event.data;
    return announced ? as(CivicEventRescheduledV1, { ...of(event), ...data, rescheduledAt: happenedAt(event) }) : [];
  },
  CivicEventCancelled: (event) => {
    const { announced, ...data } = event.data;
    return announced ? as(CivicEventCancelledV1, { ...of(event), ...data, cancelledAt: happenedAt(event) }) : [];
  },
  CivicEventHeld: (event) => as(CivicEventHeldV1, { ...of(event), ...event.data, heldAt: happenedAt(event) }),
  AttendanceReported: (event) => {
    const { categoriesVersion: _version, ...data } = event.data;
    return as(AttendanceReportedV1, {
      ...of(event),
      ...data,
      ...reconciliation(data),
      reportedAt: happenedAt(event),
    });
  },
  AttendanceCorrected: (event) => {
    const { categoriesVersion: _version, ...data } = event.data;
    return as(AttendanceCorrectedV1, { ...of(event), ...data, ...reconciliation(data) });
  },
  DiscussionPointRecorded: (event) => {
    const { civicEventId, programmeId, kind, text, themes } = event.data;
    const recommendationId = idOf(event.stream);
    if (kind !== 'recommendation') return [];
    return as(RecommendationRecordedV1, {
      recommendationId,
      civicEventId,
      programmeId,
      text,
      themes,
      recordedAt: happenedAt(event),
    });
  },
  DiscussionPointPromoted: (event) => {
    const { civicEventId, programmeId, text, themes } = event.data;
    const recommendationId = idOf(event.stream);
    const recordedAt = happenedAt(event);
    return as(RecommendationRecordedV1, { recommendationId, civicEventId, programmeId, text, themes, recordedAt });
  },
  RecommendationReviewStarted: (event) => progressed(event, event.data, 'review-started', 'under-review'),
  RecommendationAccepted: (event) => {
    const { explanation, ...about } = event.data;
    return decided(event, about, 'accepted', explanation);
  },
  RecommendationDeclined: (event) => {
    const { reason, ...about } = event.data;
    return decided(event, about, 'declined', reason);
  },
  RecommendationStarted: (event) => progressed(event, event.data, 'work-started', 'in-progress'),
  RecommendationCompleted: (event) => {
    const { result, ...about } = event.data;
    return progressed(event, about, 'completed', 'done', result);
  },
  RecommendationReopened: (event) => {
    const { from: _from, reason, ...about } = event.data;
    return progressed(event, about, 'reopened', 'under-review', reason);
  },
  RecommendationProgressNoted: (event) => {
    const { noteId: _id, note, status, ...about } = event.data;
    return progressed(event, about, 'noted', status, note);
  },
  TaxonomyChanged: (event) => as(TaxonomyChangedV1, { taxonomyId: idOf(event.stream), ...event.data }),
};
