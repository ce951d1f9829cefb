import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Publisher } from '@ecou/runtime';
import { ensureBuilt } from './build.ts';
import { startBroker } from './kafka/broker.ts';
import { OsProcess } from './os-process.ts';
import { freePort, isFree, nodeCommand, stopWithBoot } from './processes.ts';

/**
 * `npm run services`: the services as processes of their own, each with its own database, over Kafka, behind one address.
 * Where one ends by itself it is started again. `--empty` leaves the sample programme out.
 */
const contexts = [
  'events',
  'feedback',
  'facilities',
  'notifications',
  'integrations',
  'analytics',
  'identity',
] as const;
type Context = (typeof contexts)[number];

const root = join(import.meta.dirname, '..');
const tell = (line: string): void => console.log(line);

/** Ends what was begun, the last first. */
class Ending {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step().catch((error: unknown) => tell(String(error)));
  }
}

/** The settings of all of them, with every fault named before anything is started. */
async function readSettings(): Promise<{ port: number; host: string; dataDir: string; publisher: Publisher }> {
  const { readConfig } = await import('@ecou/runtime');
  const { env } = process;
  if (env['DATABASE_URL'])
    throw new Error('npm run services keeps a database per service on a PostgreSQL of its own: unset DATABASE_URL.');
  const inPlace = { DATABASE_URL: 'postgres://127.0.0.1/ecou', ECOU_SECRET: env['ECOU_SECRET'] ?? 'x'.repeat(32) };
  const { port, host, dataDir, publisher } = readConfig({ ...env, ...inPlace });
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use already. Choose another one with PORT.`);
  return { port, host, dataDir: resolve(root, dataDir), publisher };
}

async function startPostgres(dataDir: string, ending: Ending) {
  const { reachOf, startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
  const databases = contexts.map(databaseOf);
  const postgres = await startEmbeddedPostgres({ dir: dataDir, databases, tell, ...reachOf(process.env) });
  ending.add(() => postgres.stop());
  if (postgres.notice) tell(postgres.notice);
  return postgres;
}

const databaseOf = (context: string): string => `ecou_${context}`;

async function brokersOf(dataDir: string, ending: Ending): Promise<string> {
  const named = process.env['KAFKA_BROKERS'];
  if (named) return named;
  const broker = await startBroker({ dir: join(dataDir, 'kafka'), tell });
  ending.add(() => broker.stop());
  return broker.brokers;
}

/** True once a service is ready but for its lists, which a new release may build for longer than a start may take. */
async function serves(url: string): Promise<boolean> {
  try {
    const { parts } = (await (await fetch(url)).json()) as { parts: Record<string, { state: string }> };
    return Object.entries(parts).every(([name, { state }]) => name === 'views' || state === 'up');
  } catch {
    return false;
  }
}

async function startServices(env: NodeJS.ProcessEnv, urlOf: (database: string) => string, ending: Ending) {
  const at = {} as Record<Context, string>;
  const services: OsProcess[] = [];
  for (const context of contexts) {
    const port = await freePort();
    at[context] = `http://127.0.0.1:${port}`;
    const service = new OsProcess({
      name: context,
      command: nodeCommand(`apps/${context}/dist/main.js`),
      ready: () => serves(`${at[context]}/${context}/health/ready`),
      env: { ...env, PORT: String(port), DATABASE_URL: urlOf(databaseOf(context)) },
      detached: true,
      startAgain: true,
      tell,
    });
    services.push(service);
    ending.add(() => service.stop());
  }
  await Promise.all(services.map((service) => service.start()));
  return at;
}

interface Welcome {
  readonly url: string;
  readonly publicUrl: string;
  readonly marker: string;
}

/** The first key, and what the first start is to load. */
async function welcome(identityUrl: string, { url, publicUrl, marker }: Welcome): Promise<void> {
  const { firstKey, keyLines, temporaryKey } = await import('@ecou/platform');
  const key = await firstKey(identityUrl);
  if (key) for (const line of keyLines(publicUrl, key)) tell(line);
  if (existsSync(marker)) return;
  if (!process.argv.includes('--empty')) {
    const { loadSample } = await import('./sample/index.ts');
    tell('Loading the sample programme ...');
    await temporaryKey(identityUrl, 'sample programme', (own) => loadSample({ url, key: own }));
  }
  writeFileSync(marker, '');
}

async function start(ending: Ending): Promise<void> {
  await ensureBuilt();
  const { port, host, dataDir, publisher } = await readSettings();
  const { publicUrl } = publisher;
  const { startGateway } = await import('@ecou/platform/gateway');
  const postgres = await startPostgres(dataDir, ending);
  const brokers = await brokersOf(postgres.dataDir, ending);
  const identityUrl = postgres.url(databaseOf('identity'));
  const env = {
    // Where consumers wait for a broker that has just begun, they warn.
    LOG_LEVEL: 'error',
    ...process.env,
    HOST: '127.0.0.1',
    IDENTITY_DATABASE_URL: identityUrl,
    ECOU_BUS: 'kafka',
    KAFKA_BROKERS: brokers,
    ECOU_SECRET: process.env['ECOU_SECRET'] ?? postgres.secret,
    PUBLIC_URL: publicUrl,
    ECOU_DATA_DIR: join(postgres.dataDir, 'services'),
  };
  const at = await startServices(env, (database) => postgres.url(database), ending);
  const gateway = await startGateway({ port, host, services: at, publisher });
  ending.add(() => gateway.stop());
  const marker = join(postgres.dataDir, 'services-first-start-done');
  await welcome(identityUrl, { url: gateway.url, publicUrl, marker });
  for (const line of await readyLines(publicUrl, brokers, at)) tell(line);
}

async function readyLines(url: string, brokers: string, at: Readonly<Record<Context, string>>): Promise<string[]> {
  const { lostKeyLine, places } = await import('@ecou/platform');
  return [
    '',
    `Ecou is ready at ${url}, ${contexts.length} services over Kafka`,
    ...places(url),
    `  Kafka                       ${brokers}`,
    ...contexts.map((context) => `  ${context.padEnd(27)} ${at[context]}`),
    lostKeyLine('npm run key'),
    'Ctrl-C stops everything.',
  ];
}

stopWithBoot();
const ending = new Ending();
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
});
try {
  await start(ending);
  await stopped;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
await ending.run();
process.exit();
