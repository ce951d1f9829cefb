import type { Clock, Leadership, Lease, Leases } from '@ecou/event-sourcing';
import type { KeyedConsumer } from './keyed-consumer.js';
import type { Held, HeldMessages } from './held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { inParallel, loop } from '../resilience/loop.js';
import { describe } from '../resilience/trouble.js';

export interface RedriverOptions {
  readonly leases: Leases;
  readonly heldMessages: HeldMessages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly consumers: readonly Redrivable[];
}

export type Redrivable = Pick<KeyedConsumer, 'consumer' | 'redrive'>;

const batchSize = 100;
const width = 4;
const pollMs = 250;

/** Tries the first of each queue again when its time has come or an operator has said so, one process at a time. */
export function startRedriver({ leases, heldMessages, clock, logger, consumers }: RedriverOptions): Leadership {
  const byName = new Map(consumers.map((consumer) => [consumer.consumer, consumer]));
  const names = [...byName.keys()];
  const onError = (error: unknown) => {
    logger.warn({ error: describe(error).text }, 'Held messages could not be redriven, and are tried again.');
  };
  return leases.lead('redriver', (_: Lease, signal) =>
    loop({ signal, idleMs: pollMs, onError }, async () => {
      const due = await heldMessages.due(names, clock.now(), batchSize);
      await inParallel(due, width, async (first: Held) => byName.get(first.consumer)?.redrive(first, signal));
      return due.length === batchSize;
    }),
  );
}
