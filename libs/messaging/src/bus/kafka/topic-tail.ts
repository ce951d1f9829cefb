import { randomUUID } from 'node:crypto';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { within } from '../../resilience/loop.js';
import { close, partitions, type Cluster, type Head } from './cluster.js';

const callMs = 30_000;
/** The time in which at least one batch must come, or the end be seen. */
const stalledMs = 60_000;
const waitMs = 250;
/** Answers without a message, from each broker that leads a partition, after which nothing more is there. */
const quietAnswers = 3;

export interface Tail {
  readonly topic: string;
  /** The offset per partition at which it begins; 0 for one that is not named. */
  readonly from: ReadonlyMap<number, number>;
  /** The offset per partition at which it ends. */
  readonly heads: readonly Head[];
  readonly groupId: string;
}

/** Reads the committed records of a topic between two offsets per partition, in a group of its own, which leaves nothing behind. */
export async function readTail(
  cluster: Cluster,
  { topic, from, heads, groupId: prefix }: Tail,
  take: (records: readonly KafkaMessage[]) => void,
): Promise<void> {
  const groupId = `${prefix}-${randomUUID()}`;
  const leaders = await cluster.leaders(topic);
  const consumer = cluster.kafka.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: waitMs });
  const begin = ({ partition, offset }: Head) => Math.min(from.get(partition) ?? 0, offset);
  const left = new Map(heads.filter((head) => head.offset > begin(head)).map((head) => [head.partition, head.offset]));
  try {
    await within(callMs, 'Connecting', consumer.connect());
    await within(callMs, 'Subscribing', consumer.subscribe({ topics: [topic], fromBeginning: true }));
    await new Promise<void>((resolve, reject) => {
      const watched = new Ending({ leaders, resolve, reject });
      const { GROUP_JOIN, FETCH, CRASH } = consumer.events;
      consumer.on(GROUP_JOIN, () => {
        for (const head of heads) consumer.seek({ topic, partition: head.partition, offset: String(begin(head)) });
      });
      consumer.on(FETCH, ({ payload: { nodeId } }) => {
        watched.answered(nodeId);
      });
      consumer.on(CRASH, ({ payload: { error } }) => {
        reject(error);
      });
      run(consumer, (partition, records, next) => {
        watched.heard();
        take(records);
        if (next >= (left.get(partition) ?? 0)) left.delete(partition);
        if (left.size === 0) resolve();
      }).catch(reject);
    });
  } finally {
    await within(callMs, 'Leaving', consumer.disconnect()).catch(() => {
      close(consumer);
    });
    await cluster.forgetGroup(groupId).catch(() => undefined); // the brokers forget an empty group by themselves
  }
}

const run = (
  consumer: Consumer,
  take: (partition: number, records: readonly KafkaMessage[], next: number) => void,
): Promise<void> =>
  consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: ({ batch }) => {
      take(batch.partition, batch.messages, Number(batch.lastOffset()) + 1);
      return Promise.resolve();
    },
  });

interface EndingOptions {
  readonly leaders: ReadonlySet<number>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Notices the end of what is read where that is no message: a topic ends with marks of transactions, which nobody is given. */
class Ending {
  private readonly quiet = new Map<number, number>();
  private stalled: NodeJS.Timeout;

  constructor(private readonly options: EndingOptions) {
    this.stalled = this.watch();
  }

  heard(): void {
    this.quiet.clear();
    clearTimeout(this.stalled);
    this.stalled = this.watch();
  }

  answered(node: number): void {
    this.quiet.set(node, (this.quiet.get(node) ?? 0) + 1);
    const { leaders, resolve } = this.options;
    if (![...leaders].every((leader) => (this.quiet.get(leader) ?? 0) > quietAnswers)) return;
    clearTimeout(this.stalled);
    resolve();
  }

  private watch(): NodeJS.Timeout {
    return setTimeout(() => {
      this.options.reject(new Error('The brokers do not answer what stands in a topic.'));
    }, stalledMs).unref();
  }
}
