import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyticsContext } from '@ecou/analytics';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { bootFailure, readConfig, runProcess, type RunningProcess } from '@ecou/runtime';
import { reachOf, startEmbeddedPostgres, StartError, type EmbeddedPostgres } from './embedded-postgres/index.js';
import { startGroups } from './start-groups.js';
import { keyLines, lostKeyLine, places } from './told.js';
import { untilStopped } from './until-stopped.js';

/** Everything that Ecou serves. */
export const contexts = [
  eventsContext,
  feedbackContext,
  facilitiesContext,
  notificationsContext,
  integrationsContext,
  analyticsContext,
  identityContext,
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Loads what a new deployment begins with, as the administrator whose key it gets. */
export type Loader = (into: { readonly url: string; readonly key: string }) => Promise<unknown>;

export interface PlatformOptions {
  /** The environment. Without `DATABASE_URL`, an embedded PostgreSQL keeps its data in `ECOU_DATA_DIR`. */
  readonly env: Environment;
  /** Called on the first start. */
  readonly load?: Loader;
  /** Gets the lines that whoever starts it reads. */
  readonly tell?: (line: string) => void;
  /** The command that makes another administrator's key. */
  readonly keyCommand?: string;
}

/**
 * The life of the platform: every service in this process, until SIGTERM or SIGINT; PostgreSQL, where it is embedded, ends last.
 * The reason why it does not start is told on standard error in one line, with exit code 1.
 */
export async function runPlatform({
  env,
  load,
  tell = console.log,
  keyCommand = 'node apps/platform/dist/first-key/main.js --another',
}: PlatformOptions): Promise<void> {
  const stopped = untilStopped();
  const postgres = await databaseOf(env, tell).catch(refuse);
  if (postgres?.notice) tell(postgres.notice);
  if (stopped()) {
    await postgres?.stop();
    process.exit(0);
  }
  await runProcess({
    contexts,
    start: startGroups,
    env: postgres ? { ...env, ...settingsOf(postgres, env) } : env,
    started: (running) => welcome(running, { embedded: postgres !== undefined, load, tell, keyCommand }),
    ended: async () => await postgres?.stop(),
  });
}

/** The embedded PostgreSQL, where the environment names no other; nothing is started under a configuration with faults. */
async function databaseOf(env: Environment, tell: (line: string) => void): Promise<EmbeddedPostgres | undefined> {
  const { dataDir } = readConfig(env['DATABASE_URL'] ? env : { ...env, ...placeholders(env) }, contexts);
  if (env['DATABASE_URL']) return undefined;
  return startEmbeddedPostgres({ dir: dataDir, databases: ['ecou'], tell, ...reachOf(env) });
}

function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof StartError ? error.message : bootFailure(error)}\n`);
  process.exit(1);
}

/** For a look at the configuration before there is a database. */
const placeholders = (env: Environment): Environment => ({
  DATABASE_URL: 'postgres://127.0.0.1/ecou',
  ECOU_SECRET: env['ECOU_SECRET'] ?? 'x'.repeat(32),
});

const settingsOf = (postgres: EmbeddedPostgres, env: Environment): Environment => ({
  DATABASE_URL: postgres.url('ecou'),
  ECOU_SECRET: env['ECOU_SECRET'] ?? postgres.secret,
  ECOU_DATA_DIR: postgres.dataDir,
});

interface Welcome {
  readonly embedded: boolean;
  readonly load: Loader | undefined;
  readonly tell: (line: string) => void;
  readonly keyCommand: string;
}

/** Makes the first key, loads what the first start is to load, and tells where everything is. */
async function welcome(running: RunningProcess, { embedded, load, tell, keyCommand }: Welcome): Promise<void> {
  const { keys, config } = running;
  const url = config.port === 0 ? running.url : config.publisher.publicUrl;
  const key = await keys.makeFirst();
  if (key) for (const line of keyLines(url, key)) tell(line);
  const marker = join(config.dataDir, 'first-start-done');
  if (embedded ? !existsSync(marker) : key !== undefined) {
    await load?.({ url: running.url, key: keys.makeEphemeral('system', ['administrator']) });
    if (embedded) writeFileSync(marker, '');
  }
  const ready = ['', `Ecou is ready at ${url}`, ...places(url), lostKeyLine(keyCommand), 'Ctrl-C stops everything.'];
  for (const line of ready) tell(line);
}
