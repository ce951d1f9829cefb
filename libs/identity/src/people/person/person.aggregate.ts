import type { Aggregate } from '@ecou/event-sourcing';
import { personDecider, type PersonCommandBody } from './person.decider.js';
import { personEvents, type PersonEvent } from './person.events.js';
import type { Person } from './person.state.js';

export const person: Aggregate<PersonCommandBody, Person | null, PersonEvent> = {
  category: personEvents.category,
  events: personEvents,
  decider: personDecider,
};
