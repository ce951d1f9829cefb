import { createPool, Vault } from '@ecou/event-sourcing';
import type { Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import { SystemClock, type Clock } from '../clock.js';
import { readConfig, type Config } from '../config/config.js';
import type { ContextDefinition } from '../context/define-context.js';
import { checkRoutes, routesOf, type Route } from '../http/routes.js';
import { ApiKeys, identitySchema } from '../identity/api-keys.js';
import { identityMigrations } from '../identity/migrations.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { ContextService, migrateContext, type ProcessParts } from './context-service.js';
import { dataSourceOf } from './data-source.js';
import { createServer, listen } from './http-server.js';
import { lockedMigration, runMigrations, wrapMigrations } from './migrations.js';
import { contextModule, processModule } from './modules.js';
import { waitForDatabase } from './wait-for-database.js';

export interface ProcessOptions {
  /** One for a service, all for the platform. */
  readonly contexts: readonly ContextDefinition[];
  /** The environment; read here, once. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Where log lines go; standard output by default. */
  readonly logTo?: DestinationStream;
}

/** A process that serves, and what its owner may reach for. */
export interface RunningProcess {
  /** Where it can be called from this machine. */
  readonly url: string;
  readonly port: number;
  readonly config: Config;
  readonly logger: Logger;
  readonly keys: ApiKeys;
  readonly contexts: ReadonlyMap<string, ContextService>;
  /** Every route that it serves. */
  readonly routes: readonly Route[];
  /** Stops accepting, finishes what is in hand, gives leases back, closes. A repeat waits for the first. */
  stop(): Promise<void>;
}

async function migrate(contexts: readonly ContextDefinition[], config: Config): Promise<void> {
  const { databaseUrl, identityDatabaseUrl: url } = config;
  await lockedMigration(url, identitySchema, async () => {
    const migrations = wrapMigrations(identityMigrations, identitySchema);
    const source = dataSourceOf({ url, schema: identitySchema, migrations, poolSize: 1 });
    await source.initialize();
    await runMigrations(source).finally(() => source.destroy());
  });
  for (const context of contexts) await migrateContext(context, databaseUrl);
}

/** Ends things in the reverse order in which they were begun. */
class Ending {
  private readonly steps: (() => Promise<unknown>)[] = [];
  private ended: Promise<void> | undefined;

  add(step: () => Promise<unknown>): void {
    this.steps.unshift(step);
  }

  readonly run = (): Promise<void> => {
    this.ended ??= this.runAll();
    return this.ended;
  };

  private async runAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps) await step().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}

/**
 * Boots the contexts as one process: configuration, migrations, stores, views, HTTP. Throws `BootError`, with one clear line, where it
 * cannot; nothing is left behind then.
 */
export async function startProcess({
  contexts,
  env,
  clock = new SystemClock(),
  logTo,
}: ProcessOptions): Promise<RunningProcess> {
  const config = readConfig(env, contexts);
  const parts: ProcessParts = { config, clock, vault: new Vault(), logger: createLogger(config.logLevel, logTo) };
  const ending = new Ending();
  try {
    return await boot(contexts, parts, ending);
  } catch (error) {
    await ending.run().catch(() => undefined);
    throw error;
  }
}

async function boot(
  contexts: readonly ContextDefinition[],
  parts: ProcessParts,
  ending: Ending,
): Promise<RunningProcess> {
  const { config, logger } = parts;
  const controllers = new Map<Type, string>(
    contexts.flatMap((context) => context.controllers.map((controller) => [controller, context.name])),
  );
  const routes = [...controllers.keys()].flatMap(routesOf);
  checkRoutes(routes);
  for (const url of new Set([config.databaseUrl, config.identityDatabaseUrl])) await waitForDatabase(url, logger);
  await migrate(contexts, config);

  const identityPool = createPool(config.identityDatabaseUrl, { max: 4, applicationName: 'ecou identity' });
  ending.add(() => identityPool.end());
  const keys = new ApiKeys(identityPool);
  const services = new Map<string, ContextService>();
  for (const definition of contexts) {
    const service = new ContextService(definition, parts);
    services.set(definition.name, service);
    ending.add(() => service.stop());
    await service.start();
  }
  const app = await createServer({
    parts,
    keys,
    module: processModule(
      [...services.values()].map((service) => contextModule(service, [])),
      [],
    ),
    contextOf: (controller) => services.get(controllers.get(controller) ?? ''),
    onAnswered: () => undefined,
  });
  ending.add(() => app.close());
  const port = await listen(app, config.port, config.host);
  const url = `http://127.0.0.1:${port}`;
  return { url, port, config, logger, keys, contexts: services, routes, stop: ending.run };
}
