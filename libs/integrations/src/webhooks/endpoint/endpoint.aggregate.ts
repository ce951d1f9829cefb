import type { Aggregate } from '@ecou/event-sourcing';
import { endpointDecider, type Endpoint, type EndpointCommandBody } from './endpoint.decider.js';
import { endpointEvents, type EndpointEvent } from './endpoint.events.js';

export const endpoint: Aggregate<EndpointCommandBody, Endpoint | null, EndpointEvent> = {
  category: endpointEvents.category,
  events: endpointEvents,
  decider: endpointDecider,
};
