import { fold, namedUuid, type Aggregate } from '@ecou/event-sourcing';
import { rightsRequestDecider, type RightsRequestCommandBody } from './rights-request.decider.js';
import { rightsRequestEvents, type RightsRequestEvent } from './rights-request.events.js';
import type { RightsRequest } from './rights-request.state.js';

/** Raises a request that nobody answered in time. */
export const overdueTimer = 'rights-request-overdue';

const dueOf = (state: RightsRequest | null): string | null =>
  state?.outcome === 'open' && !state.isOverdue ? state.dueAt : null;

export const rightsRequest: Aggregate<RightsRequestCommandBody, RightsRequest | null, RightsRequestEvent> = {
  category: rightsRequestEvents.category,
  events: rightsRequestEvents,
  decider: rightsRequestDecider,
  sideRows: (id, events, before) => {
    const [was, dueAt] = [dueOf(before), dueOf(fold(rightsRequestDecider, events, before))];
    const timer = namedUuid(overdueTimer, id);
    if (was === dueAt) return {};
    return { timers: [dueAt === null ? { id: timer, dueAt } : { id: timer, name: overdueTimer, dueAt, subject: id }] };
  },
};
