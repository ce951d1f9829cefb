import { join, resolve } from 'node:path';
import { isFree, stopWithBoot } from '../processes.ts';
import { startBroker } from './broker.ts';

/** `npm run kafka`: a broker alone, on `KAFKA_PORT` (9092 by default), until Ctrl-C. Its data is kept. */
const port = Number(process.env['KAFKA_PORT'] || 9092);
const dataDir = resolve(process.env['ECOU_DATA_DIR'] || join(import.meta.dirname, '../../.ecou'));

stopWithBoot();
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
});
try {
  if (!(port > 0 && port < 65_536)) throw new Error('KAFKA_PORT must be the number of a port.');
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use already. Choose another one with KAFKA_PORT.`);
  const broker = await startBroker({ dir: join(dataDir, 'kafka-alone'), port });
  console.log(`Apache Kafka is ready: KAFKA_BROKERS=${broker.brokers}`);
  console.log('Ctrl-C stops it.');
  await stopped;
  await broker.stop();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
process.exit();
