import { Kafka, type Producer, type ProducerConfig } from 'kafkajs';
import { BusProcess } from './bus-process.js';

/**
 * A publisher in a process of its own that freezes itself inside its third transaction, after the messages were sent and before they are
 * committed. Arguments: database URL, context, brokers.
 */
const [url = '', context = '', brokers = ''] = process.argv.slice(2);
let transactions = 0;

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the instance below
const makeProducer = Kafka.prototype.producer;
Kafka.prototype.producer = function (this: Kafka, config?: ProducerConfig): Producer {
  const producer = makeProducer.call(this, config);
  const begin = producer.transaction.bind(producer);
  producer.transaction = async () => {
    const transaction = await begin();
    const commit = transaction.commit.bind(transaction);
    transaction.commit = async () => {
      transactions += 1;
      if (transactions === 3) process.kill(process.pid, 'SIGSTOP');
      await commit().then(
        () => process.send?.({ committed: transactions }),
        (error: unknown) => {
          process.send?.({ refused: transactions, error: String(error) });
          throw error;
        },
      );
    };
    return transaction;
  };
  return producer;
};

const publisher = new BusProcess({ url, brokers: brokers.split(',') }, context).publishing();
process.on('disconnect', () => process.exit());
process.send?.({ started: publisher.context });
