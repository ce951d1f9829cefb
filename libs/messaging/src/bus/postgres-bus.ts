import type { Lease, Leadership, Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { leaderless, moveLazily } from '../consumer/checkpoint.js';
import { loop, pause, type Waker } from '../resilience/loop.js';
import type { Logger } from '../resilience/logger.js';
import { Outbox } from '../outbox/outbox.js';
import { OutboxTail, type Placed } from './outbox-tail.js';
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

const usualBatch = 200;
const usualPollMs = 1_000;
/** Milliseconds from a batch that is not full to the next: each costs the database the same, with one message or fifty. */
const spacingMs = 20;

/** The schema whose outbox holds a topic: `ecou.feedback.internal` stands in `feedback`. */
const schemaOf = (topic: string): string => {
  const [, context] = /^ecou\.([a-z]+)(?:\.internal)?$/.exec(topic) ?? [];
  if (!context) throw new Error(`${topic} is no topic.`);
  return context;
};

/** The name under which a consumer's lease, offset and start are kept. */
const nameOf = (consumer: string, topic: string): string => `bus:${consumer}:${topic}`;

/**
 * The bus for contexts that share a database: consumers read the outbox of the source themselves, one process per consumer and topic by
 * a lease, with an offset of their own.
 */
export class PostgresBus implements Bus {
  readonly kind = 'postgres';
  private readonly listener: OutboxListener;
  private readonly tails = new Map<string, OutboxTail>();

  constructor(private readonly options: PostgresBusOptions) {
    this.listener = new OutboxListener(options.pool);
  }

  /** A relay with nothing to do: what stands in the outbox is available already. */
  relay(): Relay {
    return { status: () => Promise.resolve({ leading: false, lag: 0, trouble: null }), stop: () => Promise.resolve() };
  }

  async fixStart({ consumer, topic, from }: Pick<Subscription, 'consumer' | 'topic' | 'from'>): Promise<void> {
    const { pool, schema, logger } = this.options;
    const outbox = new Outbox(pool, schemaOf(topic));
    try {
      await startOf(pool, schema, { consumer: nameOf(consumer, topic), from }, () => outbox.head());
    } catch (error) {
      // Of a context that is not there yet it begins with whatever stands there when it can be asked.
      logger.warn({ consumer, topic, error: describe(error).text }, 'A consumer cannot tell yet where it begins.');
    }
  }

  subscribe(subscription: Subscription): BusConsumer {
    const { topic } = subscription;
    const outbox = new Outbox(this.options.pool, schemaOf(topic));
    const tail = this.tails.get(topic) ?? new OutboxTail(outbox, topic);
    this.tails.set(topic, tail);
    const waker = this.listener.waker(schemaOf(topic));
    return new OutboxConsumer(subscription, this.options, { outbox, tail, waker });
  }

  async lastSent(topic: string, key: string): Promise<number> {
    const { rows } = await this.options.pool.query<{ last: number }>(
      `SELECT last FROM ${schemaOf(topic)}.outbox_counters WHERE topic = $1 AND key = $2`,
      [topic, key],
    );
    return rows[0]?.last ?? 0;
  }

  close(): Promise<void> {
    return this.listener.stop();
  }
}

/** The source of a consumer. */
interface Source {
  readonly outbox: Outbox;
  readonly tail: OutboxTail;
  readonly waker: Waker;
}

class OutboxConsumer implements BusConsumer {
  private readonly lead: Leadership;
  private readonly name: string;
  /** The offset up to which messages were taken, or left out. */
  private offset = 0;
  /** The offset that was written last, and when, as `performance.now()`. */
  private moved = 0;
  private movedAt = 0;
  private readonly pulse = new Pulse();

  constructor(
    private readonly subscription: Subscription,
    private readonly options: PostgresBusOptions,
    private readonly source: Source,
  ) {
    const { consumer, topic } = subscription;
    this.name = nameOf(consumer, topic);
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
      progressing: !leading || !this.pulse.standsStill,
      lag: leading ? await this.lag().catch(() => null) : null,
    };
  }

  stop(): Promise<void> {
    return this.lead.stop();
  }

  private async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { pool, schema, logger, pollMs = usualPollMs } = this.options;
    const { outbox, waker } = this.source;
    const { consumer, topic, from } = this.subscription;
    const start = await startOf(pool, schema, { consumer: this.name, from }, () => outbox.head());
    this.offset = this.moved = Math.max(lease.position, start);
    const onError = (error: unknown) => {
      logger.warn({ consumer, topic, error: describe(error).text }, 'A consumer failed, and goes on.');
    };
    try {
      await loop({ signal, waker, idleMs: pollMs, onError, fatal: isFenced }, () => this.takeBatch(lease, signal));
    } finally {
      this.pulse.stop();
    }
  }

  /** Takes the next messages; true where there may be more. */
  private async takeBatch(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { batchSize = this.options.batchSize ?? usualBatch, gatherMs = spacingMs, types } = this.subscription;
    const began = performance.now();
    const { rows, to, ended } = await this.source.tail.read(this.offset, batchSize, types);
    this.pulse.polled();
    const stays = to === this.offset;
    await this.hand(rows, signal);
    this.offset = to;
    if (rows.length > 0 || this.isMoveDue()) await this.move(lease);
    // What comes meanwhile is taken together.
    if (!stays && rows.length < batchSize) await pause(Math.max(0, began + gatherMs - performance.now()), signal);
    return !(stays || ended);
  }

  private async hand(rows: readonly Placed[], signal: AbortSignal): Promise<void> {
    const { types, handle } = this.subscription;
    if (rows.length === 0) return;
    // Whoever takes every message counts by itself.
    const messages = rows.map(({ message, before }) => (types && before ? { ...message, before } : message));
    await this.pulse.hold(handle(messages, signal, this.pulse.progressed));
  }

  /** True where nothing was taken for a while, and others would read again what was left out since. */
  private isMoveDue(): boolean {
    const { pollMs = usualPollMs } = this.options;
    return this.offset > this.moved && performance.now() - this.movedAt >= pollMs;
  }

  private async move(lease: Lease): Promise<void> {
    const { pool, schema } = this.options;
    await moveLazily(pool, schema, lease, this.offset);
    [this.moved, this.movedAt] = [this.offset, performance.now()];
  }

  private lag(): Promise<number> {
    return this.source.outbox.count(this.offset, this.subscription.topic);
  }
}
