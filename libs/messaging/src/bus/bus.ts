import type { Message } from '@ecou/contracts';

/** A consumer's subscription to a topic. */
export interface Subscription {
  /** Stable name of the consumer; it has an offset of its own. */
  readonly consumer: string;
  readonly topic: string;
  /** The messages that it gets when it subscribes for the first time: all that there are, or those that come after it. */
  readonly from: 'beginning' | 'now';
  /**
   * Takes messages, in order per key. They count as taken when it returns, and are brought again when it throws, or when the process
   * dies in between. Must end soon when the signal aborts.
   */
  readonly handle: (messages: readonly Message[], signal: AbortSignal) => Promise<void>;
}

export interface ConsumerStatus {
  readonly consumer: string;
  readonly topic: string;
  /** ISO 8601: when it last asked for messages. Null for one that has not, or stands by while another process reads. */
  readonly lastPollAt: string | null;
  /** False for one that should ask for messages, has not for a while, and has none in hand. */
  readonly polling: boolean;
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
  subscribe(subscription: Subscription): BusConsumer;
  close(): Promise<void>;
}
