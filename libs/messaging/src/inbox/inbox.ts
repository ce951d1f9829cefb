import type { EventStore } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { beginsIncarnation } from '../outbox/incarnation.js';
import { SequenceJump } from '../resilience/trouble.js';
import type { Delivery } from '../consumer/held-messages.js';
import type { DeliveryContext, PendingMessages } from '../consumer/keyed-consumer.js';

export interface InboxOptions<M extends object> {
  readonly consumer: string;
  /**
   * Which sequence may follow the last one of a key. `all`: each message counts, and the first is 1. `from-now`: each counts, from
   * whichever comes first. `some`: the source never loses one, and only those that concern the consumer are brought.
   */
  readonly counts: 'all' | 'from-now' | 'some';
  /** The last sequence ahead of a message, where those between that and the last one taken were left out. */
  readonly ahead?: (message: M) => number | undefined;
  readonly store: Pick<EventStore, 'inbox'>;
  readonly pool: Pool;
  readonly schema: string;
}

/** The last message of each key that a consumer has taken: what tells it which ones it has seen, and that none is missing. */
export class Inbox<M extends object = object> {
  constructor(private readonly options: InboxOptions<M>) {}

  /**
   * The last sequence before a message that is to be taken now (null: none), or `undefined` for one that was taken before. Throws
   * `SequenceJump` where another one must come first.
   */
  async before(delivery: Delivery<M>, known: DeliveryContext): Promise<number | null | undefined> {
    const { source, key, sequence, message } = delivery;
    const { gapAccepted, before = null, last = await this.lastOf(source, key) } = known;
    if (last !== null && sequence <= last) return undefined;
    const ahead = latest(last, before, this.options.ahead?.(message));
    if (gapAccepted || this.follows(ahead, sequence)) return last;
    if (known.last === undefined) throw new SequenceJump(ahead, sequence);
    // What the caller read may be old: a redrive may have moved the inbox since, and emptied the queue.
    const { last: _, ...others } = known;
    return this.before(delivery, others);
  }

  /** A batch, as the inbox and what concerns the consumer leave it. */
  async pending(
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
    concerns: (message: M) => boolean,
  ): Promise<ReadonlyMap<string, PendingMessages<M>>> {
    const lasts = await this.options.store.inbox(this.options.consumer, source, [...byKey.keys()]);
    return new Map([...byKey].map(([key, queue]) => [key, this.pendingIn(queue, lasts.get(key) ?? null, concerns)]));
  }

  /** Moves keys past messages that need no handling, to these sequences. */
  readonly pass = async (source: string, ends: ReadonlyMap<string, number>): Promise<void> => {
    const moves = [...ends].map(([key, sequence]) => ({ source, key, sequence }));
    const { text, values } = this.moved(moves);
    await this.options.pool.query(text, values);
  };

  /** The statement that moves keys to these sequences, and changes a row for each that was not there yet. */
  moved(moves: readonly Pick<Delivery, 'source' | 'key' | 'sequence'>[]): { text: string; values: unknown[] } {
    const { consumer, schema } = this.options;
    const columns = [moves.map(({ source }) => source), moves.map(({ key }) => key)];
    return {
      text: `INSERT INTO ${schema}.inbox AS i (consumer, source, key, last_sequence)
             SELECT $1, q.* FROM unnest($2::text[], $3::text[], $4::bigint[]) q ORDER BY 2, 3 ON CONFLICT (consumer, source, key)
             DO UPDATE SET last_sequence = excluded.last_sequence WHERE i.last_sequence < excluded.last_sequence`,
      values: [consumer, ...columns, moves.map(({ sequence }) => sequence)],
    };
  }

  readonly follows = (last: number | null, sequence: number): boolean => {
    switch (this.options.counts) {
      case 'some':
        return true;
      case 'from-now':
        return last === null || sequence === last + 1 || beginsIncarnation(last, sequence);
      case 'all':
        return sequence === (last ?? 0) + 1 || beginsIncarnation(last, sequence);
    }
  };

  private pendingIn(
    queue: readonly Delivery<M>[],
    last: number | null,
    concerns: (message: M) => boolean,
  ): PendingMessages<M> {
    const left: PendingMessages<M>['left'][number][] = [];
    let at = last;
    let end: number | null = null;
    for (const delivery of queue) {
      const { sequence, message } = delivery;
      if (at !== null && sequence <= at) continue; // seen before
      at = latest(at, this.options.ahead?.(message));
      const isLeft = !this.follows(at, sequence) || concerns(message);
      if (isLeft) left.push({ delivery, before: at });
      end = isLeft ? null : sequence;
      at = sequence;
    }
    return { last, left, end };
  }

  private async lastOf(source: string, key: string): Promise<number | null> {
    return (await this.options.store.inbox(this.options.consumer, source, [key])).get(key) ?? null;
  }
}

/** The last of these sequences; null: there is none. */
function latest(...sequences: readonly (number | null | undefined)[]): number | null {
  const known = sequences.filter((sequence) => typeof sequence === 'number');
  return known.length === 0 ? null : Math.max(...known);
}
