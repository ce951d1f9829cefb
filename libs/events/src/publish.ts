import {
  AttendanceCorrectedV1,
  AttendanceReportedV1,
  CivicEventCancelledV1,
  CivicEventHeldV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  DeliverablePublishedV1,
  PersonInvitedV1,
  ProgrammeStartedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  RecommendationRecordedV1,
  RegistrationCancelledV1,
  RegistrationClosedV1,
  RegistrationConfirmedV1,
  RegistrationOpenedV1,
  RegistrationPromotedV1,
  RegistrationReminderV1,
  RegistrationRepeatedV1,
  RegistrationRescheduledV1,
  RegistrationToConfirmV1,
  RegistrationWaitingV1,
  ReportPublishedV1,
  TaxonomyChangedV1,
  type LocalizedText,
} from '@ecou/contracts';
import { happenedAt, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/runtime';
import { differenceOf } from './consultations/civic-event/attendance.decider.js';
import type { AttendanceEvent, Figures } from './consultations/civic-event/attendance.events.js';
import type { CivicEventEvent } from './consultations/civic-event/civic-event.events.js';
import type {
  DiscussionPointEvent,
  RecommendationStatus,
} from './consultations/discussion-point/discussion-point.events.js';
import type { InvitationEvent } from './registration/invitation/invitation.events.js';
import type { ProgrammeEvent } from './consultations/programme/programme.events.js';
import type { Notice, RegistrationEvent } from './registration/registration/registration.events.js';
import type { ReportEvent } from './outputs/report/report.events.js';
import type { SeatLedgerEvent } from './registration/seat-ledger/seat-ledger.events.js';
import type { TaxonomyEvent } from './consultations/taxonomy/taxonomy.events.js';

/** Civic event, attendance and report share one id. */
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

/** Whom a message is for and what it is about; nothing where they cannot be written to. */
function told<C>(id: string, notice: Notice, message: (registration: ReturnType<typeof toldOf>) => C): C | [] {
  return notice.contact ? message(toldOf(id, notice, notice.contact)) : [];
}

const toldOf = (
  registrationId: string,
  { civicEventId, occasion, category, language, name }: Notice,
  { channel, address }: NonNullable<Notice['contact']>,
) => ({ registrationId, civicEventId, ...occasion, category, language, channel, name, address });

const confirmation = (place: 'seat' | 'waiting', registration: ReturnType<typeof toldOf>, at: string) =>
  place === 'seat'
    ? as(RegistrationConfirmedV1, { ...registration, confirmedAt: at })
    : as(RegistrationWaitingV1, { ...registration, waitingSince: at });

/**
 * Which event becomes which contract. What the public was never told of (a civic event that is cancelled before it was announced)
 * stays inside.
 */
export const publish: PublishTable<
  | ProgrammeEvent
  | CivicEventEvent
  | AttendanceEvent
  | DiscussionPointEvent
  | ReportEvent
  | TaxonomyEvent
  | SeatLedgerEvent
  | RegistrationEvent
  | InvitationEvent
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
  ReportPublished: (event) => as(ReportPublishedV1, { ...of(event), ...event.data }),
  RegistrationOpened: (event) => {
    const { occasion, ...opened } = event.data;
    return as(RegistrationOpenedV1, { ...of(event), ...occasion, ...opened });
  },
  RegistrationClosed: (event) => {
    const { occasion, ...closed } = event.data;
    return as(RegistrationClosedV1, { ...of(event), ...occasion, ...closed });
  },
  PersonRegistered: ({ stream, data }) =>
    told(idOf(stream), data, (registration) => {
      const { confirmBy, place, registeredAt } = data;
      if (confirmBy !== null) return as(RegistrationToConfirmV1, { ...registration, confirmBy, registeredAt });
      return confirmation(place, registration, registeredAt);
    }),
  RegistrationConfirmed: ({ stream, data }) =>
    told(idOf(stream), data, (registration) => confirmation(data.place, registration, data.confirmedAt)),
  // Somebody who has not confirmed is told of their seat when they do.
  RegistrationPromoted: ({ stream, data }) =>
    data.confirmed
      ? told(idOf(stream), data, (to) => as(RegistrationPromotedV1, { ...to, promotedAt: data.promotedAt }))
      : [],
  RegistrationMoved: ({ stream, data: { movedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationRescheduledV1, { ...to, rescheduledAt: movedAt })),
  RegistrationReminded: ({ stream, data: { hours, remindedAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationReminderV1, { ...to, hoursBefore: hours, remindedAt })),
  RegistrationRepeated: ({ stream, data }) =>
    told(idOf(stream), data, (to) => as(RegistrationRepeatedV1, { ...to, repeatedAt: data.repeatedAt })),
  RegistrationCancelled: ({ stream, data: { reason, cancelledAt, ...notice } }) =>
    told(idOf(stream), notice, (to) => as(RegistrationCancelledV1, { ...to, reason, cancelledAt })),
  PersonInvited: ({ stream, data: { civicEventId, occasion, contact, invitedAt, ...person } }) =>
    as(PersonInvitedV1, { invitationId: idOf(stream), civicEventId, ...occasion, ...person, ...contact, invitedAt }),
  TaxonomyChanged: (event) => as(TaxonomyChangedV1, { taxonomyId: idOf(event.stream), ...event.data }),
};
