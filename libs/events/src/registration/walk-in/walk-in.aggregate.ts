import type { Aggregate } from '@ecou/event-sourcing';
import { walkInDecider, type RecordWalkIn, type WalkIn } from './walk-in.decider.js';
import { walkInEvents, type WalkInEvent } from './walk-in.events.js';

export const walkIn: Aggregate<RecordWalkIn, WalkIn | null, WalkInEvent> = {
  category: walkInEvents.category,
  events: walkInEvents,
  decider: walkInDecider,
};
