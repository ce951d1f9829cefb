import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { DiscussionPointEvent } from '../discussion-point/discussion-point.events.js';
import type { PointAnswer } from '../discussion-point/discussion-point.schemas.js';
import { folds } from './folds.js';

interface Wording extends Pick<PointAnswer, 'text' | 'reworded'> {
  readonly position: number;
}

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
  /** Its words from each position on, the first ones first. */
  readonly wordings: readonly Wording[];
  /** The point as it stands, but for its promotion. */
  readonly point: PointAnswer;
}

type Recorded<Type extends DiscussionPointEvent['type']> = RecordedEvent<Extract<DiscussionPointEvent, { type: Type }>>;

/** The point as it stood at a position, or as it is. */
export function pointAt({ point, promotedAt, wordings }: DiscussionPointRow, at = Infinity): PointAnswer {
  const { position: _position, ...words } = wordings.findLast(({ position }) => position <= at) ?? { position: 0 };
  return { ...point, ...words, ...(promotedAt !== null && promotedAt <= at && { kind: 'recommendation' }) };
}

const searchOf = ({ text, themes }: Pick<PointAnswer, 'text' | 'themes'>): string =>
  searchText(text.ro, text.en, ...themes);

const last = 2_147_483_647;

/** The points made at civic events. */
export const discussionPointList = defineView<DiscussionPointRow>({
  name: 'discussion_point_list',
  version: 3,
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
    wordings: 'jsonb NOT NULL',
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
        search: searchOf(data),
        rank: data.place ?? last,
        position,
        promotedAt: null,
        wordings: [{ position, text: data.text, reworded: null }],
        point: { id: idOf(stream), ...data, recordedAt, reworded: null, redacted: null },
      }),
    },
    DiscussionPointPromoted: {
      evolve: (row: DiscussionPointRow | undefined, { position }: Recorded<'DiscussionPointPromoted'>) =>
        row && { ...row, kind: 'recommendation', promotedAt: position },
    },
    DiscussionPointReworded: {
      evolve: (row: DiscussionPointRow | undefined, { position, data }: Recorded<'DiscussionPointReworded'>) => {
        if (!row) return row;
        const { text, reason, rewordedAt: at } = data;
        const words = { text, reworded: { reason, at } };
        const point = { ...row.point, ...words };
        return { ...row, search: searchOf(point), wordings: [...row.wordings, { position, ...words }], point };
      },
    },
    // At every position, and so in every version of a report.
    DiscussionPointRedacted: {
      evolve: (row: DiscussionPointRow | undefined, { data }: Recorded<'DiscussionPointRedacted'>) => {
        if (!row) return row;
        const { text, reason, redactedAt: at } = data;
        const point = { ...row.point, text, redacted: { reason, at } };
        const wordings = row.wordings.map((each) => ({ ...each, text }));
        return { ...row, search: searchOf(point), wordings, point };
      },
    },
  },
});
