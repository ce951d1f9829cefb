import { Kafka, logLevel, type EachMessagePayload } from 'kafkajs';

export const testBrokers = (): string[] => (process.env['ECOU_TEST_KAFKA_BROKERS'] ?? '').split(',');

/** Removes what an earlier run left on the Kafka for tests. */
export async function forgetTopics(brokers: readonly string[] = testBrokers()): Promise<void> {
  const admin = new Kafka({ clientId: 'e2e', brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
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
  const kafka = new Kafka({ clientId: 'another-system', brokers: [brokers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `another-system-${Date.now()}`, readUncommitted: false });
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
