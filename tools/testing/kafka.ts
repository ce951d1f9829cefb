import { Kafka, logLevel, type EachMessagePayload } from 'kafkajs';

/** `host:port` of the Kafka for tests. */
export function testBrokers(): string {
  const brokers = process.env['ECOU_TEST_KAFKA_BROKERS'];
  if (!brokers) throw new Error('ECOU_TEST_KAFKA_BROKERS names no Kafka for tests.');
  return brokers;
}

const kafkaOf = (clientId: string, brokers: string): Kafka =>
  new Kafka({ clientId, brokers: brokers.split(','), logLevel: logLevel.NOTHING });

/** Removes the topics that an earlier run left. */
export async function forgetTopics(brokers: string): Promise<void> {
  const admin = kafkaOf('e2e', brokers).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('ecou.'));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}

export interface ReadMessage {
  readonly key: string;
  readonly sequence: number;
}

/** Reads a topic from its beginning as another system would, until it has seen so many different messages. */
export async function readTopic(
  brokers: string,
  topic: string,
  count: number,
  timeoutMs: number,
): Promise<ReadMessage[]> {
  const consumer = kafkaOf('another-system', brokers).consumer({
    groupId: `another-system-${Date.now()}`,
    readUncommitted: false,
  });
  const messages: ReadMessage[] = [];
  const seen = new Set<string>();
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${seen.size} of ${count} messages of ${topic} were read.`));
      }, timeoutMs);
      const eachMessage = ({ message: { key, headers } }: EachMessagePayload): Promise<void> => {
        const one = { key: String(key), sequence: Number(headers?.['ce_sequence']) };
        messages.push(one);
        seen.add(`${one.key}/${one.sequence}`);
        if (seen.size >= count) {
          clearTimeout(timer);
          resolve();
        }
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return messages;
}
