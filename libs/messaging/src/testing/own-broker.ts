import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A Kafka broker of a spec's own, which it may kill. */
export interface OwnBroker {
  readonly brokers: string;
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A broker that asks who is there: over TLS, by password or certificate. Files are PEM. */
export interface SecuredBroker {
  /** `host:port` of those who set it up, of users with a password, and of clients with a certificate (`User:CN=client`). */
  readonly open: string;
  readonly byPassword: string;
  readonly byCertificate: string;
  readonly ca: string;
  readonly client: { readonly cert: string; readonly key: string };
  stop(): Promise<void>;
}

const tool = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(join(import.meta.dirname, '../../../../tools/kafka', name)).href)) as T;

/** Starts a secured one with these users, and their passwords. */
export async function startSecuredBroker(users: Readonly<Record<string, string>>): Promise<SecuredBroker> {
  const tools = await tool<{ startSecuredBroker(of: typeof users): Promise<SecuredBroker> }>('secured-broker.ts');
  return tools.startSecuredBroker(users);
}

/** Starts one by the repository's tools, which libraries do not import: hence by its path. */
export async function startOwnBroker(): Promise<OwnBroker> {
  const tools = await tool<{ startBroker(): Promise<OwnBroker> }>('broker.ts');
  return tools.startBroker();
}
