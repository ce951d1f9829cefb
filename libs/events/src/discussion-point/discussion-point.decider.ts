import { Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { CivicEventStatus } from '../civic-event/civic-event.decider.js';
import { refuseUnchoosable, type Vocabulary } from '../taxonomy/vocabulary.js';
import type { DiscussionPoint, DiscussionPointEvent } from './discussion-point.events.js';

export type RecordDiscussionPoint = {
  readonly type: 'RecordDiscussionPoint';
  readonly point: DiscussionPoint;
  /** The themes that can be chosen. */
  readonly themes: Vocabulary;
  /** Status of the civic event, which is a stream of its own. */
  readonly status: CivicEventStatus;
  /** Whether the public was ever told of the civic event. */
  readonly announced: boolean;
};
export type DiscussionPointCommandBody = RecordDiscussionPoint;

export const discussionPointDecider: Decider<DiscussionPointCommandBody, DiscussionPoint | null, DiscussionPointEvent> =
  {
    initial: null,
    decide({ point, themes, status, announced }, recorded) {
      if (recorded && same(recorded, point)) return [];
      if (recorded) {
        throw new Rejected('DISCUSSION_POINT_EXISTS', 'A point with this id exists, and says something else.');
      }
      if (status === 'cancelled') {
        throw new Rejected('CIVIC_EVENT_CANCELLED', 'Nothing was said at a civic event that was cancelled.');
      }
      if (!announced) {
        throw new Rejected('CIVIC_EVENT_NOT_PUBLISHED', 'A civic event is published before what was said is recorded.');
      }
      refuseUnchoosable(
        themes,
        point.themes.map((id, index) => ({ id, path: ['themes', index] })),
      );
      return [{ type: 'DiscussionPointRecorded', data: { ...point, themesVersion: themes.version } }];
    },
    evolve: (_recorded, { data: { themesVersion: _version, ...point } }) => point,
  };
