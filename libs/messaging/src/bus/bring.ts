import type { KeyedConsumer } from '../consumer/keyed-consumer.js';
import type { Subscription } from './bus.js';
import type { Received } from './received.js';

/** Brings the messages of a topic to a consumer. */
export const bringTo =
  (consumer: Pick<KeyedConsumer<Received>, 'take'>, topic: string): Subscription['handle'] =>
  (messages, signal, progressed) =>
    consumer.take(
      topic,
      messages.map((message) => ({ source: topic, key: message.key, sequence: message.sequence, message })),
      signal,
      progressed,
    );
