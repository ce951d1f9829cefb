import type { RecordedEvent } from '@ecou/event-sourcing';
import { reread } from '../consumer/own-events.js';
import { KeyedConsumer, type KeyedServices } from '../consumer/keyed-consumer.js';
import type { Policy } from './policy.js';
import type { PolicyServices } from './policy-handler.js';

/** A policy that reacts to many of its context's own events at once. */
export type EventsPolicy = Extract<Policy, { readonly on: 'events' }>;

/** Most events in a command: few enough to be garbage while they are young. */
export const mostTogether = 500;

/** The policy's handling of events: one command for those of a batch, and where it fails, one for each, so that only what is in trouble is held. */
export function eventsConsumer(
  { name, notYet = [], then }: EventsPolicy,
  { commands, store, ...services }: Pick<PolicyServices, 'commands' | 'store'> & KeyedServices,
): KeyedConsumer<RecordedEvent> {
  const react = async (events: readonly RecordedEvent[]): Promise<void> => {
    await commands.execute(then(events));
  };
  return new KeyedConsumer(
    {
      consumer: name,
      notYet,
      handle: ({ message }) => react([message]),
      handleTogether: (deliveries) => react(deliveries.map(({ message }) => message)),
      refresh: (event) => reread(store, event),
    },
    services,
  );
}
