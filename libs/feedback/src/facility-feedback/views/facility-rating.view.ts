import type { LocalizedText } from '@ecou/contracts';
import { defineView, type RecordedEvent } from '@ecou/event-sourcing';
import type {
  FacilityFeedbackGiven,
  FacilityFeedbackHidden,
  FacilityFeedbackRestored,
} from '../feedback/facility-feedback.events.js';
import type { ListedFacilityEvent } from '../listed-facility/listed-facility.events.js';
import { folds } from './folds.js';

export interface FacilityRatingRow {
  readonly facilityId: string;
  readonly kind: string;
  readonly name: LocalizedText;
  readonly retired: boolean;
  /** The numbers of grades of 1, 2, 3, 4 and 5 that count. */
  readonly counts: readonly number[];
  readonly comments: number;
  readonly hidden: number;
  readonly excluded: number;
}

const noGrades = [0, 0, 0, 0, 0] as const;

const ofFacility = {
  keys: ({ data }: RecordedEvent<FacilityFeedbackGiven>) => [data.facilityId],
};

const counted = (counts: readonly number[], grade: number, by: 1 | -1): readonly number[] =>
  counts.map((count, index) => (index === grade - 1 ? count + by : count));

const listed =
  (retired: boolean) =>
  (row: FacilityRatingRow | undefined, { data }: RecordedEvent<ListedFacilityEvent>, facilityId: string) => ({
    ...(row ?? { counts: noGrades, comments: 0, hidden: 0, excluded: 0 }),
    facilityId,
    ...data,
    retired,
  });

/** The figures of each facility that takes feedback. One is listed before anything can be said of it. */
export const facilityRating = defineView<FacilityRatingRow>({
  name: 'facility_rating',
  version: 1,
  fold: folds.facility_rating,
  key: 'facilityId',
  columns: {
    facilityId: 'text',
    kind: 'text NOT NULL',
    name: 'jsonb NOT NULL',
    retired: 'boolean NOT NULL',
    counts: 'jsonb NOT NULL',
    comments: 'integer NOT NULL',
    hidden: 'integer NOT NULL',
    excluded: 'integer NOT NULL',
  },
  indexes: ['(kind, facility_id)'],
  on: {
    FacilityListed: { evolve: listed(false) },
    FacilityDelisted: { evolve: listed(true) },
    FacilityFeedbackGiven: {
      ...ofFacility,
      evolve: (row, { data }: RecordedEvent<FacilityFeedbackGiven>) =>
        row && {
          ...row,
          counts: counted(row.counts, data.grade, 1),
          comments: row.comments + (data.comment ? 1 : 0),
        },
    },
    FacilityFeedbackHidden: {
      ...ofFacility,
      evolve: (row, { data }: RecordedEvent<FacilityFeedbackHidden>) =>
        row && {
          ...row,
          hidden: row.hidden + 1,
          ...(data.excludesGrade && { counts: counted(row.counts, data.grade, -1), excluded: row.excluded + 1 }),
        },
    },
    FacilityFeedbackRestored: {
      ...ofFacility,
      evolve: (row, { data }: RecordedEvent<FacilityFeedbackRestored>) =>
        row && {
          ...row,
          hidden: row.hidden - 1,
          ...(data.includesGrade && { counts: counted(row.counts, data.grade, 1), excluded: row.excluded - 1 }),
        },
    },
  },
});
