import type { Aggregate } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import {
  offeredServiceDecider,
  type OfferedService,
  type OfferedServiceCommandBody,
} from './offered-service.decider.js';
import { offeredServiceEvents, type OfferedServiceEvent } from './offered-service.events.js';

export const offeredService: Aggregate<OfferedServiceCommandBody, OfferedService | null, OfferedServiceEvent> = {
  category: offeredServiceEvents.category,
  events: offeredServiceEvents,
  decider: offeredServiceDecider,
};

/** Namespace of the ids of services (RFC 9562, version 5). */
const namespace = '0b6b7c1c-3d5e-4f1a-8f57-1f4d7a7e9c10';

/** A service has the code of its category, and one stream. */
export const serviceIdOf = (code: string): string => uuidv5(code, namespace);
