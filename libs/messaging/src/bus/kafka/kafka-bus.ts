import type { Leases } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import type { Logger } from '../../resilience/logger.js';
import type { Outbox } from '../../outbox/outbox.js';
import type { Bus, BusConsumer, Relay, Subscription } from '../bus.js';
import { OutboxListener } from '../outbox-listener.js';
import { Cluster } from './cluster.js';
import { KafkaConsumer } from './kafka-consumer.js';
import { KafkaPublisher } from './kafka-publisher.js';

export interface KafkaBusOptions {
  readonly brokers: readonly string[];
  readonly pool: Pool;
  /** The context's schema, and its name. */
  readonly schema: string;
  readonly leases: Leases;
  readonly logger: Logger;
  readonly outbox: Outbox;
}

/** The bus for contexts with databases of their own: Apache Kafka, CloudEvents in binary mode. */
export class KafkaBus implements Bus {
  readonly kind = 'kafka';
  private readonly cluster: Cluster;
  private readonly listener: OutboxListener;

  constructor(private readonly options: KafkaBusOptions) {
    const { brokers, schema, logger, pool } = options;
    this.cluster = new Cluster({ brokers, clientId: `ecou-${schema}`, logger });
    this.listener = new OutboxListener(pool);
  }

  relay(): Relay {
    const { cluster, listener, options } = this;
    return new KafkaPublisher({ ...options, cluster, waker: listener.waker(options.schema) });
  }

  subscribe(subscription: Subscription): BusConsumer {
    return new KafkaConsumer(subscription, { ...this.options, cluster: this.cluster });
  }

  close(): Promise<void> {
    return this.listener.stop();
  }
}
