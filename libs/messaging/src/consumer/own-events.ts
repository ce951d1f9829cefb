import {
  follow,
  type EventStore,
  type Lease,
  type Leadership,
  type Leases,
  type RecordedEvent,
} from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { startOf } from './starts.js';
import { pause } from '../resilience/loop.js';
import { moveLazily } from './checkpoint.js';
import type { KeyedConsumer } from './keyed-consumer.js';
import type { Delivery } from './held-messages.js';

export interface OwnEventsOptions {
  readonly context: string;
  /** Stable name of its checkpoint. */
  readonly name: string;
  readonly from: 'beginning' | 'now';
  readonly types: readonly string[];
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly leases: Leases;
  /** Most events in a batch; 200 by default. */
  readonly limit?: number;
  /** True where others go first while much waits: a full batch is followed by the next after as long as it took. */
  readonly yields?: boolean;
}

/** The pause between moves of the checkpoint past events that do not concern the consumer. */
const idleMoveMs = 1_000;

/** The source of a context's own events. */
export const eventsOf = (context: string): string => `events:${context}`;

/** An event on its way to a consumer of the same context: per stream, in order of versions. */
export const deliveryOf = (source: string, event: RecordedEvent): Delivery<RecordedEvent> => ({
  source,
  key: event.stream,
  sequence: event.version,
  message: event,
});

/** Brings the context's own events of some types to a consumer, one process at a time; its checkpoint moves after each batch. */
export function followOwnEvents(
  consumer: KeyedConsumer<RecordedEvent>,
  { context, name, from, types, store, pool, schema, leases, limit = 200, yields = false }: OwnEventsOptions,
): Leadership {
  const source = eventsOf(context);
  let movedAt = -Infinity;
  return leases.lead(name, async (lease: Lease, signal) => {
    const start = await startOf(pool, schema, { consumer: name, from }, () => store.horizon());
    await follow(store, {
      after: Math.max(lease.position, start),
      limit,
      types,
      signal,
      handle: async ({ events, position }) => {
        const began = performance.now();
        const deliveries = events.map((event) => deliveryOf(source, event));
        await consumer.take(source, deliveries, signal);
        if (deliveries.length === 0 && performance.now() - movedAt < idleMoveMs) return;
        await moveLazily(pool, schema, lease, position);
        movedAt = performance.now();
        if (yields && events.length === limit) await pause(movedAt - began, signal);
      },
    });
  });
}

/** The event as this build reads it: one that has waited may be older than its schema. */
export async function reread(store: Pick<EventStore, 'readStream'>, event: RecordedEvent): Promise<RecordedEvent> {
  const { stream, version, position } = event;
  const [again] = await store.readStream(stream, { after: version - 1, upTo: position });
  return again ?? event;
}
