import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A Kafka broker of a spec's own, which it may kill. */
export interface OwnBroker {
  readonly brokers: string;
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one by the repository's tools, which libraries do not import: hence by its path. */
export async function startOwnBroker(): Promise<OwnBroker> {
  const path = join(import.meta.dirname, '../../../../tools/kafka/broker.ts');
  const tools = (await import(pathToFileURL(path).href)) as { startBroker(): Promise<OwnBroker> };
  return tools.startBroker();
}
