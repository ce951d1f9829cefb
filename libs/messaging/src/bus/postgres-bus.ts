import type { Lease, Leadership, Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { leaderless, moveLazily } from '../consumer/checkpoint.js';
import { loop, type Waker } from '../resilience/loop.js';
import type { Logger } from '../resilience/logger.js';
import { Outbox } from '../outbox/outbox.js';
import { describe, isFenced } from '../resilience/trouble.js';
import type { Bus, BusConsumer, ConsumerStatus, Relay, Subscription } from './bus.js';
import { OutboxListener } from './outbox-listener.js';
import { Pulse } from './pulse.js';
import { startOf } from '../consumer/starts.js';

export interface PostgresBusOptions {
  readonly pool: Pool;
  /** The schema of the consuming context: leases, offsets. */
  readonly schema: string;
  readonly leases: Leases;
  readonly logger: Logger;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

/** The schema whose outbox holds a topic: `ecou.feedback.internal` stands in `feedback`. */
const schemaOf = (topic: string): string => {
  const [, context] = /^ecou\.([a-z]+)(?:\.internal)?$/.exec(topic) ?? [];
  if (!context) throw new Error(`${topic} is no topic.`);
  return context;
};

/**
 * The bus for contexts that share a database: consumers read the outbox of the source themselves, one process per consumer and topic by
 * a lease, with an offset of their own.
 */
export class PostgresBus implements Bus {
  readonly kind = 'postgres';
  private readonly listener: OutboxListener;

  constructor(private readonly options: PostgresBusOptions) {
    this.listener = new OutboxListener(options.pool);
  }

  /** A relay with nothing to do: what stands in the outbox is available already. */
  relay(): Relay {
    return { status: () => Promise.resolve({ leading: false, lag: 0, trouble: null }), stop: () => Promise.resolve() };
  }

  subscribe(subscription: Subscription): BusConsumer {
    return new OutboxConsumer(subscription, this.options, this.listener);
  }

  close(): Promise<void> {
    return this.listener.stop();
  }
}

class OutboxConsumer implements BusConsumer {
  private readonly outbox: Outbox;
  private readonly lead: Leadership;
  private readonly name: string;
  private offset = 0;
  private readonly pulse = new Pulse();
  private readonly waker: Waker;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: PostgresBusOptions,
    listener: OutboxListener,
  ) {
    const { consumer, topic } = subscription;
    this.outbox = new Outbox(options.pool, schemaOf(topic));
    this.waker = listener.waker(schemaOf(topic));
    this.name = `bus:${consumer}:${topic}`;
    this.lead = options.leases.lead(this.name, (lease, signal) => this.run(lease, signal));
  }

  async status(): Promise<ConsumerStatus> {
    const { consumer, topic } = this.subscription;
    const { pool, schema } = this.options;
    const { leading } = this.lead;
    const silent = leading && this.pulse.silent;
    const failed = await leaderless(pool, schema, [[this.name, this.lead] as const]);
    return {
      consumer,
      topic,
      lastPollAt: this.pulse.lastPollAt,
      polling: !silent && failed.length === 0,
      lag: leading ? await this.lag().catch(() => null) : null,
    };
  }

  stop(): Promise<void> {
    return this.lead.stop();
  }

  private async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { pool, schema, logger, pollMs = 1_000 } = this.options;
    const { consumer, topic, from } = this.subscription;
    const start = await startOf(pool, schema, { consumer: this.name, from }, () => this.outbox.head());
    this.offset = Math.max(lease.position, start);
    const { waker } = this;
    const onError = (error: unknown) => {
      logger.warn({ consumer, topic, error: describe(error).text }, 'A consumer failed, and goes on.');
    };
    try {
      await loop({ signal, waker, idleMs: pollMs, onError, fatal: isFenced }, () => this.takeBatch(lease, signal));
    } finally {
      this.pulse.stop();
    }
  }

  private async takeBatch(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { pool, schema, batchSize = 200 } = this.options;
    const rows = await this.outbox.read(this.offset, batchSize, this.subscription.topic);
    this.pulse.polled();
    const last = rows.at(-1);
    if (!last) return false;
    const messages = rows.map(({ offset: _, ...message }) => message);
    await this.pulse.hold(this.subscription.handle(messages, signal));
    await moveLazily(pool, schema, lease, last.offset);
    this.offset = last.offset;
    return true;
  }

  private async lag(): Promise<number> {
    const { pool } = this.options;
    const { topic } = this.subscription;
    const { rows } = await pool.query<{ lag: number }>(
      `SELECT count(*)::int AS lag FROM ${schemaOf(topic)}.outbox WHERE topic = $1 AND "offset" > $2`,
      [topic, this.offset],
    );
    return rows[0]?.lag ?? 0;
  }
}
