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
import type { DeliveryContext, Handler, PendingMessages } from '../consumer/keyed-consumer.js';
import { Inbox, type InboxOptions } from '../inbox/inbox.js';
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
  readonly counts: InboxOptions<M>['counts'];
  readonly ahead?: (message: M) => number | undefined;
}

/**
 * A policy as a handler of messages: the command's events and the move of the inbox stand in one unit, so that a message has its effect
 * exactly once however often it is brought.
 */
export class PolicyHandler<M extends object> implements Handler<M> {
  private readonly inbox: Inbox<M>;

  constructor(
    private readonly reading: Reading<M>,
    private readonly services: PolicyServices,
  ) {
    const { store, pool, schema } = services;
    const { policy, counts, ahead } = reading;
    this.inbox = new Inbox({ consumer: policy, counts, ...(ahead ? { ahead } : {}), store, pool, schema });
  }

  get consumer(): string {
    return this.reading.policy;
  }

  get notYet(): readonly string[] {
    return this.reading.notYet;
  }

  get follows(): Inbox<M>['follows'] {
    return this.inbox.follows;
  }

  get pass(): Inbox<M>['pass'] {
    return this.inbox.pass;
  }

  readonly handle = async (delivery: Delivery<M>, deliveryContext: DeliveryContext): Promise<void> => {
    const previous = await this.inbox.before(delivery, deliveryContext);
    if (previous === undefined) return;
    const { source, key, sequence, message } = delivery;
    await this.react(message, { consumer: this.reading.policy, source, key, previous, sequence });
  };

  readonly pending = (
    source: string,
    byKey: ReadonlyMap<string, readonly Delivery<M>[]>,
  ): Promise<ReadonlyMap<string, PendingMessages<M>>> => this.inbox.pending(source, byKey, this.asksForMore);

  /** True for a message that a command answers, and for one that nothing can be made of, which fails when it is handled. */
  private readonly asksForMore = (message: M): boolean => {
    try {
      return this.answerTo(message).command !== undefined;
    } catch {
      return true;
    }
  };

  private answerTo(message: M, move?: InboxMove) {
    const { policy, concerns, cause, then } = this.reading;
    const context = contextFor(policy, cause(message), this.services.clock.now(), move);
    return { context, command: concerns(message) ? then(message, context) : undefined };
  }

  private async react(message: M, move: InboxMove): Promise<void> {
    const { context, command } = this.answerTo(message, move);
    const { units, commands } = this.services;
    if (!command) return units.pass(move, context.metadata);
    try {
      await commands.execute(addressed(command));
    } catch (error) {
      if (!(error instanceof Rejected) || this.notYet.includes(error.code)) throw error;
      await units.pass({ ...move, rejected: { code: error.code, message: error.message } }, context.metadata);
    }
  }
}
