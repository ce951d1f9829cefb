import { defineView, type RecordedOf } from '@ecou/event-sourcing';
import { evolve, type FacilityFeedback } from '../feedback/facility-feedback.decider.js';
import { facilityFeedbackEvents, type FacilityFeedbackEvent } from '../feedback/facility-feedback.events.js';
import { folds } from './folds.js';

export interface FacilityFeedbackRow {
  readonly id: string;
  /** Of its first event: lists are in this order, the newest first. */
  readonly position: number;
  readonly version: number;
  readonly facilityId: string;
  readonly kind: string;
  readonly grade: number;
  readonly status: FacilityFeedback['status'];
  /** The comment sealed. */
  readonly feedback: FacilityFeedback;
}

/** All feedback on facilities as its streams fold it. */
export const facilityFeedbackList = defineView<FacilityFeedbackRow>({
  name: 'facility_feedback_list',
  version: 1,
  fold: folds.facility_feedback_list,
  key: 'id',
  columns: {
    id: 'text',
    position: 'bigint NOT NULL',
    version: 'integer NOT NULL',
    facilityId: 'text NOT NULL',
    kind: 'text NOT NULL',
    grade: 'integer NOT NULL',
    status: 'text NOT NULL',
    feedback: 'jsonb NOT NULL',
  },
  indexes: ['(position)', '(facility_id, position)', '(kind, position)', '(status, position)'],
  on: Object.fromEntries(
    Object.keys(facilityFeedbackEvents.types).map((type) => [
      type,
      {
        evolve: (row: FacilityFeedbackRow | undefined, event: RecordedOf<FacilityFeedbackEvent>, id: string) => {
          const feedback = evolve(row?.feedback ?? null, event);
          const { given, status } = feedback;
          return {
            id,
            position: row?.position ?? event.position,
            version: event.version,
            facilityId: given.facilityId,
            kind: given.kind,
            grade: given.grade,
            status,
            feedback,
          };
        },
      },
    ]),
  ),
});
