import type { Aggregate } from '@ecou/event-sourcing';
import { discussionPointDecider, type DiscussionPointCommandBody } from './discussion-point.decider.js';
import { discussionPointEvents, type DiscussionPoint, type DiscussionPointEvent } from './discussion-point.events.js';

export const discussionPoint: Aggregate<DiscussionPointCommandBody, DiscussionPoint | null, DiscussionPointEvent> = {
  category: discussionPointEvents.category,
  events: discussionPointEvents,
  decider: discussionPointDecider,
};
