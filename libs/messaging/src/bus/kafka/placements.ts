import { Partitioners, type Message as KafkaMessage, type PartitionerArgs } from 'kafkajs';

/** Counts to which partitions kafkajs sends messages, which it does not tell. One that is sent again counts once. */
export class Placements {
  private placed = new Map<string, Map<number, Set<KafkaMessage>>>();

  /** The default partitioner of kafkajs, which is that of other clients too. */
  readonly partitioner = (): ((args: PartitionerArgs) => number) => {
    const choose = Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = choose(args);
      const topic = this.placed.get(args.topic) ?? new Map<number, Set<KafkaMessage>>();
      this.placed.set(args.topic, topic.set(partition, (topic.get(partition) ?? new Set()).add(args.message)));
      return partition;
    };
  };

  /** Begins to count anew. */
  reset(): void {
    this.placed = new Map();
  }

  /** The number of messages per topic and partition. */
  get counts(): ReadonlyMap<string, ReadonlyMap<number, number>> {
    return new Map(
      [...this.placed].map(([topic, sets]) => [topic, new Map([...sets].map(([key, { size }]) => [key, size]))]),
    );
  }
}
