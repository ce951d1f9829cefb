import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { AnnouncementEvent } from '../announcement/announcement.events.js';
import { folds } from './folds.js';

export interface RecommendationAnnouncementRow {
  readonly id: string;
  readonly recommendationId: string;
}

type Started = RecordedEvent<Extract<AnnouncementEvent, { type: 'AnnouncementStarted' }>>;

/** The announcements that repeat the words of a recommendation: a redaction has to find them. */
export const recommendationAnnouncement = defineView<RecommendationAnnouncementRow>({
  name: 'recommendation_announcement',
  version: 1,
  fold: folds.recommendation_announcement,
  key: 'id',
  columns: { id: 'text COLLATE "C"', recommendationId: 'text NOT NULL' },
  indexes: ['(recommendation_id)'],
  on: {
    AnnouncementStarted: {
      evolve: (_row, { stream, data: { details } }: Started) => {
        const recommendationId = details['recommendationId'];
        return recommendationId === undefined ? undefined : { id: idOf(stream), recommendationId };
      },
    },
  },
});
