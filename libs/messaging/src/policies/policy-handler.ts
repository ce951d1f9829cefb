import {
  type Clock,
  type CommandContext,
  type EventStore,
  type InboxMove,
  Rejected,
  type UnitsOfWork,
} from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Delivery } from '../consumer/held-messages.js';
import type { Circumstances, Handler, Sifted } from '../consumer/keyed-consumer.js';
import { SequenceJump } from '../resilience/trouble.js';
import type { PolicyCommand } from './policy.js';
import { addressed, contextFor, type Cause, type Commands } from './reaction.js';

export interface PolicyServices {
  readonly store: EventStore;
  readonly units: UnitsOfWork;
  readonly pool: Pool;
  readonly schema: string;
  readonly commands: Commands;
  readonly clock: Clock;
}

/** A policy's handling of one kind of message. */
export interface Reading<M extends object> {
  readonly policy: string;
  readonly notYet: readonly string[];
  readonly cause: (message: M) => Cause;
  readonly concerns: (message: M) => boolean;
  readonly then: (message: M, context: CommandContext) => PolicyCommand | undefined;
  /**
   * Which sequence may follow the last one of a key. `all`: each message counts, and the first is 1. `from-now`: each counts, from
   * whichever comes first. `some`: the source never loses one, and only those that concern the policy are brought.
   */
  readonly counts: 'all' | 'from-now' | 'some';
}

/**
 * A policy as a handler of messages: the command's events and the move of the inbox stand in one unit, so that a message has its effect
 * exactly once however often it is brought.
 */
export class PolicyHandler<M extends object> implements Handler<M> {
  constructor(
    private readonly reading: Reading<M>,
    private readonly services: PolicyServices,
  ) {}

  get consumer(): string {
    return this.reading.policy;
  }

  get notYet(): readonly string[] {
    return this.reading.notYet;
  }

  readonly handle = async (delivery: Delivery<M>, circumstances: Circumstances): Promise<void> => {
    const { source, key, sequence } = delivery;
    const { policy } = this.reading;
    const { gapAccepted, before = null, last = await this.lastOf(source, key) } = circumstances;
    if (last !== null && sequence <= last) return; // seen before
    const ahead = before === null ? last : Math.max(before, last ?? before);
    if (!gapAccepted && !this.follows(ahead, sequence)) {
      if (circumstances.last === undefined) throw new SequenceJump(ahead, sequence);
      // What the caller read may be old: a redrive may have moved the inbox since, and emptied the queue.
      const { last: _, ...others } = circumstances;
      return this.handle(delivery, others);
    }
    await this.react(delivery.message, { consumer: policy, source, key, previous: last, sequence });
  };

  private async react(message: M, move: InboxMove): Promise<void> {
    const { policy, concerns, cause, then } = this.reading;
    const context = contextFor(policy, cause(message), this.services.clock.now(), move);
    const command = concerns(message) ? then(message, context) : undefined;
    const { units, commands } = this.services;
    if (!command) return units.pass(move, context.metadata);
    try {
      await commands.execute(addressed(command));
    } catch (error) {
      if (!(error instanceof Rejected) || this.notYet.includes(error.code)) throw error;
      await units.pass({ ...move, rejected: { code: error.code, message: error.message } }, context.metadata);
    }
  }

  readonly sift = async (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ): Promise<ReadonlyMap<string, Sifted<M>>> => {
    const lasts = await this.services.store.inbox(this.reading.policy, source, [...byKey.keys()]);
    return new Map([...byKey].map(([key, queue]) => [key, this.siftQueue(queue, lasts.get(key) ?? null)]));
  };

  readonly pass = async (source: string, ends: ReadonlyMap<string, number>): Promise<void> => {
    const { pool, schema } = this.services;
    await pool.query(
      `INSERT INTO ${schema}.inbox AS i (consumer, source, key, last_sequence)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[]) ON CONFLICT (consumer, source, key)
       DO UPDATE SET last_sequence = excluded.last_sequence WHERE i.last_sequence < excluded.last_sequence`,
      [this.reading.policy, source, [...ends.keys()], [...ends.values()]],
    );
  };

  private siftQueue(queue: readonly Delivery<M>[], last: number | null): Sifted<M> {
    const left: Sifted<M>['left'][number][] = [];
    let at = last;
    let end: number | null = null;
    for (const delivery of queue) {
      const { sequence, message } = delivery;
      if (at !== null && sequence <= at) continue; // seen before
      const jumps = !this.follows(at, sequence);
      const concerns = jumps || this.reading.concerns(message);
      if (concerns) left.push({ delivery, before: at });
      end = concerns ? null : sequence;
      at = sequence;
    }
    return { last, left, end };
  }

  private async lastOf(source: string, key: string): Promise<number | null> {
    return (await this.services.store.inbox(this.reading.policy, source, [key])).get(key) ?? null;
  }

  private follows(last: number | null, sequence: number): boolean {
    switch (this.reading.counts) {
      case 'some':
        return true;
      case 'from-now':
        return last === null || sequence === last + 1;
      case 'all':
        return sequence === (last ?? 0) + 1;
    }
  }
}
