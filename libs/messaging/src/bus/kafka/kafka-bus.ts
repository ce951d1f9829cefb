import type { Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Logger } from '../../resilience/logger.js';
import type { Outbox } from '../../outbox/outbox.js';
import type { Bus, BusConsumer, Relay, Subscription } from '../bus.js';
import { OutboxListener } from '../outbox-listener.js';
import { Cluster } from './cluster.js';
import { KafkaConsumer } from './kafka-consumer.js';
import { KafkaPublisher } from './kafka-publisher.js';
import type { KafkaServers } from './servers.js';

export interface KafkaBusOptions {
  readonly kafka: KafkaServers;
  readonly pool: Pool;
  /** The context's schema, and its name. */
  readonly schema: string;
  readonly leases: Leases;
  readonly logger: Logger;
  readonly outbox: Outbox;
  /** Milliseconds after which topics are looked at again. */
  readonly freshMs?: number;
}

/** The bus for contexts with databases of their own: Apache Kafka, CloudEvents in binary mode. */
export class KafkaBus implements Bus {
  readonly kind = 'kafka';
  private readonly cluster: Cluster;
  private readonly listener: OutboxListener;

  constructor(private readonly options: KafkaBusOptions) {
    const { kafka, schema, logger, pool, freshMs } = options;
    this.cluster = new Cluster({
      ...{ ...kafka, clientId: `ecou-${schema}`, logger },
      ...(freshMs === undefined ? {} : { freshMs }),
    });
    this.listener = new OutboxListener(pool);
  }

  relay(): Relay {
    const { cluster, listener, options } = this;
    return new KafkaPublisher({ ...options, cluster, waker: listener.waker(options.schema) });
  }

  /** Heads of topics are asked for when the consumer subscribes; it is not ready before. */
  fixStart(): Promise<void> {
    return Promise.resolve();
  }

  subscribe(subscription: Subscription): BusConsumer {
    return new KafkaConsumer(subscription, { ...this.options, cluster: this.cluster });
  }

  /** The outbox of the source stands in another database, and whatever stands in the topic may be anybody's. */
  lastSent(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): Promise<void> {
    return this.listener.stop();
  }
}
