import type { DynamicModule, Type } from '@nestjs/common';
import type { EventTypes, View } from '@ecou/event-sourcing';
import type { AnyPublishTable, Effect, Policy } from '@ecou/messaging';
import type { MigrationInterface } from 'typeorm';
import type { z } from 'zod';
import { contextPermissions, type PermissionTable } from '../identity/permissions.js';
import type { EffectServices, Feature } from './feature.js';
import { featureOf } from './feature-module.js';

/** The definition of a context by its author. */
export interface ContextOptions {
  /** Path segment, schema name, topic and CloudEvents source: `feedback`. */
  readonly name: string;
  /** One sentence for the API pages. */
  readonly title: string;
  /** Its rooms, one Nest module each; what they hold is found by `EventSourcingModule.forFeature`. */
  readonly modules: readonly Type[];
  /** Permissions besides `<name>:read` and `<name>:write`, and the roles that carry them. */
  readonly permissions?: PermissionTable;
  /** The environment variables that only this context reads. */
  readonly config?: z.ZodObject;
}

/** Everything that a context is; the runtime makes a service of it. */
export interface ContextDefinition extends ContextOptions {
  readonly events: readonly EventTypes[];
  readonly views: readonly View[];
  readonly publish: AnyPublishTable;
  readonly policies: readonly Policy[];
  readonly effects: (services: EffectServices<never>) => readonly Effect[];
  readonly controllers: readonly Type[];
  /** Every permission of the context. */
  readonly permissions: PermissionTable;
  readonly migrations: readonly (new () => MigrationInterface)[];
}

type Module = Type | DynamicModule;

/** The values under a key of `@Module({...})`. */
const metadataOf = (key: 'imports' | 'controllers', type: Type): readonly Module[] =>
  (Reflect.getMetadata(key, type) as readonly Module[] | undefined) ?? [];

/** The modules and those that they import, each once, in the order in which they are met. */
export function withImports(modules: readonly Module[], found = new Set<Module>()): ReadonlySet<Module> {
  for (const module of modules) {
    if (found.has(module)) continue;
    found.add(module);
    const [type, dynamic] = 'module' in module ? [module.module, module.imports ?? []] : [module, []];
    withImports([...metadataOf('imports', type), ...(dynamic as readonly Module[])], found);
  }
  return found;
}

function publishTable(features: readonly Feature[]): AnyPublishTable {
  const rows = features.flatMap(({ publish }) => Object.entries(publish ?? {}));
  const twice = rows.find(([type], index) => rows.findIndex(([other]) => other === type) < index);
  if (twice) throw new Error(`Two rooms publish ${twice[0]}.`);
  return Object.fromEntries(rows);
}

/** Gathers what the rooms of a context hold. */
export function defineContext(options: ContextOptions): ContextDefinition {
  const modules = [...withImports(options.modules)];
  const features = modules.flatMap((module) => featureOf(module) ?? []);
  return {
    ...options,
    permissions: { ...contextPermissions(options.name), ...options.permissions },
    events: features.flatMap(({ aggregates = [] }) => aggregates.map(({ events }) => events)),
    views: features.flatMap(({ views = [] }) => views),
    publish: publishTable(features),
    policies: features.flatMap(({ policies = [] }) => policies),
    effects: (services) => features.flatMap(({ effects }) => effects?.(services) ?? []),
    controllers: modules.flatMap((module) => ('module' in module ? [] : (metadataOf('controllers', module) as Type[]))),
    migrations: features.flatMap(({ migrations = [] }) => migrations),
  };
}
