import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { UnitsOfWork, Vault } from '@ecou/event-sourcing';
import { Clock } from '../clock.js';
import { Aggregates } from '../context/aggregates.js';
import { OwnTables } from '../context/own-tables.js';
import { CONTEXT_CONFIG, ReadModels } from '../context/read-models.js';
import { Guessing } from '../limits/guessing.js';
import { Limits } from '../limits/limits.js';
import { FileStore } from '../files/file-store.js';
import { Engine } from '../messaging/engine.js';
import { ApiKeys } from '../identity/api-keys.js';
import type { ContextService } from './context-service.js';

/** A context as a Nest module: its controllers and handlers, over its own store and views. */
export function contextModule(service: ContextService, controllers: readonly Type[]): DynamicModule {
  const { definition, parts } = service;
  @Module({})
  class ContextModule {}
  return {
    module: ContextModule,
    imports: [...(definition.imports ?? [])],
    controllers: [...definition.controllers, ...controllers],
    providers: [
      { provide: UnitsOfWork, useValue: service.units },
      { provide: ReadModels, useValue: service.readModels },
      { provide: OwnTables, useValue: new OwnTables(service.dataSource) },
      { provide: CONTEXT_CONFIG, useValue: service.contextConfig },
      { provide: Clock, useValue: parts.clock },
      { provide: Vault, useValue: parts.vault },
      { provide: FileStore, useValue: parts.files },
      { provide: Limits, useValue: parts.limits },
      { provide: Guessing, useFactory: () => new Guessing(parts.limits) },
      { provide: Engine, useValue: service.engine },
      Aggregates,
      ...definition.providers,
    ],
  };
}

/** The module of a process: its contexts, and what belongs to none of them. */
export function processModule(
  contexts: readonly DynamicModule[],
  controllers: readonly Type[],
  keys: ApiKeys,
): DynamicModule {
  @Module({})
  class ProcessModule {}
  return {
    module: ProcessModule,
    imports: [CqrsModule.forRoot(), ...contexts],
    controllers: [...controllers],
    providers: [{ provide: ApiKeys, useValue: keys }],
  };
}
