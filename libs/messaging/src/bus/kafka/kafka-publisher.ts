import { toKafka } from '@ecou/contracts';
import type { Lease, Leadership, Leases } from '@ecou/event-sourcing';
import type { Message as KafkaMessage, Producer } from 'kafkajs';
import type { Pool } from 'pg';
import { stillHolds } from '../../consumer/checkpoint.js';
import type { Logger } from '../../resilience/logger.js';
import { loop, pause, within, type Waker } from '../../resilience/loop.js';
import type { Outbox, OutboxRow } from '../../outbox/outbox.js';
import { describe, isFenced } from '../../resilience/trouble.js';
import type { Relay, RelayStatus } from '../bus.js';
import { close, transactionRetry, type Cluster } from './cluster.js';
import { Placements } from './placements.js';
import { headsBehind, Published, type Heads } from './published.js';

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
/** Milliseconds from the beginning of a transaction that took all there was to the next: each costs the broker and every consumer alike. */
const spacingMs = 20;
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
 * newest, before it sends. The checkpoint moves after the commit, so a crash in between sends a batch again, in order. Before the first
 * batch, and after each trouble, the topics are compared with the outbox, which may have been set back.
 */
export class KafkaPublisher implements Relay {
  private readonly leadership: Leadership;
  private producer: Producer | undefined;
  private fresh = false;
  private offset = 0;
  private trouble: string | null = null;
  private ahead: Promise<Batch> | undefined;
  private moving: Promise<void> = Promise.resolve();
  private compared = false;
  private readonly published: Published;
  private readonly placements = new Placements();

  constructor(private readonly options: KafkaPublisherOptions) {
    this.published = new Published(options);
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
      await loop({ signal, waker, idleMs: pollMs, onError, fatal: isFenced }, () => this.publishNext(lease, signal));
    } finally {
      await this.moving.catch(() => undefined);
      this.trouble = null;
      this.discard();
    }
  }

  /** Publishes a batch; answers whether there may be more. Any error costs the producer: kafkajs would hang on some, for good. */
  private async publishNext(lease: Lease, signal: AbortSignal): Promise<boolean> {
    try {
      if (!this.compared) await this.compare(signal);
      const batch = await this.next();
      if (batch.last === batch.after) {
        await this.moving;
        if (this.trouble !== null) await this.connect();
        this.trouble = null;
        return await this.lookAgain();
      }
      const began = performance.now();
      const producer = await this.connect();
      if (batch.more) this.readAhead(batch.last);
      const heads = await within(callMs, 'Publishing', this.send(producer, batch, lease));
      if (this.published.isBehind(heads)) throw new Error('A topic was made anew.');
      this.offset = batch.last;
      this.trouble = null;
      await this.move(lease, batch.last, heads);
      if (!batch.more) await pause(Math.max(0, began + spacingMs - performance.now()), signal);
      return batch.more;
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  private async compare(signal: AbortSignal): Promise<void> {
    this.offset = await this.published.compare(topicsOf(this.options.schema), this.offset, signal);
    this.compared = true;
  }

  /** Looks at the topics from time to time; true where there was one to look at, and the outbox is compared anew. */
  private async lookAgain(): Promise<boolean> {
    const { cluster, schema } = this.options;
    for (const topic of topicsOf(schema)) if (await cluster.ensure(topic, true)) this.compared = false;
    return !this.compared;
  }

  private async send(producer: Producer, { topicMessages }: Batch, lease: Lease): Promise<Heads> {
    const { pool, schema } = this.options;
    const transaction = await producer.transaction();
    if (this.fresh) {
      await stillHolds(pool, schema, lease);
      this.fresh = false;
    }
    this.placements.reset();
    const answers = await transaction.sendBatch({ acks: -1, topicMessages: [...topicMessages] });
    await transaction.commit();
    return headsBehind(answers, this.placements.counts);
  }

  /** Moves the checkpoint while the next batch is sent. Throws where the move before it failed. */
  private async move(lease: Lease, offset: number, heads: Heads): Promise<void> {
    await this.moving;
    this.moving = this.published.move(lease, offset, heads);
    this.moving.catch(() => undefined); // whoever waits for it sees the error
  }

  private async connect(): Promise<Producer> {
    if (this.producer) return this.producer;
    const { cluster, schema } = this.options;
    for (const topic of topicsOf(schema)) await cluster.ensure(topic, true);
    const producer = cluster.kafka.producer({
      transactionalId: `ecou-${schema}`,
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      transactionTimeout: transactionMs,
      createPartitioner: this.placements.partitioner,
      retry: transactionRetry,
    });
    this.producer = producer;
    this.fresh = true;
    await within(callMs, 'Connecting', producer.connect());
    return producer;
  }

  private discard(): void {
    for (const topic of topicsOf(this.options.schema)) this.options.cluster.doubt(topic);
    this.compared = false;
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
