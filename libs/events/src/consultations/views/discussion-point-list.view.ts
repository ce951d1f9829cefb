import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { DiscussionPointEvent } from '../discussion-point/discussion-point.events.js';
import type { PointAnswer } from '../discussion-point/discussion-point.schemas.js';
import { folds } from './folds.js';

export interface DiscussionPointRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly kind: string;
  readonly themes: string[];
  /** The text that `q` looks through. */
  readonly search: string;
  /** Lists are in this order: the place in the session; points whose place nobody noted come last. */
  readonly rank: number;
  /** Global position of the fact, so that a report takes just the points that stood before it. */
  readonly position: number;
  /** Global position of the fact that made it a recommendation; null: it is what it was recorded as. */
  readonly promotedAt: number | null;
  /** The point as it was recorded. */
  readonly point: PointAnswer;
}

type Recorded<Type extends DiscussionPointEvent['type']> = RecordedEvent<Extract<DiscussionPointEvent, { type: Type }>>;

/** The point as it stood at a position, or as it is. */
export const pointAt = ({ point, promotedAt }: DiscussionPointRow, position = Infinity): PointAnswer =>
  promotedAt !== null && promotedAt <= position ? { ...point, kind: 'recommendation' } : point;

const last = 2_147_483_647;

/** The points made at civic events. */
export const discussionPointList = defineView<DiscussionPointRow>({
  name: 'discussion_point_list',
  version: 2,
  fold: folds.discussion_point_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    kind: 'text NOT NULL',
    themes: 'text[] NOT NULL',
    search: 'text NOT NULL',
    rank: 'integer NOT NULL',
    position: 'bigint NOT NULL',
    promotedAt: 'bigint',
    point: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, rank, position)'],
  on: {
    DiscussionPointRecorded: {
      evolve: (_row, { stream, data, position, recordedAt }: Recorded<'DiscussionPointRecorded'>) => ({
        id: idOf(stream),
        civicEventId: data.civicEventId,
        kind: data.kind,
        themes: data.themes,
        search: searchText(data.text.ro, data.text.en, ...data.themes),
        rank: data.place ?? last,
        position,
        promotedAt: null,
        point: { id: idOf(stream), ...data, recordedAt },
      }),
    },
    DiscussionPointPromoted: {
      evolve: (row: DiscussionPointRow | undefined, { position }: Recorded<'DiscussionPointPromoted'>) =>
        row && { ...row, kind: 'recommendation', promotedAt: position },
    },
  },
});
