import { toKafka } from '@ecou/contracts';
import type { Lease, Leadership, Leases } from '@ecou/event-sourcing';
import { Partitioners, type Message as KafkaMessage, type Producer } from 'kafkajs';
import type { Pool } from 'pg';
import { moveLazily, stillHolds } from '../../consumer/checkpoint.js';
import type { Logger } from '../../resilience/logger.js';
import { loop, within, type Waker } from '../../resilience/loop.js';
import type { Outbox, OutboxRow } from '../../outbox/outbox.js';
import { describe, isFenced } from '../../resilience/trouble.js';
import type { Relay, RelayStatus } from '../bus.js';
import { close, transactionRetry, type Cluster } from './cluster.js';

export interface KafkaPublisherOptions {
  readonly cluster: Cluster;
  readonly pool: Pool;
  readonly schema: string;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly waker: Waker;
  readonly logger: Logger;
}

const batchSize = 1_000;
/** Bytes of a transaction; below the largest batch of records that a broker takes by default. */
const batchBytes = 900_000;
const headerBytes = 600;
const pollMs = 1_000;
const callMs = 15_000;
/** The time that a transaction may stay open before the broker ends it. */
const transactionMs = 30_000;

/** Messages of one transaction. */
interface Batch {
  readonly after: number;
  /** Offset of the last message; `after` where there is none. */
  readonly last: number;
  readonly more: boolean;
  readonly topicMessages: readonly TopicMessages[];
}

interface TopicMessages {
  readonly topic: string;
  readonly messages: KafkaMessage[];
}

/**
 * Publishes the outbox in transactions, one process at a time. Two things keep a stale publisher from doing harm: the broker refuses the
 * transactions of all but the newest producer of the context's `transactional.id`, and a new producer asks for its lease once it is the
 * newest, before it sends. The checkpoint moves after the commit, so a crash in between sends a batch again, in order.
 */
export class KafkaPublisher implements Relay {
  private readonly leadership: Leadership;
  private producer: Producer | undefined;
  private fresh = false;
  private offset = 0;
  private trouble: string | null = null;
  private ahead: Promise<Batch> | undefined;
  private moving: Promise<void> = Promise.resolve();

  constructor(private readonly options: KafkaPublisherOptions) {
    this.leadership = options.leases.lead('publisher', (lease, signal) => this.run(lease, signal));
  }

  async status(): Promise<RelayStatus> {
    const { leading } = this.leadership;
    if (!leading) return { leading, lag: null, trouble: null };
    const lag = await this.options.outbox.head().then(
      (head) => Math.max(0, head - this.offset),
      () => null,
    );
    return { leading, lag, trouble: this.trouble };
  }

  stop(): Promise<void> {
    return this.leadership.stop();
  }

  private async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { logger, waker, schema } = this.options;
    this.offset = lease.position;
    const onError = (error: unknown) => {
      this.trouble = describe(error).text;
      logger.warn({ context: schema, error: this.trouble }, 'Messages could not be published, and are sent again.');
    };
    try {
      await loop({ signal, waker, idleMs: pollMs, onError, fatal: isFenced }, () => this.publishNext(lease));
    } finally {
      await this.moving.catch(() => undefined);
      this.trouble = null;
      this.discard();
    }
  }

  /** Publishes a batch; answers whether there may be more. Any error costs the producer: kafkajs would hang on some, for good. */
  private async publishNext(lease: Lease): Promise<boolean> {
    try {
      const batch = await this.next();
      if (batch.last === batch.after) {
        await this.moving;
        if (this.trouble !== null) await this.connect();
        this.trouble = null;
        return false;
      }
      const producer = await this.connect();
      if (batch.more) this.readAhead(batch.last);
      await within(callMs, 'Publishing', this.send(producer, batch, lease));
      this.offset = batch.last;
      this.trouble = null;
      await this.move(lease, batch.last);
      return batch.more;
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  private async send(producer: Producer, { topicMessages }: Batch, lease: Lease): Promise<void> {
    const { pool, schema } = this.options;
    const transaction = await producer.transaction();
    if (this.fresh) {
      await stillHolds(pool, schema, lease);
      this.fresh = false;
    }
    await transaction.sendBatch({ acks: -1, topicMessages: [...topicMessages] });
    await transaction.commit();
  }

  /** Moves the checkpoint while the next batch is sent. Throws where the move before it failed. */
  private async move(lease: Lease, offset: number): Promise<void> {
    await this.moving;
    this.moving = moveLazily(this.options.pool, this.options.schema, lease, offset);
    this.moving.catch(() => undefined); // whoever waits for it sees the error
  }

  private async connect(): Promise<Producer> {
    if (this.producer) return this.producer;
    const { cluster, schema } = this.options;
    for (const topic of topicsOf(schema)) await cluster.ensure(topic);
    const producer = cluster.kafka.producer({
      transactionalId: `ecou-${schema}`,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      transactionTimeout: transactionMs,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: transactionRetry,
    });
    this.producer = producer;
    this.fresh = true;
    await within(callMs, 'Connecting', producer.connect());
    return producer;
  }

  private discard(): void {
    this.ahead = undefined;
    this.moving = Promise.resolve();
    if (this.producer) close(this.producer);
    this.producer = undefined;
  }

  private async next(): Promise<Batch> {
    const { ahead } = this;
    this.ahead = undefined;
    const batch = await ahead;
    return batch?.after === this.offset ? batch : this.read(this.offset);
  }

  private async read(after: number): Promise<Batch> {
    return batchOf(after, await this.options.outbox.read(after, batchSize));
  }

  /** Reads and prepares the next batch while this one is sent. */
  private readAhead(after: number): void {
    this.ahead = this.read(after);
    this.ahead.catch(() => undefined); // whoever takes it sees the error
  }
}

/** The topics of a context. */
const topicsOf = (context: string): readonly string[] => [`ecou.${context}`, `ecou.${context}.internal`];

/** As many of the rows as fit into a transaction; at least one. */
function batchOf(after: number, rows: readonly OutboxRow[]): Batch {
  const topics = new Map<string, KafkaMessage[]>();
  let bytes = 0;
  let last = after;
  for (const { offset, ...message } of rows) {
    const record = toKafka(message);
    bytes += headerBytes + Buffer.byteLength(record.value);
    if (last > after && bytes > batchBytes) break;
    const records = topics.get(message.topic);
    if (records) records.push(record);
    else topics.set(message.topic, [record]);
    last = offset;
  }
  const topicMessages = [...topics].map(([topic, messages]) => ({ topic, messages }));
  return { after, last, topicMessages, more: rows.length === batchSize || last !== (rows.at(-1)?.offset ?? after) };
}
