import kafkajs, { Kafka, logLevel, type Admin, type RetryOptions } from 'kafkajs';
import type { Logger } from '../../resilience/logger.js';
import { clientOf, type KafkaServers } from './servers.js';
import { within } from '../../resilience/loop.js';

/** Fixed when a topic is made: another number would move keys to other partitions, and break their order. */
export const partitions = 6;
const wantedReplicas = 3;
const callMs = 15_000;
const closeMs = 5_000;
/** The time after which a topic is looked at again. */
const freshMs = 300_000;

export interface ClusterOptions extends KafkaServers {
  readonly clientId: string;
  readonly logger: Logger;
  /** Milliseconds after which a topic is looked at again. */
  readonly freshMs?: number;
}

/** A partition of a topic, and the offset that its next message will get. */
export interface Head {
  readonly partition: number;
  readonly offset: number;
}

/** Topics that are asked for together, by their names; `own` for those of the context itself. The answer has an error for each that is gone. */
interface Question {
  readonly topics: Map<string, { own: boolean }>;
  readonly answer: Promise<ReadonlyMap<string, Error>>;
}

/** The brokers: a client to them, and the topics on them. */
export class Cluster {
  readonly kafka: Kafka;
  private readonly logger: Logger;
  private readonly freshMs: number;
  /** The time at which each topic was looked at; undefined for one that is in doubt. */
  private readonly lookedAt = new Map<string, number | undefined>();
  private readonly said = new Set<string>();
  private next: Question | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor({ clientId, logger, freshMs: ms = freshMs, ...servers }: ClusterOptions) {
    this.logger = logger;
    this.freshMs = ms;
    this.kafka = new Kafka({
      ...clientOf(servers),
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

  /**
   * Makes a topic where it is missing: kept for ever, never compacted. Says once what is otherwise about one that stands there. Asks the
   * brokers from time to time, and whenever the topic is in doubt; what is asked for meanwhile goes into the next question together, since all
   * consumers ask at once when brokers come back. True where it was looked at just now. One that was there is made again only by its own context,
   * which sends again what it held; throws for others.
   */
  async ensure(topic: string, own = false): Promise<boolean> {
    if (this.isFresh(topic)) return false;
    const { topics, answer } = (this.next ??= this.ask());
    topics.set(topic, { own: own || topics.get(topic)?.own === true });
    const gone = (await answer).get(topic);
    if (gone) throw gone;
    return true;
  }

  /** Something went wrong with a topic: it may be gone. */
  doubt(topic: string): void {
    if (this.lookedAt.has(topic)) this.lookedAt.set(topic, undefined);
  }

  /** The offset that the next message of each partition will get. */
  heads(topic: string): Promise<readonly Head[]> {
    return this.asAdmin(async (admin) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ partition, offset: Number(high) })),
    );
  }

  /** The next offset of a group per partition, as far as it has told any. */
  committed(groupId: string, topic: string): Promise<ReadonlyMap<number, number>> {
    return this.asAdmin(async (admin) => {
      const answers = await admin.fetchOffsets({ groupId, topics: [topic] });
      const told = answers.flatMap(({ partitions: each }) => each).filter(({ offset }) => Number(offset) >= 0);
      return new Map(told.map(({ partition, offset }) => [partition, Number(offset)]));
    });
  }

  /** The brokers that lead the partitions of a topic. */
  leaders(topic: string): Promise<ReadonlySet<number>> {
    return this.asAdmin(async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return new Set(topics.flatMap((each) => each.partitions.map(({ leader }) => leader)));
    });
  }

  /** Forgets a group that nobody is in any more. */
  async forgetGroup(groupId: string): Promise<void> {
    await this.asAdmin((admin) => admin.deleteGroups([groupId]));
  }

  private isFresh(topic: string): boolean {
    const at = this.lookedAt.get(topic);
    return at !== undefined && performance.now() - at < this.freshMs;
  }

  /** The question that is put once the one before it is answered. */
  private ask(): Question {
    const topics: Question['topics'] = new Map();
    const answer = this.running.then(() => {
      this.next = undefined;
      return this.asAdmin((admin) => this.look(admin, topics));
    });
    this.running = answer.catch(() => undefined);
    return { topics, answer };
  }

  private async look(admin: Admin, topics: Question['topics']): Promise<ReadonlyMap<string, Error>> {
    const { brokers } = await admin.describeCluster();
    const replicas = Math.min(wantedReplicas, brokers.length);
    this.sayOnce(
      replicas < wantedReplicas,
      { brokers: brokers.length, replicas },
      'There are fewer than three brokers: topics have fewer replicas, and a broker that is lost takes messages with it.',
    );
    const names = new Set(await admin.listTopics());
    const standing: string[] = [];
    const missing: string[] = [];
    const gone = new Map<string, Error>();
    for (const [topic, { own }] of topics) {
      if (names.has(topic)) standing.push(topic);
      else if (this.lookedAt.has(topic) && !own)
        gone.set(topic, new Error(`The topic ${topic} is gone from the brokers.`));
      else missing.push(topic);
    }
    for (const topic of missing)
      if (this.lookedAt.has(topic))
        this.logger.error({ topic }, 'A topic is gone from the brokers, and is made again.');
    if (missing.length > 0) await this.make(admin, missing, replicas);
    if (standing.length > 0) await this.compare(admin, standing, replicas);
    for (const topic of [...missing, ...standing]) this.lookedAt.set(topic, performance.now());
    return gone;
  }

  private async make(admin: Admin, missing: readonly string[], replicas: number): Promise<void> {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: [
          ...Object.entries(wantedSettings).map(([name, value]) => ({ name, value })),
          { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
        ],
      })),
    });
  }

  /** Says what topics that somebody else has made or changed are not. */
  private async compare(admin: Admin, standing: readonly string[], replicas: number): Promise<void> {
    const { topics } = await admin.fetchTopicMetadata({ topics: [...standing] });
    for (const { name: topic, partitions: found } of topics) {
      this.sayOnce(
        found.length !== partitions,
        { topic, partitions: found.length, wanted: partitions },
        'A topic has another number of partitions than it was made with: the order of a key holds only where this never changes.',
      );
      const fewest = Math.min(...found.map((partition) => partition.replicas.length));
      this.sayOnce(
        fewest < replicas,
        { topic, replicas: fewest, wanted: replicas },
        'A topic has too few replicas: a broker that is lost takes messages with it.',
      );
    }
    const names = Object.keys(wantedSettings);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: standing.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: names })),
    });
    for (const { resourceName: topic, configEntries } of resources) {
      const settings = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue] as const));
      for (const [setting, wanted] of Object.entries(wantedSettings)) {
        const value = settings.get(setting) ?? wanted;
        const text = 'A topic is not kept for ever: whoever reads from the beginning misses messages.';
        this.sayOnce(value !== wanted, { topic, setting, value, wanted }, text);
      }
    }
  }

  /** Says it once, and again when it was mended in between. */
  private sayOnce(wrong: boolean, fields: Readonly<Record<string, string | number>>, text: string): void {
    const key = JSON.stringify([fields['topic'], fields['setting'], text]);
    if (wrong && !this.said.has(key)) this.logger.warn(fields, text);
    if (wrong) this.said.add(key);
    else this.said.delete(key);
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

/** Messages are never dropped. */
const wantedSettings = { 'retention.ms': '-1', 'retention.bytes': '-1', 'cleanup.policy': 'delete' } as const;

const clientRetry: RetryOptions = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 8 };

/** Retries for transactions: a longer first wait is paid whenever one transaction follows another closely. */
export const transactionRetry: RetryOptions = { initialRetryTime: 5, maxRetryTime: 500, retries: 10 };

/** Disconnects, without waiting for brokers that do not answer. */
export function close(client: { disconnect(): Promise<void> }): void {
  within(closeMs, 'Disconnecting', client.disconnect()).catch(() => undefined);
}
