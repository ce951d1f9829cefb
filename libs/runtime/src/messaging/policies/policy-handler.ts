import { AlreadyHandled, Rejected, type EventMetadata, type EventStore, type InboxMove } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Clock } from '../../clock.js';
import type { AggregateCommand, CommandContext } from '../../context/command.js';
import type { Delivery } from '../lines.js';
import type { Circumstances, Handler } from '../keyed.js';
import { SequenceJump } from '../trouble.js';
import { addressed, contextFor, type Cause, type Commands } from './reaction.js';

export interface PolicyServices {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly schema: string;
  readonly commands: Commands;
  readonly clock: Clock;
}

/** How a policy takes one kind of message. */
export interface Reading<M extends object> {
  readonly policy: string;
  readonly notYet: readonly string[];
  readonly cause: (message: M) => Cause;
  readonly concerns: (message: M) => boolean;
  readonly then: (message: M, context: CommandContext) => AggregateCommand<{ readonly type: string }> | undefined;
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

  readonly handle = async (delivery: Delivery<M>, { gapAccepted }: Circumstances): Promise<void> => {
    const { source, key, sequence } = delivery;
    const { policy } = this.reading;
    const last = (await this.services.store.inbox(policy, source, [key])).get(key) ?? null;
    if (last !== null && sequence <= last) return; // seen before
    if (!gapAccepted && !this.follows(last, sequence)) throw new SequenceJump(last, sequence);
    await this.react(delivery.message, { consumer: policy, source, key, previous: last, sequence });
  };

  private async react(message: M, move: InboxMove): Promise<void> {
    const { policy, concerns, cause, then } = this.reading;
    const context = contextFor(policy, cause(message), this.services.clock.now(), move);
    const command = concerns(message) ? then(message, context) : undefined;
    if (!command) return this.move(move, context.metadata);
    try {
      await this.services.commands.execute(addressed(command));
    } catch (error) {
      if (!(error instanceof Rejected) || this.notYet.includes(error.code)) throw error;
      await this.move({ ...move, rejected: { code: error.code, message: error.message } }, context.metadata);
    }
  }

  /** Moves the inbox past keys with nothing in it for the policy, in one statement. */
  readonly pass = async (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ): Promise<ReadonlySet<string>> => {
    const idle = [...byKey].filter(([, line]) => line.every(({ message }) => !this.reading.concerns(message)));
    if (idle.length === 0) return new Set();
    const { store, pool, schema } = this.services;
    const { policy } = this.reading;
    const lasts = await store.inbox(
      policy,
      source,
      idle.map(([key]) => key),
    );
    const moves = idle.flatMap(([key, line]) => {
      const end = this.end(line, lasts.get(key) ?? null);
      return end === null ? [] : [{ key, end }];
    });
    await pool.query(
      `INSERT INTO ${schema}.inbox AS i (consumer, source, key, last_sequence)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[]) ON CONFLICT (consumer, source, key)
       DO UPDATE SET last_sequence = excluded.last_sequence WHERE i.last_sequence < excluded.last_sequence`,
      [policy, source, moves.map(({ key }) => key), moves.map(({ end }) => end)],
    );
    return new Set(moves.map(({ key }) => key));
  };

  /** The last sequence of a line that goes on without a jump; null for one that jumps. */
  private end(line: readonly Delivery<M>[], last: number | null): number | null {
    let end = last;
    for (const { sequence } of line) {
      if (end !== null && sequence <= end) continue;
      if (!this.follows(end, sequence)) return null;
      end = sequence;
    }
    return end;
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

  private async move(inbox: InboxMove, metadata: EventMetadata): Promise<void> {
    const result = await this.services.store.append({ metadata, writes: [], inbox });
    if (result.status === 'conflict') throw new AlreadyHandled('inbox');
  }
}
