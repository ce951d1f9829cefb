import type { Received } from './received.js';

/** A consumer's subscription to a topic. */
export interface Subscription {
  /** Stable name of the consumer; it has an offset of its own. */
  readonly consumer: string;
  readonly topic: string;
  /** The messages that it gets when it subscribes for the first time: all that there are, or those that come after it. */
  readonly from: 'beginning' | 'now';
  /** Messages that are read at a time, where the bus asks that; it knows a number by itself. */
  readonly batchSize?: number;
  /** Milliseconds from a batch that is not full to the next, where the bus asks that; it knows a number by itself. */
  readonly gatherMs?: number;
  /** Types of the messages that it asks for; all without it. A bus may bring the others, too. */
  readonly types?: ReadonlySet<string>;
  /**
   * Takes messages, in order per key. They count as taken when it returns, and are brought again when it throws, or when the process
   * dies in between. Must end soon when the signal aborts. Calls `progressed` whenever it is through with one of them.
   */
  readonly handle: (messages: readonly Received[], signal: AbortSignal, progressed: () => void) => Promise<void>;
}

export interface ConsumerStatus {
  readonly consumer: string;
  readonly topic: string;
  /** ISO 8601: when it last asked for messages. Null for one that has not, or stands by while another process reads. */
  readonly lastPollAt: string | null;
  /** False for one that should ask for messages, has not for a while, and has none in hand. */
  readonly polling: boolean;
  /** False for one that has had messages to take for a minute, and has taken none of them. */
  readonly progressing: boolean;
  /** Messages that it has yet to take, as far as this process can tell. */
  readonly lag: number | null;
}

export interface BusConsumer {
  /** May throw while the database is away. */
  status(): Promise<ConsumerStatus>;
  /** Ends after the messages in hand; they are brought again to the next one if they were not finished. */
  stop(): Promise<void>;
}

export interface RelayStatus {
  /** True where this process is the one that publishes. */
  readonly leading: boolean;
  /** Messages of the outbox that have not been published; null where another process publishes. */
  readonly lag: number | null;
  /** The reason why it cannot publish now. */
  readonly trouble: string | null;
}

export interface Relay {
  status(): Promise<RelayStatus>;
  stop(): Promise<void>;
}

/**
 * Brings contracts from the outbox of a context to the consumers of others: at least once, in order per key, and again from the beginning
 * for whoever comes later. One instance per context. Two adapters pass one suite.
 */
export interface Bus {
  readonly kind: 'postgres' | 'kafka';
  /** Starts to make the context's own messages available. */
  relay(): Relay;
  /**
   * Fixes the message after which a consumer from now begins, before it subscribes, so that what comes meanwhile is its own. A bus that has
   * to wait for a broker does so when the consumer subscribes.
   */
  fixStart(subscription: Pick<Subscription, 'consumer' | 'topic' | 'from'>): Promise<void>;
  subscribe(subscription: Subscription): BusConsumer;
  /** The last sequence that the source of a topic gave to a key, 0 for none; null where this process cannot ask the source. */
  lastSent(topic: string, key: string): Promise<number | null>;
  close(): Promise<void>;
}
