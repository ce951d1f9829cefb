import {
  type Clock,
  createPool,
  giveUpSilent,
  EventRegistry,
  eventStoreMigrations,
  installFunctions,
  Leases,
  PostgresEventStore,
  storeFunctions,
  UnitsOfWork,
  type SubjectKeys,
  type Vault,
  Views,
} from '@ecou/event-sourcing';
import { hostname } from 'node:os';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Config } from '../config/config.js';
import type { ContextDefinition } from './define-context.js';
import type { EffectServices, Eraser } from './feature.js';
import type { Limits } from '../limits/limits.js';
import type { FileEncryption } from '../files/file-encryption.js';
import type { FileStore } from '../files/file-store.js';
import { entityOf } from './entity.js';
import { ReadModels } from './read-models.js';
import { Engine, messagingFunctions, messagingMigrations, type RetryPolicy } from '@ecou/messaging';
import type { Logger } from '../telemetry/logger.js';
import { ContextMetrics } from '../telemetry/metrics.js';
import { tracedView } from '../telemetry/traced-view.js';
import { Restrictions } from '../subjects/restrictions.js';
import { subjectMigrations } from '../subjects/migrations.js';
import { connectionsOf } from './connections.js';
import { dataSourceOf } from './data-source.js';
import { LogKeys } from '../receipts/log-keys.js';
import { Receipts } from '../receipts/receipts.js';
import { lockedMigration, runMigrations, wrapMigrations } from './migrations.js';

/** Parts that all contexts of a process share. */
export interface ProcessParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly vault: Vault;
  /** The keys of the people whose values the vault encrypts. */
  readonly subjectKeys: SubjectKeys;
  readonly files: FileStore;
  /** Encrypts files that stand elsewhere. */
  readonly fileEncryption: FileEncryption;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly retries?: RetryPolicy;
}

/** Brings a context's schema up to date, and the functions of its store and its outbox. */
export async function migrateContext(
  { name, migrations }: Pick<ContextDefinition, 'name' | 'migrations'>,
  databaseUrl: string,
): Promise<void> {
  await lockedMigration(databaseUrl, name, async (client) => {
    const source = dataSourceOf({
      url: databaseUrl,
      schema: name,
      migrations: [
        ...wrapMigrations([...eventStoreMigrations, ...messagingMigrations, ...subjectMigrations], name),
        ...migrations,
      ],
      poolSize: 1,
      unbounded: true,
    });
    await source.initialize();
    await runMigrations(source, client, name).finally(() => source.destroy());
    await installFunctions(client, name, [...storeFunctions, ...messagingFunctions]);
  });
}

/** One context at work: its store, its views, and what reads them. */
export class ContextService {
  readonly name: string;
  readonly pool: pg.Pool;
  readonly store: PostgresEventStore;
  readonly units: UnitsOfWork;
  readonly leases: Leases;
  readonly views: Views;
  readonly dataSource: DataSource;
  readonly readModels: ReadModels;
  readonly engine: Engine;
  readonly metrics: ContextMetrics;
  readonly restrictions: Restrictions;
  readonly logKeys: LogKeys;
  readonly receipts: Receipts;
  /** True once the process has begun to stop. */
  stopping = false;
  private ended: Promise<void> | undefined;
  /** The settings that the context's own schema made of the environment. */
  readonly contextConfig: Record<string, unknown>;

  constructor(
    readonly definition: ContextDefinition,
    readonly parts: ProcessParts,
  ) {
    const { config } = parts;
    const { name: schema, views } = definition;
    this.name = schema;
    this.contextConfig = config.contexts.get(schema) ?? {};
    const connections = connectionsOf(config.databaseConnections);
    const pool = createPool(config.databaseUrl, { max: connections.store, applicationName: `ecou ${schema}` });
    const registry = new EventRegistry(definition.events);
    this.metrics = new ContextMetrics(schema);
    const store = this.metrics.measured(new PostgresEventStore({ pool, schema, registry, secret: config.secret }));
    const leases = new Leases({ pool, schema, owner: `${hostname()}/${process.pid}` });
    this.pool = pool;
    this.restrictions = new Restrictions(pool, schema);
    this.store = store;
    this.units = new UnitsOfWork(store, parts.vault);
    this.leases = leases;
    this.views = new Views({
      ...{ pool, schema, store, leases, connections: connections.views },
      views: views.map((view) => tracedView(schema, view)),
    });
    this.dataSource = dataSourceOf({
      url: config.databaseUrl,
      schema,
      entities: views.map((view) => entityOf(view)),
      poolSize: connections.reads,
    });
    this.readModels = new ReadModels(this.dataSource, store, this.views);
    this.logKeys = new LogKeys(config.log, config.secret);
    this.receipts = new Receipts({
      ...{ store, vault: parts.vault, secret: config.secret, keys: this.logKeys },
      ...{ publicUrl: config.publisher.publicUrl, table: definition.registrations },
    });
    this.engine = this.makeEngine();
  }

  async start(): Promise<void> {
    await this.store.start();
    await this.dataSource.initialize();
    giveUpSilent((this.dataSource.driver as PostgresDriver).master as pg.Pool);
    await this.views.start();
  }

  /** Reads the gauges of its metrics anew. */
  refreshMetrics(): Promise<void> {
    return this.metrics.refresh({
      numbers: () => this.engine.numbers(),
      views: () => this.views.status(),
      head: () => this.head(),
      store: async () => ({
        failed: this.store.cleaningFailed,
        unpartitioned: await this.store.unpartitioned(),
      }),
    });
  }

  /** The last position that was handed out: no event has passed it. */
  head(): Promise<number> {
    return this.store.head();
  }

  waitFor(view: string, position: number, timeoutMs: number): Promise<boolean> {
    return this.views.waitFor(view, position, timeoutMs);
  }

  readable(views: readonly string[], timeoutMs: number): Promise<void> {
    return this.views.readable(views, timeoutMs);
  }

  /** Removes what its rooms keep of people beside their events. */
  get erasers(): readonly Eraser[] {
    return this.definition.erasers(this.effectServices as never);
  }

  private get effectServices(): EffectServices {
    const { config, vault, clock, files, fileEncryption } = this.parts;
    const { contextConfig, store, restrictions } = this;
    return {
      ...{ config: contextConfig, store, vault, clock, files, fileEncryption },
      ...{ publisher: config.publisher, restrictions },
    };
  }

  private makeEngine(): Engine {
    const { definition, pool, store, units, leases, parts, effectServices: services } = this;
    const { config, clock, logger, retries } = parts;
    return new Engine({
      definition,
      pool,
      store,
      units,
      leases,
      effects: definition.effects(services as never),
      intakes: definition.intakes(services as never),
      commit: (event, record) => this.receipts.commit(event, record),
      clock,
      logger: logger.child({ context: definition.name }),
      kafka: config.kafka,
      retention: config.retention,
      ...(retries ? { retries } : {}),
    });
  }

  /** Ends what works by itself; commands and reads go on. */
  stopEngine(): Promise<void> {
    this.stopping = true;
    return this.engine.stop();
  }

  /** Finishes what is in hand, gives leases back, closes connections. A repeat waits for the first. */
  stop(): Promise<void> {
    this.ended ??= this.end();
    return this.ended;
  }

  private async end(): Promise<void> {
    await this.stopEngine();
    await this.views.stop();
    await this.leases.stop();
    await this.store.stop();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.pool.end();
  }
}
