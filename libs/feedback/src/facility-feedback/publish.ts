import { FacilityFeedbackModeratedV1, FacilityFeedbackRecordedV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { FacilityFeedbackEvent } from './feedback/facility-feedback.events.js';

/** Which event becomes which contract. Comments stay inside. */
export const publish: PublishTable<FacilityFeedbackEvent> = {
  FacilityFeedbackGiven: ({ stream, data: { comment, awaitsApproval: _awaits, ...given } }) =>
    as(FacilityFeedbackRecordedV1, { feedbackId: idOf(stream), ...given, commented: comment !== null }),
  FacilityFeedbackApproved: ({ stream, data: { approvedAt, ...about } }) =>
    as(FacilityFeedbackModeratedV1, {
      feedbackId: idOf(stream),
      ...about,
      decision: 'approved',
      reason: null,
      gradeCounts: true,
      decidedAt: approvedAt,
    }),
  FacilityFeedbackHidden: ({ stream, data: { excludesGrade, hiddenAt, ...hidden } }) =>
    as(FacilityFeedbackModeratedV1, {
      feedbackId: idOf(stream),
      ...hidden,
      decision: 'hidden',
      gradeCounts: !excludesGrade,
      decidedAt: hiddenAt,
    }),
  FacilityFeedbackRestored: ({ stream, data: { includesGrade: _includes, restoredAt, ...restored } }) =>
    as(FacilityFeedbackModeratedV1, {
      feedbackId: idOf(stream),
      ...restored,
      decision: 'restored',
      gradeCounts: true,
      decidedAt: restoredAt,
    }),
};
