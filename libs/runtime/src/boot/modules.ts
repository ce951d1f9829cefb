import { Global, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Approvals } from '../approvals/approvals.js';
import { ApiKeys } from '../identity/api-keys.js';
import { Callers } from '../identity/callers.js';
import type { ContextService } from '../context/context-service.js';
import { EventSourcingModule } from '../context/event-sourcing.module.js';

/** A context as a Nest module: its rooms, and the routes that every context has. */
export function contextModule({ definition: { name, modules } }: ContextService, controllers: readonly Type[]): Type {
  @Module({
    imports: [...modules, EventSourcingModule.forFeature({ context: name })],
    controllers: [...controllers],
  })
  class ContextModule {}
  return ContextModule;
}

interface SharedParts {
  readonly callers: Callers;
  readonly approvals: Approvals;
}

/** The module of a process: its contexts, and what belongs to none of them. Its keys, callers and approvals are there for all. */
export function processModule(
  services: ReadonlyMap<string, ContextService>,
  contexts: readonly Type[],
  controllers: readonly Type[],
  { callers, approvals }: SharedParts,
): Type {
  @Global()
  @Module({
    imports: [CqrsModule.forRoot(), EventSourcingModule.forRoot(services), ...contexts],
    controllers: [...controllers],
    providers: [
      { provide: ApiKeys, useValue: callers.keys },
      { provide: Callers, useValue: callers },
      { provide: Approvals, useValue: approvals },
    ],
    exports: [ApiKeys, Callers, Approvals],
  })
  class ProcessModule {}
  return ProcessModule;
}
