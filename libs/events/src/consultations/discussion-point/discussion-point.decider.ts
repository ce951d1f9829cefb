import type { LocalizedText } from '@ecou/contracts';
import { Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { CivicEventStatus } from '../civic-event/civic-event.decider.js';
import { refuseUnchoosable, type Vocabulary } from '../taxonomy/vocabulary.js';
import type { DiscussionPoint, DiscussionPointEvent } from './discussion-point.events.js';
import { afterwards, decideLife, recorded, type LifeCommand, type Recommendation } from './recommendation.js';

export type RecordDiscussionPoint = {
  readonly type: 'RecordDiscussionPoint';
  readonly point: DiscussionPoint;
  /** The themes that can be chosen. */
  readonly themes: Vocabulary;
  /** Status of the civic event, which is a stream of its own. */
  readonly status: CivicEventStatus;
  /** True once the public was told of the civic event. */
  readonly announced: boolean;
};
export type PromoteDiscussionPoint = { readonly type: 'PromoteDiscussionPoint'; readonly reason: LocalizedText };

export type DiscussionPointCommandBody = RecordDiscussionPoint | PromoteDiscussionPoint | LifeCommand;

export interface RecordedPoint {
  /** As it was put on record; never changed. */
  readonly said: DiscussionPoint;
  readonly themesVersion: number;
  /** The reason why it is treated as a recommendation, though it was recorded as something else. */
  readonly promoted: { readonly reason: LocalizedText } | null;
  /** `null`: it is a suggestion or an observation. */
  readonly recommendation: Recommendation | null;
}

export const discussionPointDecider: Decider<DiscussionPointCommandBody, RecordedPoint | null, DiscussionPointEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'RecordDiscussionPoint') return record(command, state);
    const point = requireDiscussionPoint(state);
    if (command.type === 'PromoteDiscussionPoint') return promote(command, point);
    return decideLife(command, point.said, requireRecommendation(state));
  },
  evolve(state, event) {
    if (event.type === 'DiscussionPointRecorded') {
      const { themesVersion, ...said } = event.data;
      return {
        said,
        themesVersion,
        promoted: null,
        recommendation: said.kind === 'recommendation' ? recorded : null,
      };
    }
    const point = requireDiscussionPoint(state);
    if (event.type === 'DiscussionPointPromoted') {
      return { ...point, promoted: { reason: event.data.reason }, recommendation: recorded };
    }
    return { ...point, recommendation: afterwards(requireRecommendation(state), event) };
  },
};

/** The point. Throws `Unknown` where there is none. */
export function requireDiscussionPoint(point: RecordedPoint | null): RecordedPoint {
  if (!point) throw new Unknown('DISCUSSION_POINT_UNKNOWN', 'There is no such discussion point.');
  return point;
}

/** The recommendation. Throws `Unknown` where the point is none. */
export function requireRecommendation(point: RecordedPoint | null): Recommendation {
  if (!point?.recommendation) throw new Unknown('RECOMMENDATION_UNKNOWN', 'There is no such recommendation.');
  return point.recommendation;
}

function record(
  { point, themes, status, announced }: RecordDiscussionPoint,
  state: RecordedPoint | null,
): DiscussionPointEvent[] {
  if (state && same(state.said, point)) return [];
  if (state) throw new Rejected('DISCUSSION_POINT_EXISTS', 'A point with this id exists, and says something else.');
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
}

function promote(
  { reason }: PromoteDiscussionPoint,
  { said, themesVersion, promoted }: RecordedPoint,
): DiscussionPointEvent[] {
  const { kind: from, civicEventId, programmeId, text, themes } = said;
  if (promoted && same(promoted.reason, reason)) return [];
  if (promoted || from === 'recommendation') {
    throw new Rejected('RECOMMENDATION_ALREADY', 'The point is a recommendation already.');
  }
  const data = { civicEventId, programmeId, text, themes, themesVersion, from, reason };
  return [{ type: 'DiscussionPointPromoted', data }];
}
