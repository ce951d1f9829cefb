import { assertNever, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Offer, OfferedServiceEvent } from './offered-service.events.js';

export interface OfferedService {
  readonly code: string;
  readonly offer: Offer;
  readonly withdrawn: boolean;
}

export type OfferService = {
  readonly type: 'OfferService';
  readonly code: string;
  readonly offer: Offer;
  readonly at: string;
};
export type OfferedServiceCommandBody = OfferService | { readonly type: 'WithdrawService'; readonly at: string };

const unknown = () => new Unknown('SERVICE_UNKNOWN', 'There is no such service.');

/** A category of petitions as a service of Open311: offered, changed as a whole, withdrawn. */
export const offeredServiceDecider: Decider<OfferedServiceCommandBody, OfferedService | null, OfferedServiceEvent> = {
  initial: null,
  decide(command, service) {
    switch (command.type) {
      case 'OfferService': {
        const { code, offer, at } = command;
        if (service && !service.withdrawn && same(offer, service.offer)) return [];
        return [{ type: 'ServiceOffered', data: { code, ...offer, offeredAt: at } }];
      }
      case 'WithdrawService':
        if (!service) throw unknown();
        return service.withdrawn
          ? []
          : [{ type: 'ServiceWithdrawn', data: { code: service.code, withdrawnAt: command.at } }];
      default:
        return assertNever(command);
    }
  },
  evolve(service, event) {
    switch (event.type) {
      case 'ServiceOffered': {
        const { code, offeredAt: _, ...offer } = event.data;
        return { code, offer, withdrawn: false };
      }
      case 'ServiceWithdrawn':
        return { ...requireOfferedService(service), withdrawn: true };
      default:
        return assertNever(event);
    }
  },
};

/** The service. Throws `Unknown` where there never was one. */
export function requireOfferedService(service: OfferedService | null): OfferedService {
  if (!service) throw unknown();
  return service;
}

/** A service that takes requests. Throws `Unknown` where there is none, or none any more. */
export function offered(service: OfferedService | null): OfferedService {
  if (!service || service.withdrawn) throw unknown();
  return service;
}
