import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { Clock, UnitsOfWork, Vault } from '@ecou/event-sourcing';
import { Aggregates } from './aggregates.js';
import type { Feature } from './feature.js';
import { withFeature } from './feature-module.js';
import { KeysOfSubjects } from './keys-of-subjects.js';
import { OwnTables } from './own-tables.js';
import { CONTEXT_CONFIG, ReadModels } from './read-models.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { Publisher } from '../config/publisher.js';
import { FileEncryption } from '../files/file-encryption.js';
import { FileStore } from '../files/file-store.js';
import { TokenGuessLimit } from '../limits/token-guess-limit.js';
import { Restrictions } from '../subjects/restrictions.js';
import { Limits } from '../limits/limits.js';
import { LogKeys } from '../receipts/log-keys.js';
import { Receipts } from '../receipts/receipts.js';
import { Engine } from '@ecou/messaging';
import { ContextMetrics } from '../telemetry/metrics.js';
import type { ContextService } from './context-service.js';

/** The contexts that are at work in the process, by name: they start and end with the application. */
export class ContextServices implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly services: ReadonlyMap<string, ContextService>) {}

  /** Before anything is served. */
  async onModuleInit(): Promise<void> {
    for (const service of this.services.values()) await service.start();
  }

  /** While requests are still answered. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.services.values()].map((service) => service.stopEngine()));
  }

  /** After the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.services.values()].map((service) => service.stop()));
  }

  get(context: string): ContextService {
    const service = this.services.get(context);
    if (!service) throw new Error(`The process does not serve a context named ${context}.`);
    return service;
  }
}

/** Services that a room of a context may inject. */
const provided = {
  units: [UnitsOfWork, ({ units }: ContextService) => units],
  aggregates: [Aggregates, ({ units }: ContextService) => new Aggregates(units)],
  readModels: [ReadModels, ({ readModels }: ContextService) => readModels],
  ownTables: [OwnTables, ({ dataSource, pool }: ContextService) => new OwnTables(dataSource, pool)],
  config: [CONTEXT_CONFIG, ({ contextConfig }: ContextService) => contextConfig],
  publisher: [Publisher, ({ parts }: ContextService) => parts.config.publisher],
  problems: [ProblemFilter, ({ parts }: ContextService) => new ProblemFilter(parts.logger, parts.config.publisher)],
  clock: [Clock, ({ parts }: ContextService) => parts.clock],
  vault: [Vault, ({ parts }: ContextService) => parts.vault],
  subjectKeys: [KeysOfSubjects, ({ parts }: ContextService) => parts.subjectKeys],
  files: [FileStore, ({ parts }: ContextService) => parts.files],
  fileEncryption: [FileEncryption, ({ parts }: ContextService) => parts.fileEncryption],
  restrictions: [Restrictions, ({ restrictions }: ContextService) => restrictions],
  limits: [Limits, ({ parts }: ContextService) => parts.limits],
  tokenGuesses: [TokenGuessLimit, ({ parts }: ContextService) => new TokenGuessLimit(parts.limits)],
  logKeys: [LogKeys, ({ logKeys }: ContextService) => logKeys],
  receipts: [Receipts, ({ receipts }: ContextService) => receipts],
  engine: [Engine, ({ engine }: ContextService) => engine],
  metrics: [ContextMetrics, ({ metrics }: ContextService) => metrics],
} as const;

const providersFor = (context: string): Provider[] =>
  Object.values(provided).map(([provide, of]) => ({
    provide,
    useFactory: (services: ContextServices) => of(services.get(context)),
    inject: [ContextServices],
  }));

/**
 * Event sourcing for Nest. A room of a context imports `forFeature` with what it adds, and injects `UnitsOfWork`, `Aggregates`,
 * `ReadModels`, `OwnTables`, `CONTEXT_CONFIG`, `Publisher`, `ProblemFilter`, `Clock`, `Vault`, `KeysOfSubjects`, `Restrictions`, `FileStore`, `FileEncryption`, `Limits`, `TokenGuessLimit`, `LogKeys`, `Receipts`, `Engine` and `ContextMetrics` of
 * its context.
 */
@Module({})
export class EventSourcingModule {
  /** Once in a process: the contexts that it serves. */
  static forRoot(services: ReadonlyMap<string, ContextService>): DynamicModule {
    const provider = { provide: ContextServices, useValue: new ContextServices(services) };
    return { module: EventSourcingModule, global: true, providers: [provider], exports: [ContextServices] };
  }

  /** Once in each room of a context. */
  static forFeature({ context, ...feature }: Feature & { readonly context: string }): DynamicModule {
    const providers = providersFor(context);
    const exported = Object.values(provided).map(([token]) => token);
    return withFeature({ module: EventSourcingModule, providers, exports: exported }, feature);
  }
}
