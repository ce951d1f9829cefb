import { EndpointPausedContactV1 } from '@ecou/contracts';
import { idOf } from '@ecou/event-sourcing';
import { as, type PublishTable } from '@ecou/messaging';
import type { EndpointEvent } from './endpoint/endpoint.events.js';

/** Contracts of events: whoever looks after an endpoint is told of a pause that nobody asked for. */
export const publish: PublishTable<EndpointEvent> = {
  EndpointPaused: ({ stream, data: { host, reason, error, position, contact, pausedAt } }) =>
    reason === 'asked'
      ? []
      : as(EndpointPausedContactV1, { endpointId: idOf(stream), host, reason, error, position, contact, pausedAt }),
};
