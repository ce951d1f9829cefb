import type { LocalizedText } from '@ecou/contracts';
import { assertNever, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Shows } from './offered-service.events.js';
import type { ServiceRequestEvent, ServiceRequestReceived } from './service-request.events.js';

export interface ServiceRequest {
  readonly received: ServiceRequestReceived['data'];
  /** The parts that everybody may see. */
  readonly shows: Shows;
}

interface Reasoned {
  readonly reason: LocalizedText;
  readonly at: string;
}

export type ServiceRequestCommandBody =
  | {
      readonly type: 'ReceiveRequest';
      readonly request: Omit<ServiceRequestReceived['data'], 'receivedAt'>;
      readonly at: string;
    }
  | ({ readonly type: 'DiscloseRequest' } & Reasoned)
  | ({ readonly type: 'WithholdRequest' } & Reasoned);

const all: Shows = { place: true, words: true };
const nothing: Shows = { place: false, words: false };

/** A request shows what its service shows, unless staff decide otherwise for it. */
export const serviceRequestDecider: Decider<ServiceRequestCommandBody, ServiceRequest | null, ServiceRequestEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'ReceiveRequest') {
      if (state) throw new Rejected('SERVICE_REQUEST_EXISTS', 'A request with this id exists.');
      return [{ type: 'ServiceRequestReceived', data: { ...command.request, receivedAt: command.at } }];
    }
    const { shows } = requireServiceRequest(state);
    switch (command.type) {
      case 'DiscloseRequest':
        if (shows.place && shows.words) return [];
        return [{ type: 'ServiceRequestDisclosed', data: { reason: command.reason, disclosedAt: command.at } }];
      case 'WithholdRequest':
        if (!shows.place && !shows.words) return [];
        return [{ type: 'ServiceRequestWithheld', data: { reason: command.reason, withheldAt: command.at } }];
      default:
        return assertNever(command);
    }
  },
  evolve,
};

/** The request. Throws `Unknown` where none was handed in by Open311. */
export function requireServiceRequest(state: ServiceRequest | null): ServiceRequest {
  if (!state) throw new Unknown('SERVICE_REQUEST_UNKNOWN', 'There is no such request.');
  return state;
}

export function evolve(state: ServiceRequest | null, event: ServiceRequestEvent): ServiceRequest {
  switch (event.type) {
    case 'ServiceRequestReceived':
      return { received: event.data, shows: event.data.shows };
    case 'ServiceRequestDisclosed':
      return { ...requireServiceRequest(state), shows: all };
    case 'ServiceRequestWithheld':
      return { ...requireServiceRequest(state), shows: nothing };
    default:
      return assertNever(event);
  }
}
