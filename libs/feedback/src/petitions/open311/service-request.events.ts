import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { attributeCode, shows } from './offered-service.events.js';

/** The parts of a form that the petition has no field for. Sealed for the person of the petition. */
export const details = z.object({
  /** As it was written; the petition's text says the rest, too. */
  description: z.string().nullable(),
  addressId: z.string().nullable(),
  mediaUrl: z.string().nullable(),
  attributes: z.array(z.object({ code: attributeCode, values: z.array(z.string()) })),
});
export type Details = z.output<typeof details>;

/** A request of Open311: the other side of a petition or notice, whose id it has. */
export const serviceRequestEvents = defineEvents('service-request', {
  ServiceRequestReceived: z.object({
    service: code,
    /** As the service showed when it was handed in. */
    shows,
    details: personal(details),
    receivedAt: instant,
  }),
  ServiceRequestDisclosed: z.object({ reason: localizedText, disclosedAt: instant }),
  ServiceRequestWithheld: z.object({ reason: localizedText, withheldAt: instant }),
});
export type ServiceRequestEvent = EventOf<typeof serviceRequestEvents>;
export type ServiceRequestReceived = Extract<ServiceRequestEvent, { type: 'ServiceRequestReceived' }>;
