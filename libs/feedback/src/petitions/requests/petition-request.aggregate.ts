import type { Aggregate } from '@ecou/event-sourcing';
import { petitionRequestDecider, type IsRefused, type RefuseRequest } from './petition-request.decider.js';
import { petitionRequestEvents, type PetitionRequestEvent } from './petition-request.events.js';

export const petitionRequest: Aggregate<RefuseRequest, IsRefused, PetitionRequestEvent> = {
  category: petitionRequestEvents.category,
  events: petitionRequestEvents,
  decider: petitionRequestDecider,
};
