import {
  AttendanceCorrectedV1,
  AttendanceCorrectedV2,
  AttendanceReportedV1,
  CivicEventCancelledV1,
  CivicEventCorrectedV1,
  CivicEventHeldV1,
  CivicEventHoldRevokedV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  DiscussionPointRecordedV1,
  DiscussionPointRedactedV1,
  EventsRegistrationCommittedV1,
  ProgrammeCorrectedV1,
  ProgrammeEndedV1,
  ProgrammeReopenedV1,
  ProgrammeStartedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  RecommendationRewordedV1,
  TaxonomyChangedV1,
  type LocalizedText,
} from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, committing, type PublishTable } from '@ecou/messaging';
import { differenceOf } from './civic-event/attendance.decider.js';
import type { AttendanceEvent, Figures } from './civic-event/attendance.events.js';
import type { CivicEventEvent } from './civic-event/civic-event.events.js';
import type { DiscussionPointEvent, RecommendationStatus } from './discussion-point/discussion-point.events.js';
import type { ProgrammeEvent } from './programme/programme.events.js';
import { correctionRegistration, decisionRegistration } from './registrations.js';
import type { TaxonomyEvent } from './taxonomy/taxonomy.events.js';

/** Civic event and attendance share one id. */
const of = ({ stream }: RecordedEvent) => ({ civicEventId: idOf(stream) });

const reconciliation = (figures: Figures) => {
  const difference = differenceOf(figures);
  return { difference, reconciled: difference === 0 };
};

/** A field as contracts name it. */
const slugOf = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

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
  ProgrammeCorrected: (event) => {
    const { title, fundingCodes, period, changed, reason, correctedAt } = event.data;
    const programmeId = idOf(event.stream);
    return as(ProgrammeCorrectedV1, {
      programmeId,
      title,
      fundingCodes,
      period,
      changed: changed.map(slugOf),
      reason,
      correctedAt,
    });
  },
  ProgrammeEnded: (event) => as(ProgrammeEndedV1, { programmeId: idOf(event.stream), ...event.data }),
  ProgrammeReopened: (event) => as(ProgrammeReopenedV1, { programmeId: idOf(event.stream), ...event.data }),
  DeliverablePublished: (event) => as(DeliverablePublishedV1, { programmeId: idOf(event.stream), ...event.data }),
  CivicEventPublished: (event) =>
    as(CivicEventPublishedV1, { ...of(event), ...event.data, publishedAt: happenedAt(event) }),
  CivicEventCorrected: (event) => {
    const {
      announced,
      changed,
      previous: _previous,
      description: _description,
      audience: _audience,
      ...data
    } = event.data;
    return announced ? as(CivicEventCorrectedV1, { ...of(event), ...data, changed: changed.map(slugOf) }) : [];
  },
  AgendaSet: (event) => {
    if (!event.data.corrected) return [];
    const { occasion, ...data } = event.data.corrected;
    return as(CivicEventCorrectedV1, { ...of(event), ...occasion, ...data, changed: ['agenda'] });
  },
  CivicEventRescheduled: (event) => {
    const { announced, ...data } = event.data;
    return announced ? as(CivicEventRescheduledV1, { ...of(event), ...data, rescheduledAt: happenedAt(event) }) : [];
  },
  CivicEventCancelled: (event) => {
    const { announced, ...data } = event.data;
    return announced ? as(CivicEventCancelledV1, { ...of(event), ...data, cancelledAt: happenedAt(event) }) : [];
  },
  CivicEventHeld: (event) => as(CivicEventHeldV1, { ...of(event), ...event.data, heldAt: happenedAt(event) }),
  CivicEventHoldRevoked: (event) => as(CivicEventHoldRevokedV1, { ...of(event), ...event.data }),
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
    const corrected = { ...of(event), ...data, ...reconciliation(data) };
    return [
      as(AttendanceCorrectedV1, { ...corrected, reason: data.reason.ro }),
      as(AttendanceCorrectedV2, corrected),
      committing(EventsRegistrationCommittedV1, correctionRegistration(event)),
    ];
  },
  DiscussionPointRecorded: (event) => {
    const { text, ...point } = event.data;
    const id = idOf(event.stream);
    const recordedAt = happenedAt(event);
    const recorded = as(DiscussionPointRecordedV1, { discussionPointId: id, ...point, recordedAt });
    if (point.kind !== 'recommendation') return recorded;
    const { civicEventId, programmeId, themes } = point;
    const recommendation = { recommendationId: id, civicEventId, programmeId, text, themes, recordedAt };
    return [recorded, as(RecommendationRecordedV1, recommendation)];
  },
  DiscussionPointPromoted: (event) => {
    const { civicEventId, programmeId, text, themes } = event.data;
    const recommendationId = idOf(event.stream);
    const recordedAt = happenedAt(event);
    return as(RecommendationRecordedV1, { recommendationId, civicEventId, programmeId, text, themes, recordedAt });
  },
  DiscussionPointReworded: ({ stream, data: { recommendation, ...data } }) =>
    recommendation ? as(RecommendationRewordedV1, { recommendationId: idOf(stream), ...data }) : [],
  DiscussionPointRedacted: ({ stream, data: { removed: _removed, ...data } }) =>
    as(DiscussionPointRedactedV1, { discussionPointId: idOf(stream), ...data }),
  RecommendationReviewStarted: (event) => progressed(event, event.data, 'review-started', 'under-review'),
  RecommendationAccepted: (event) => {
    const { explanation, ...about } = event.data;
    const registered = committing(EventsRegistrationCommittedV1, decisionRegistration(event));
    return [decided(event, about, 'accepted', explanation), registered];
  },
  RecommendationDeclined: (event) => {
    const { reason, ...about } = event.data;
    const registered = committing(EventsRegistrationCommittedV1, decisionRegistration(event));
    return [decided(event, about, 'declined', reason), registered];
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
