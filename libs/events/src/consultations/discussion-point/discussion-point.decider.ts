import type { LocalizedText } from '@ecou/contracts';
import { Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { refuseBeforeStart } from '../civic-event/civic-event.decider.js';
import type { CivicEventStatus } from '../civic-event/civic-event.state.js';
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
  /** Start of the civic event. */
  readonly startsAt: string;
  readonly at: string;
};
export type PromoteDiscussionPoint = { readonly type: 'PromoteDiscussionPoint'; readonly reason: LocalizedText };

export type RewordDiscussionPoint = {
  readonly type: 'RewordDiscussionPoint';
  readonly text: LocalizedText;
  readonly reason: LocalizedText;
  readonly at: string;
};
export type RedactDiscussionPoint = {
  readonly type: 'RedactDiscussionPoint';
  /** The words that stand there from now on, as if they always had. */
  readonly text: LocalizedText;
  readonly reason: LocalizedText;
  /** The events that hold other words, with hashes of them. */
  readonly removed: DataOf<'DiscussionPointRedacted'>['removed'];
  readonly at: string;
};
export type NoteRedaction = {
  readonly type: 'NoteRedaction';
  readonly events: number;
  readonly messages: number;
  readonly at: string;
};

type DataOf<Type extends DiscussionPointEvent['type']> = Extract<DiscussionPointEvent, { type: Type }>['data'];
type WordingCommand = RewordDiscussionPoint | RedactDiscussionPoint | NoteRedaction;

export type DiscussionPointCommandBody = RecordDiscussionPoint | PromoteDiscussionPoint | WordingCommand | LifeCommand;

export interface RecordedPoint {
  /** As it was put on record; only a redaction takes words out of it. */
  readonly said: DiscussionPoint;
  /** Its words as they stand. */
  readonly wording: LocalizedText;
  /** The last redaction. `events`: ids of those whose words it takes out; `pending`: they are still being removed. */
  readonly redacted: {
    readonly reason: LocalizedText;
    readonly events: readonly string[];
    readonly pending: boolean;
  } | null;
  readonly themesVersion: number;
  /** The reason why it is treated as a recommendation, though it was recorded as something else. */
  readonly promoted: { readonly reason: LocalizedText } | null;
  /** `null`: it is none. */
  readonly recommendation: Recommendation | null;
}

export const discussionPointDecider: Decider<DiscussionPointCommandBody, RecordedPoint | null, DiscussionPointEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'RecordDiscussionPoint') return record(command, state);
    const point = requireDiscussionPoint(state);
    if (command.type === 'PromoteDiscussionPoint') return promote(command, point);
    if (command.type === 'RewordDiscussionPoint') return reword(command, point);
    if (command.type === 'RedactDiscussionPoint') return redact(command, point);
    if (command.type === 'NoteRedaction') return noteRedaction(command, point);
    return decideLife(command, { ...point.said, text: point.wording }, requireRecommendation(state));
  },
  evolve(state, event) {
    if (event.type === 'DiscussionPointRecorded') {
      const { themesVersion, ...said } = event.data;
      return {
        said,
        wording: said.text,
        redacted: null,
        themesVersion,
        promoted: null,
        recommendation: said.kind === 'recommendation' ? recorded : null,
      };
    }
    const point = requireDiscussionPoint(state);
    if (event.type === 'DiscussionPointPromoted') {
      return { ...point, promoted: { reason: event.data.reason }, recommendation: recorded };
    }
    if (event.type === 'DiscussionPointReworded') return { ...point, wording: event.data.text };
    if (event.type === 'DiscussionPointRedacted') {
      const { text, reason, removed } = event.data;
      const events = removed.map(({ eventId }) => eventId);
      return { ...point, said: { ...point.said, text }, wording: text, redacted: { reason, events, pending: true } };
    }
    if (event.type === 'RedactionCarriedOut') {
      return { ...point, redacted: point.redacted && { ...point.redacted, pending: false } };
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
  { point, themes, status, announced, startsAt, at }: RecordDiscussionPoint,
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
  refuseBeforeStart({ status, startsAt }, at);
  refuseUnchoosable(
    themes,
    point.themes.map((id, index) => ({ id, path: ['themes', index] })),
  );
  return [{ type: 'DiscussionPointRecorded', data: { ...point, themesVersion: themes.version } }];
}

function reword({ text, reason, at }: RewordDiscussionPoint, point: RecordedPoint): DiscussionPointEvent[] {
  if (same(point.wording, text)) return [];
  const { civicEventId, programmeId } = point.said;
  const recommendation = point.recommendation !== null;
  const data = { civicEventId, programmeId, text, recommendation, reason, rewordedAt: at };
  return [{ type: 'DiscussionPointReworded', data }];
}

function redact({ text, reason, removed, at }: RedactDiscussionPoint, point: RecordedPoint): DiscussionPointEvent[] {
  const { said, wording, redacted } = point;
  // Words that the same redaction is taking out already are no further ones.
  const isSame = redacted && same(wording, text) && same(said.text, text);
  if (isSame && removed.every(({ eventId }) => redacted.events.includes(eventId))) return [];
  if (removed.length === 0) {
    throw new Invalid('REDACTION_EMPTY', 'Nothing else stands there, so there is nothing to take out.', ['text']);
  }
  const { civicEventId, programmeId } = said;
  const data = { civicEventId, programmeId, text, reason, removed, redactedAt: at };
  return [{ type: 'DiscussionPointRedacted', data }];
}

function noteRedaction(
  { events, messages, at }: NoteRedaction,
  { said, redacted }: RecordedPoint,
): DiscussionPointEvent[] {
  if (!redacted?.pending) return [];
  const { civicEventId } = said;
  return [{ type: 'RedactionCarriedOut', data: { civicEventId, events, messages, carriedOutAt: at } }];
}

function promote(
  { reason }: PromoteDiscussionPoint,
  { said, wording: text, themesVersion, promoted }: RecordedPoint,
): DiscussionPointEvent[] {
  const { kind: from, civicEventId, programmeId, themes } = said;
  if (promoted && same(promoted.reason, reason)) return [];
  if (promoted || from === 'recommendation') {
    throw new Rejected('RECOMMENDATION_ALREADY', 'The point is a recommendation already.');
  }
  const data = { civicEventId, programmeId, text, themes, themesVersion, from, reason };
  return [{ type: 'DiscussionPointPromoted', data }];
}
