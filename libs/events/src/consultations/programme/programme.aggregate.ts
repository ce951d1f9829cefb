import type { Aggregate } from '@ecou/event-sourcing';
import { programmeDecider, type Programme, type ProgrammeCommandBody } from './programme.decider.js';
import { programmeEvents, type ProgrammeEvent } from './programme.events.js';

export const programme: Aggregate<ProgrammeCommandBody, Programme | null, ProgrammeEvent> = {
  category: programmeEvents.category,
  events: programmeEvents,
  decider: programmeDecider,
};
