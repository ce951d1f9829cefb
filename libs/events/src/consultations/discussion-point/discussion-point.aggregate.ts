import type { Aggregate } from '@ecou/event-sourcing';
import {
  discussionPointDecider,
  type DiscussionPointCommandBody,
  type RecordedPoint,
} from './discussion-point.decider.js';
import { discussionPointEvents, type DiscussionPointEvent } from './discussion-point.events.js';

export const discussionPoint: Aggregate<DiscussionPointCommandBody, RecordedPoint | null, DiscussionPointEvent> = {
  category: discussionPointEvents.category,
  events: discussionPointEvents,
  decider: discussionPointDecider,
};
