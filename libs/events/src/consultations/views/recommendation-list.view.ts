import type { LocalizedText } from '@ecou/contracts';
import { defineView, happenedAt, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { DiscussionPointEvent, RecommendationStatus } from '../discussion-point/discussion-point.events.js';
import { isDecided } from '../discussion-point/recommendation.js';
import type { RecommendationAnswer } from '../discussion-point/recommendation.schemas.js';
import { folds } from './folds.js';

export interface RecommendationRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly programmeId: string | null;
  readonly status: RecommendationStatus;
  /** As it is searched: without case and diacritics. */
  readonly owner: string | null;
  readonly themes: string[];
  /** The text that `q` looks through. */
  readonly search: string;
  /** Global position of the fact that made it a recommendation. Lists are in this order. */
  readonly position: number;
  /** Its statuses, each from its position on. */
  readonly reached: readonly { readonly status: RecommendationStatus; readonly position: number }[];
  /** The recommendation as it is answered. */
  readonly recommendation: RecommendationAnswer;
}

type Recorded<Type extends DiscussionPointEvent['type']> = RecordedEvent<Extract<DiscussionPointEvent, { type: Type }>>;
type Row = RecommendationRow | undefined;

const ownerKey = (owner: RecommendationAnswer['owner']): string | null => owner && searchText(owner.name);

function rowOf(recommendation: RecommendationAnswer, position: number, reached: RecommendationRow['reached']) {
  const { id, civicEventId, programmeId, status, owner, themes, text, progress } = recommendation;
  const notes = progress.flatMap(({ note }) => [note.ro, note.en]);
  return {
    id,
    civicEventId,
    programmeId,
    status,
    owner: ownerKey(owner),
    themes,
    search: searchText(text.ro, text.en, ...themes, owner?.name, ...notes),
    position,
    reached,
    recommendation,
  };
}

/** The words of a point that is, or becomes, a recommendation. */
type Said = Pick<RecommendationAnswer, 'civicEventId' | 'programmeId' | 'text' | 'themes' | 'themesVersion'>;

function begun(event: RecordedEvent, said: Said, promoted: RecommendationAnswer['promoted']): RecommendationRow {
  const { stream, position, version } = event;
  const at = happenedAt(event);
  const { civicEventId, programmeId, text, themes, themesVersion } = said;
  const recommendation: RecommendationAnswer = {
    id: idOf(stream),
    civicEventId,
    programmeId,
    text,
    themes,
    themesVersion,
    reworded: null,
    redacted: null,
    status: 'recorded',
    owner: null,
    decision: null,
    promoted,
    stages: [{ status: 'recorded', note: promoted?.reason ?? null, at }],
    progress: [],
    recordedAt: at,
    version,
  };
  return rowOf(recommendation, position, [{ status: 'recorded', position }]);
}

/** The row after a change that leaves the status as it is. */
const changed = (row: Row, { version }: RecordedEvent, change: Partial<RecommendationAnswer>) =>
  row && rowOf({ ...row.recommendation, ...change, version }, row.position, row.reached);

/** The decision that a status is; null where it is none. */
const outcomes: Readonly<Record<RecommendationStatus, 'accepted' | 'declined' | null>> = {
  recorded: null,
  'under-review': null,
  accepted: 'accepted',
  declined: 'declined',
  'in-progress': null,
  done: null,
};

/** The row after the recommendation has got to a status. */
function reached(row: Row, event: RecordedEvent, status: RecommendationStatus, note: LocalizedText | null = null): Row {
  if (!row) return row;
  const at = happenedAt(event);
  const { decision, stages } = row.recommendation;
  const outcome = outcomes[status];
  const decided = outcome ? { outcome, reason: note, decidedAt: at } : decision;
  const change = {
    status,
    stages: [...stages, { status, note, at }],
    decision: isDecided(status) ? decided : null,
    version: event.version,
  };
  return rowOf({ ...row.recommendation, ...change }, row.position, [
    ...row.reached,
    { status, position: event.position },
  ]);
}

/** Recommendations and their progress; suggestions and observations have no row, until they are promoted. */
export const recommendationList = defineView<RecommendationRow>({
  name: 'recommendation_list',
  version: 2,
  fold: folds.recommendation_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    programmeId: 'text',
    status: 'text NOT NULL',
    owner: 'text',
    themes: 'text[] NOT NULL',
    search: 'text NOT NULL',
    position: 'bigint NOT NULL',
    reached: 'jsonb NOT NULL',
    recommendation: 'jsonb NOT NULL',
  },
  indexes: [
    '(position)',
    '(civic_event_id, position)',
    '(programme_id, position)',
    '(status, position)',
    'USING gin (search gin_trgm_ops)',
  ],
  on: {
    DiscussionPointRecorded: {
      evolve: (_row, event: Recorded<'DiscussionPointRecorded'>) =>
        event.data.kind === 'recommendation' ? begun(event, event.data, null) : undefined,
    },
    DiscussionPointPromoted: {
      evolve: (_row, event: Recorded<'DiscussionPointPromoted'>) =>
        begun(event, event.data, { from: event.data.from, reason: event.data.reason }),
    },
    DiscussionPointReworded: {
      evolve: (row, event: Recorded<'DiscussionPointReworded'>) => {
        const { text, reason, rewordedAt: at } = event.data;
        return changed(row, event, { text, reworded: { reason, at } });
      },
    },
    DiscussionPointRedacted: {
      evolve: (row, event: Recorded<'DiscussionPointRedacted'>) => {
        const { text, reason, redactedAt: at } = event.data;
        return changed(row, event, { text, redacted: { reason, at } });
      },
    },
    RedactionCarriedOut: { evolve: (row, event: Recorded<'RedactionCarriedOut'>) => changed(row, event, {}) },
    RecommendationReviewStarted: {
      evolve: (row, event: Recorded<'RecommendationReviewStarted'>) => reached(row, event, 'under-review'),
    },
    RecommendationAssigned: {
      evolve: (row, event: Recorded<'RecommendationAssigned'>) => changed(row, event, { owner: event.data.owner }),
    },
    RecommendationAccepted: {
      evolve: (row, event: Recorded<'RecommendationAccepted'>) =>
        reached(row, event, 'accepted', event.data.explanation),
    },
    RecommendationDeclined: {
      evolve: (row, event: Recorded<'RecommendationDeclined'>) => reached(row, event, 'declined', event.data.reason),
    },
    RecommendationStarted: {
      evolve: (row, event: Recorded<'RecommendationStarted'>) => reached(row, event, 'in-progress'),
    },
    RecommendationCompleted: {
      evolve: (row, event: Recorded<'RecommendationCompleted'>) => reached(row, event, 'done', event.data.result),
    },
    RecommendationReopened: {
      evolve: (row, event: Recorded<'RecommendationReopened'>) =>
        reached(row, event, 'under-review', event.data.reason),
    },
    RecommendationProgressNoted: {
      evolve: (row, event: Recorded<'RecommendationProgressNoted'>) => {
        const { noteId: id, note, status } = event.data;
        const entry = { id, note, status, at: happenedAt(event) };
        return row && changed(row, event, { progress: [...row.recommendation.progress, entry] });
      },
    },
    RecommendationNoteTaken: {
      evolve: (row, event: Recorded<'RecommendationNoteTaken'>) => changed(row, event, {}),
    },
  },
});
