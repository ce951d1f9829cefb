import { type Clock, createPool, SystemClock } from '@ecou/event-sourcing';
import type { RetryPolicy } from '@ecou/messaging';
import type { Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { protectAudit } from '../audit/protection.js';
import { audit } from '../audit/audited.js';
import { readConfig, type Config } from '../config/config.js';
import { withImports, type ContextDefinition } from '../context/define-context.js';
import { Limits } from '../limits/limits.js';
import { EncryptedFileStore } from '../files/encrypted-file-store.js';
import { FileEncryption } from '../files/file-encryption.js';
import { openFileStore } from '../files/open-file-store.js';
import { operationIdOf, serveDocument } from '../docs/openapi.js';
import { contextControllers } from '../operation/context.controllers.js';
import { processController } from '../operation/process.controller.js';
import { startController } from '../operation/start.controller.js';
import { checkRoutes, routesOf, type Route } from '../http/routes/routes.js';
import { identitySchema, type ApiKeys } from '../identity/api-keys.js';
import { KeysController } from '../operation/keys.controller.js';
import type { StartGroup } from '../pages/start-page.js';
import { opsController } from '../operation/ops.controller.js';
import { ContextMetrics } from '../telemetry/metrics.js';
import { record } from './answered.js';
import { withDeploymentSecret } from './deployment-secret.js';
import { subjectKeysIn, vaultOf } from './open-vault.js';
import { identityParts, type IdentityParts } from './identity-parts.js';
import { identityMigrations } from '../identity/migrations.js';
import { processPermissions, type PermissionTable } from '../identity/permissions.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { ContextService, migrateContext, type ProcessParts } from '../context/context-service.js';
import { dataSourceOf } from '../context/data-source.js';
import { createServer, listen } from './http-server.js';
import { lockedMigration, runMigrations, wrapMigrations } from '../context/migrations.js';
import { contextModule, processModule } from './modules.js';
import { waitForDatabase } from './wait-for-database.js';
import { withRights } from '../rights/rights-room.js';

export interface ProcessOptions {
  /** One for a service, all for the platform. */
  readonly contexts: readonly ContextDefinition[];
  /** The environment; read here, once. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** The links of the page at `/`; there is no such page where they are left out. */
  readonly start?: readonly StartGroup[];
  /** The target of log lines; standard output by default. */
  readonly logTo?: DestinationStream;
  /** The tries of a message that cannot be handled; those of messaging by default. */
  readonly retries?: RetryPolicy;
}

/** A process that serves, and what its owner may reach for. */
export interface RunningProcess {
  /** The URL by which it can be called from this machine. */
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

/** Brings the schemas of identity and of contexts up to date. */
export async function migrate(
  contexts: readonly ContextDefinition[],
  { databaseUrl, identityDatabaseUrl: url }: Pick<Config, 'databaseUrl' | 'identityDatabaseUrl'>,
): Promise<void> {
  await lockedMigration(url, identitySchema, async (client) => {
    const migrations = wrapMigrations(identityMigrations, identitySchema);
    const source = dataSourceOf({ url, schema: identitySchema, migrations, poolSize: 1 });
    await source.initialize();
    await runMigrations(source, client, identitySchema).finally(() => source.destroy());
    await protectAudit(client, identitySchema);
  });
  // Every process writes approvals there, and listens to what is ordered there, whoever serves it and since when.
  const servesIdentity = databaseUrl === url && contexts.some(({ name }) => name === identitySchema);
  if (!servesIdentity) await migrateContext({ name: identitySchema, migrations: [] }, url);
  for (const context of contexts) await migrateContext(context, databaseUrl);
}

/** Steps of a process that ends, in the reverse order in which they were begun. */
class ShutdownSteps {
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
  contexts: defined,
  env,
  clock = new SystemClock(),
  start,
  logTo,
  retries,
}: ProcessOptions): Promise<RunningProcess> {
  const contexts = defined.map(withRights);
  const given = readConfig(env, contexts);
  const logger = createLogger(given.logLevel, logTo);
  for (const url of new Set([given.databaseUrl, given.identityDatabaseUrl])) await waitForDatabase(url, logger);
  await migrate(contexts, given);
  const secret = await withDeploymentSecret(given.identityDatabaseUrl, (deployment) => deployment.open(given.secret));
  // What keys anything takes the secret that was opened.
  const config = readConfig({ ...env, ECOU_SECRET: secret }, contexts);
  const shutdown = new ShutdownSteps();
  // What is asked for a key is kept for a while, and a count of a limit takes a moment.
  const max = Math.min(contexts.length, mostForIdentity);
  const identity = createPool(config.identityDatabaseUrl, { max, applicationName: 'ecou identity' });
  shutdown.add(() => identity.end());
  const subjectKeys = subjectKeysIn(identity, config);
  const fileEncryption = new FileEncryption(subjectKeys, config.encryption.isOn);
  const parts: ProcessParts = {
    config,
    clock,
    vault: vaultOf(subjectKeys, config.encryption),
    subjectKeys,
    files: new EncryptedFileStore(await openFileStore(config.files), fileEncryption),
    fileEncryption,
    limits: new Limits(identity, config.secret),
    logger,
    ...(retries ? { retries } : {}),
  };
  const shared = identityParts({ pool: identity, clock, config, logger, permissions: permissionsOf(contexts) });
  shutdown.add(() => shared.callers.keys.stop());
  shutdown.add(() => shared.audit.stop());
  try {
    return await boot({ contexts, start }, parts, shared, shutdown);
  } catch (error) {
    await shutdown.run().catch(() => undefined);
    throw error;
  }
}

const mostForIdentity = 2;

/** Every permission of a process that serves these contexts. */
export const permissionsOf = (contexts: readonly ContextDefinition[]): PermissionTable =>
  contexts.reduce<PermissionTable>((all, { permissions }) => ({ ...all, ...permissions }), processPermissions);

/** A context with every controller of its routes. */
interface Served {
  readonly service: ContextService;
  readonly controllers: readonly Type[];
  readonly module: Type;
}

function serve(definition: ContextDefinition, parts: ProcessParts): Served {
  const service = new ContextService(definition, parts);
  const own = [...contextControllers(service), opsController(service.name)];
  return {
    service,
    controllers: [...definition.controllers, ...own],
    module: contextModule(service, own),
  };
}

/** The module and those that it imports, as the API pages take them. */
const classesIn = (module: Type): Type[] => [...withImports([module])].flatMap((one) => ('module' in one ? [] : [one]));

/** The document and pages of each context, and of all together. */
function serveDocuments(
  app: NestFastifyApplication,
  served: readonly Served[],
  { routes, url }: { readonly routes: readonly Route[]; readonly url: string },
): void {
  for (const { service, module } of served) {
    const { name, title, tags = [] } = service.definition;
    serveDocument(app, name, {
      title: `Ecou: ${name}`,
      description: title,
      url,
      tags,
      modules: classesIn(module),
      routes,
    });
  }
  const description = served.map(({ service: { definition } }) => `${definition.name}: ${definition.title}`).join('. ');
  const tags = served.flatMap(({ service: { definition } }) => definition.tags ?? []);
  serveDocument(app, '', { title: 'Ecou', description, url, tags, routes });
}

async function boot(
  { contexts, start }: { readonly contexts: readonly ContextDefinition[]; readonly start: ProcessOptions['start'] },
  parts: ProcessParts,
  shared: IdentityParts,
  shutdown: ShutdownSteps,
): Promise<RunningProcess> {
  const { config, logger } = parts;
  const { callers } = shared;
  const served = contexts.map((definition) => serve(definition, parts));
  const services = new Map(served.map(({ service }) => [service.name, service]));
  // Where the application has not come to be, nobody else ends them.
  shutdown.add(() => Promise.all([...services.values()].map((service) => service.stop())));
  const rest = new ContextMetrics('none');
  const activities = contexts.flatMap(({ processing = [] }) => processing);
  const processControllers = [
    ...(start ? [startController({ groups: start, activities, publisher: config.publisher })] : []),
    processController(services, rest),
    KeysController,
  ];
  const routes = [...served.flatMap(({ controllers }) => controllers), ...processControllers].flatMap(routesOf);
  checkRoutes(routes, permissionsOf(contexts));

  const operations = new Map(routes.map((route) => [`${route.method} ${route.path}`, operationIdOf(route)]));
  const owners = new Map(
    served.flatMap(({ service, controllers }) => controllers.map((one) => [one, service] as const)),
  );
  const app = await createServer({
    parts,
    callers,
    module: processModule(
      services,
      served.map(({ module }) => module),
      processControllers,
      shared,
    ),
    contextOf: (controller) => owners.get(controller),
    audit: shared.audit,
    onAnswered: (answered, request) => {
      record(answered, services, rest, logger);
      audit(answered, request, { audit: shared.audit, operations });
    },
  });
  serveDocuments(app, served, { routes, url: config.publisher.publicUrl });
  shutdown.add(() => app.close());
  for (const { engine } of services.values()) await engine.fixStarts();
  const port = await listen(app, config.port, config.host);
  const commands = app.get(CommandBus);
  for (const { engine } of services.values()) await engine.start(commands);
  for (const doubt of config.doubts) logger.warn(doubt);
  logger.info({ port, contexts: [...services.keys()], bus: config.bus }, 'ready');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    config,
    logger,
    keys: callers.keys,
    contexts: services,
    routes,
    stop: shutdown.run,
  };
}
