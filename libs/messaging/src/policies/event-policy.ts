import type { RecordedEvent } from '@ecou/event-sourcing';
import type { Policy } from './policy.js';
import { KeyedConsumer, type KeyedServices } from '../consumer/keyed-consumer.js';
import { reread } from '../consumer/own-events.js';
import { PolicyHandler, type PolicyServices } from './policy-handler.js';

/** A policy that reacts to its context's own events. */
export type EventPolicy = Extract<Policy, { readonly on: 'event' }>;

/**
 * The policy's handling of events. The store's ordered reading never loses one, so only those of its types are brought, and the inbox
 * holds the version of the last one per stream.
 */
export function eventConsumer(
  policy: EventPolicy,
  services: PolicyServices & KeyedServices,
): KeyedConsumer<RecordedEvent> {
  const handler = new PolicyHandler<RecordedEvent>(
    {
      policy: policy.name,
      notYet: policy.notYet ?? [],
      counts: 'some',
      cause: ({ id, metadata: { correlationId, traceparent } }) => ({ id, correlationId, traceparent }),
      concerns: () => true,
      then: policy.then,
    },
    services,
  );
  return new KeyedConsumer(
    {
      consumer: policy.name,
      notYet: handler.notYet,
      handle: handler.handle,
      pending: handler.pending,
      refresh: (event) => reread(services.store, event),
    },
    services,
  );
}
