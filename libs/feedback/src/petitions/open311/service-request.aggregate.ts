import type { Aggregate } from '@ecou/event-sourcing';
import {
  serviceRequestDecider,
  type ServiceRequest,
  type ServiceRequestCommandBody,
} from './service-request.decider.js';
import { serviceRequestEvents, type ServiceRequestEvent } from './service-request.events.js';

/** Its id is that of the petition or notice. */
export const serviceRequest: Aggregate<ServiceRequestCommandBody, ServiceRequest | null, ServiceRequestEvent> = {
  category: serviceRequestEvents.category,
  events: serviceRequestEvents,
  decider: serviceRequestDecider,
};
