import type { Aggregate } from '@ecou/event-sourcing';
import { walkInDecider, type NotedWalkIn, type WalkInCommandBody } from './walk-in.decider.js';
import { walkInEvents, type WalkInEvent } from './walk-in.events.js';

export const walkIn: Aggregate<WalkInCommandBody, NotedWalkIn | null, WalkInEvent> = {
  category: walkInEvents.category,
  events: walkInEvents,
  decider: walkInDecider,
};
