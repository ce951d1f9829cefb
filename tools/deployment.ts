import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OsProcess } from './os-process.ts';
import { freePort, nodeCommand, until } from './processes.ts';

export const contexts = [
  'events',
  'feedback',
  'facilities',
  'notifications',
  'integrations',
  'analytics',
  'identity',
] as const;
export type ContextName = (typeof contexts)[number];

export interface DeploymentOptions {
  /** The first administrator's key, where the databases have been used before: it is printed once. */
  readonly key?: string;
  /** Makes a database, or says where it is: one for the platform; one for each service; that of `identity` is read by all. */
  readonly databaseUrl: (name: 'platform' | ContextName) => string;
  /** The name under which the platform is reached; its address without it. Passkeys need a name. */
  readonly host?: 'localhost';
  /** Further environment variables of every process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the lines of each service, which is started again where it ends by itself. */
  readonly tell?: (line: string) => void;
}

/** Ecou, running as processes of its own, in either mode. */
export interface Deployment {
  /** Where its routes are: the platform, or the gateway before the services. */
  readonly url: string;
  /** Where a context's own process serves its routes. */
  at(context: ContextName): string;
  /** The first administrator's key. */
  readonly key: string;
  /** The process that a context runs in. */
  process(context: ContextName): OsProcess;
  /** Asks every process to end; answers their exit codes. */
  stop(): Promise<(number | null)[]>;
}

/** Opens what a deployment keeps sealed. */
export const deploymentSecret = 'a secret of tests and benchmarks, long enough';

async function settings(publicUrl: string, env: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'ecou-deployment-'));
  return {
    env: {
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      ECOU_SECRET: deploymentSecret,
      ECOU_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      // Everything comes from one address.
      ECOU_LIMITS: 'off',
      ECOU_LINKS: 'off',
      ...env,
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Every service in one process, on one database, over the PostgreSQL bus. */
export async function startPlatform(options: DeploymentOptions): Promise<Deployment> {
  const port = await freePort();
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`;
  const { env, remove } = await settings(url, options.env);
  const platform = new OsProcess({
    name: 'The platform',
    command: nodeCommand('apps/platform/dist/main.js'),
    ready: `${url}/health/ready`,
    env: { ...env, PORT: String(port), DATABASE_URL: options.databaseUrl('platform') },
  });
  await platform.start();
  const printed = () => /ecou_[\w-]+/.exec(platform.written.out)?.[0];
  const key = options.key ?? (await until(printed, 10_000, 'the key to be printed'));
  return {
    url,
    at: () => url,
    key,
    process: () => platform,
    stop: async () => {
      const code = await platform.stop();
      await remove();
      return [code];
    },
  };
}

/** Each service as a process of its own with its own database, over Kafka (`host:port`), behind the gateway. */
export async function startServices(brokers: string, options: DeploymentOptions): Promise<Deployment> {
  const { tell } = options;
  const [{ firstKey }, { startGateway }] = [await import('@ecou/platform'), await import('@ecou/platform/gateway')];
  const gatewayPort = await freePort();
  const { env, remove } = await settings(`http://127.0.0.1:${gatewayPort}`, options.env);
  const identityUrl = options.databaseUrl('identity');
  const at: Record<string, string> = {};
  const processes = new Map<ContextName, OsProcess>();
  for (const context of contexts) {
    const port = await freePort();
    at[context] = `http://127.0.0.1:${port}`;
    const process = new OsProcess({
      name: context,
      command: nodeCommand(`apps/${context}/dist/main.js`),
      ready: `${at[context]}/health/ready`,
      env: {
        ...env,
        PORT: String(port),
        DATABASE_URL: options.databaseUrl(context),
        IDENTITY_DATABASE_URL: identityUrl,
        ECOU_BUS: 'kafka',
        KAFKA_BROKERS: brokers,
      },
      ...(tell && { tell, startAgain: true }),
    });
    processes.set(context, process);
  }
  const all = [...processes.values()];
  // First of all, so that nobody else takes the port while the services start.
  const gateway = await startGateway({ port: gatewayPort, host: '127.0.0.1', services: at });
  await Promise.all(all.map((process) => process.start())).catch(async (error: unknown) => {
    await gateway.stop();
    throw error;
  });
  const key = await firstKey(identityUrl);
  if (!key) throw new Error('The database of identities has a key already.');
  return {
    url: gateway.url,
    at: (context) => at[context] ?? gateway.url,
    key,
    process: (context) => {
      const process = processes.get(context);
      if (!process) throw new Error(`There is no service named ${context}.`);
      return process;
    },
    stop: async () => {
      await gateway.stop();
      const codes = await Promise.all(all.map((process) => process.stop()));
      await remove();
      return codes;
    },
  };
}
