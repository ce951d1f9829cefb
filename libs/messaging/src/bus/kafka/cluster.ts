import { Kafka, logLevel, type Admin, type RetryOptions } from 'kafkajs';
import pLimit from 'p-limit';
import type { Logger } from '../../resilience/logger.js';
import { within } from '../../resilience/loop.js';

/** Fixed when a topic is made: another number would move keys to other partitions, and break their order. */
export const partitions = 6;
const wantedReplicas = 3;
const callMs = 15_000;
const closeMs = 5_000;

export interface ClusterOptions {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
}

/** The brokers: a client to them, and the topics on them. */
export class Cluster {
  readonly kafka: Kafka;
  private readonly logger: Logger;
  private readonly made = new Set<string>();
  private readonly oneAtATime = pLimit(1);
  private warned = false;

  constructor({ brokers, clientId, logger }: ClusterOptions) {
    this.logger = logger;
    this.kafka = new Kafka({
      brokers: [...brokers],
      clientId,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      retry: clientRetry,
      logLevel: logLevel.ERROR,
      logCreator:
        () =>
        ({ namespace, log: { message } }) => {
          logger.warn({ from: `kafkajs ${namespace}` }, message);
        },
    });
  }

  /** Makes a topic where it is missing: kept for ever, never compacted. */
  async ensure(topic: string): Promise<void> {
    if (this.made.has(topic)) return;
    await this.oneAtATime(async () => {
      if (this.made.has(topic)) return;
      await this.asAdmin((admin) => this.make(admin, topic));
      this.made.add(topic);
    });
  }

  /** The offset that the next message of each partition will get. */
  heads(topic: string): Promise<readonly { readonly partition: number; readonly offset: number }[]> {
    return this.asAdmin(async (admin) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ partition, offset: Number(high) })),
    );
  }

  private async make(admin: Admin, topic: string): Promise<void> {
    const { brokers } = await admin.describeCluster();
    const replicas = Math.min(wantedReplicas, brokers.length);
    if (replicas < wantedReplicas && !this.warned) {
      this.warned = true;
      const text =
        'There are fewer than three brokers: topics have fewer replicas, and a broker that is lost takes messages with it.';
      this.logger.warn({ brokers: brokers.length, replicas }, text);
    }
    if ((await admin.listTopics()).includes(topic)) return;
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: replicas,
          configEntries: [
            { name: 'retention.ms', value: '-1' },
            { name: 'cleanup.policy', value: 'delete' },
            { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
          ],
        },
      ],
    });
  }

  private async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    try {
      return await within(
        callMs,
        'A question to the brokers',
        admin.connect().then(() => work(admin)),
      );
    } finally {
      close(admin);
    }
  }
}

const clientRetry: RetryOptions = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 8 };

/** Retries for transactions: a longer first wait is paid whenever one transaction follows another closely. */
export const transactionRetry: RetryOptions = { initialRetryTime: 5, maxRetryTime: 500, retries: 10 };

/** Disconnects, without waiting for brokers that do not answer. */
export function close(client: { disconnect(): Promise<void> }): void {
  within(closeMs, 'Disconnecting', client.disconnect()).catch(() => undefined);
}
