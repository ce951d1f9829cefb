import type { Clock, Leadership, Lease, Leases } from '@ecou/event-sourcing';
import type { KeyedConsumer } from './keyed-consumer.js';
import type { Held, HeldMessages } from './held-messages.js';
import type { Logger } from '../resilience/logger.js';
import { inParallel, loop, throughOutages } from '../resilience/loop.js';
import { describe, Stopped } from '../resilience/trouble.js';

export interface RedriverOptions {
  readonly leases: Leases;
  readonly heldMessages: HeldMessages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly consumers: readonly Redrivable[];
}

export type Redrivable = Pick<KeyedConsumer, 'consumer' | 'follows' | 'redrive'>;

const batchSize = 100;
const width = 4;
const pollMs = 250;
/** The pause of a message over which the redriver itself stumbled. */
const stumbledMs = 5_000;

/** Tries the first of each queue again when its time has come or an operator has said so, one process at a time. */
export function startRedriver({ leases, heldMessages, clock, logger, consumers }: RedriverOptions): Leadership {
  const byName = new Map(consumers.map((consumer) => [consumer.consumer, consumer]));
  const names = [...byName.keys()];
  const onError = (error: unknown) => {
    logger.warn({ error: describe(error).text }, 'Held messages could not be redriven, and are tried again.');
  };
  /** A message in which something is wrong that is not its handling must not stand in the way of the others. */
  const redrive = async (first: Held, signal: AbortSignal): Promise<void> => {
    try {
      await byName.get(first.consumer)?.redrive(first, signal);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      const { consumer, key, sequence } = first;
      const fields = { consumer, key, sequence, error: describe(error).text };
      logger.error(fields, 'A held message could not be redriven, and is left for a moment.');
      await heldMessages.postpone(first.id, new Date(Date.parse(clock.now()) + stumbledMs).toISOString());
    }
  };
  return leases.lead('redriver', async (_: Lease, signal) => {
    await throughOutages(signal, () => heldMessages.lookAgain());
    await loop({ signal, idleMs: pollMs, onError }, async () => {
      const due = await heldMessages.due(names, clock.now(), batchSize);
      await inParallel(due, width, (first) => redrive(first, signal));
      return due.length >= batchSize;
    });
  });
}
