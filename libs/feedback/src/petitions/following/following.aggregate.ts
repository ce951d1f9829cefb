import type { Aggregate } from '@ecou/event-sourcing';
import { followingDecider, type AskFollowing, type Following } from './following.decider.js';
import { followingEvents, type FollowingEvent } from './following.events.js';

export const following: Aggregate<AskFollowing, Following | null, FollowingEvent> = {
  category: followingEvents.category,
  events: followingEvents,
  decider: followingDecider,
};
