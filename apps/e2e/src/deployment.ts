import { testDatabase, type TestDatabase } from '@ecou/event-sourcing/testing';
import { TestApi } from '@ecou/runtime/testing';
import * as tools from '@ecou/tools/deployment.ts';

export interface DeploymentOptions {
  /** `smtp://host:port`; without it, mail is kept as files. */
  readonly smtpUrl?: string;
  /** The name under which the platform is reached; its address without it. Passkeys need a name. */
  readonly host?: 'localhost';
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A URL of a superuser; `ECOU_TEST_POSTGRES_URL` without it. */
  readonly postgresUrl?: string;
}

/** Ecou, running as processes of its own, on databases of its own. */
export interface Deployment extends tools.Deployment {
  /** A client with the administrator's key. */
  readonly api: TestApi;
  /** A client of the public. */
  readonly visitor: TestApi;
  /** A connection to a context's tables; its schema has the context's name. */
  database(context: tools.ContextName): TestDatabase;
}

/** Every service in one process. */
export const startPlatform = (options: DeploymentOptions = {}): Promise<Deployment> =>
  start(options, ['platform'], (on) => tools.startPlatform(on));

/** A process for each service, over Kafka (`host:port`). */
export const startServices = (brokers: string, options: DeploymentOptions = {}): Promise<Deployment> =>
  start(options, ['identity', ...tools.contexts], (on) => tools.startServices(brokers, on));

async function start(
  { smtpUrl, postgresUrl, host, env = {} }: DeploymentOptions,
  names: readonly string[],
  begin: (options: tools.DeploymentOptions) => Promise<tools.Deployment>,
): Promise<Deployment> {
  const databases = new Map<string, TestDatabase>();
  for (const name of names) databases.set(name, await testDatabase(undefined, postgresUrl));
  const databaseOf = (name: string): TestDatabase => {
    const database = databases.get(name) ?? databases.get('platform');
    if (!database) throw new Error(`There is no database for ${name}.`);
    return database;
  };
  const ecou = await begin({
    databaseUrl: (name) => databaseOf(name).url,
    ...(host && { host }),
    env: { ...(smtpUrl ? { SMTP_URL: smtpUrl, MAIL_FROM: 'Ecou <ecou@example.ro>' } : {}), ...env },
  });
  return {
    ...ecou,
    api: new TestApi(ecou.url, ecou.key),
    visitor: new TestApi(ecou.url),
    database: databaseOf,
    stop: async () => {
      const codes = await ecou.stop();
      for (const database of databases.values()) await database.drop();
      return codes;
    },
  };
}
