import type { DynamicModule, ModuleMetadata, Type } from '@nestjs/common';
import type { EventTypes, View } from '@ecou/event-sourcing';
import type { AnyPublishTable, AnyRegistrationTable, Effect, Intake, Policy } from '@ecou/messaging';
import type { MigrationInterface } from 'typeorm';
import type { z } from 'zod';
import type { ProcessingActivity } from '../privacy/processing.js';
import { contextPermissions, type PermissionTable } from '../identity/permissions.js';
import type { EffectServices, Eraser, Feature } from './feature.js';
import { featureOf } from './feature-module.js';

/** The definition of a context by its author. */
export interface ContextOptions {
  /** Path segment, schema name, topic and CloudEvents source: `feedback`. */
  readonly name: string;
  /** One sentence for the API pages. */
  readonly title: string;
  /** Its rooms, one Nest module each; what they hold is found by `EventSourcingModule.forFeature`. */
  readonly modules: readonly Type[];
  /** Groups of its routes (`@ApiTags`), in the order in which people use them, for the API pages. */
  readonly tags?: readonly string[];
  /** Its permissions, and the roles that carry each; `<name>:read` and `<name>:write` by default. */
  readonly permissions?: PermissionTable;
  /** The environment variables that only this context reads. */
  readonly config?: z.ZodObject;
  /** Its activities with personal data, for the register (Art. 30 GDPR) and the notices (Art. 13). */
  readonly processing?: readonly ProcessingActivity[];
}

/** Everything that a context is; the runtime makes a service of it. */
export interface ContextDefinition extends ContextOptions {
  readonly events: readonly EventTypes[];
  readonly views: readonly View[];
  readonly publish: AnyPublishTable;
  readonly registrations: AnyRegistrationTable;
  readonly policies: readonly Policy[];
  readonly effects: (services: EffectServices<never>) => readonly Effect[];
  readonly intakes: (services: EffectServices<never>) => readonly Intake[];
  /** Scopes of claims that go with the person. */
  readonly personalClaims: readonly string[];
  readonly erasers: (services: EffectServices<never>) => readonly Eraser[];
  readonly controllers: readonly Type[];
  /** Every permission of the context. */
  readonly permissions: PermissionTable;
  readonly migrations: readonly (new () => MigrationInterface)[];
}

type Module = Type | DynamicModule;

/** The values under a key of `@Module({...})`. */
const metadataOf = <Key extends 'imports' | 'controllers'>(key: Key, type: Type): NonNullable<ModuleMetadata[Key]> =>
  (Reflect.getMetadata(key, type) as ModuleMetadata[Key]) ?? [];

/** Imports of other kinds, such as promises, are none of ours. */
const isModule = (imported: object): imported is Module => typeof imported === 'function' || 'module' in imported;

/** The modules and those that they import, each once, in the order in which they are met. */
export function withImports(modules: readonly Module[], found = new Set<Module>()): ReadonlySet<Module> {
  for (const module of modules) {
    if (found.has(module)) continue;
    found.add(module);
    const [type, dynamic] = 'module' in module ? [module.module, module.imports ?? []] : [module, []];
    withImports([...metadataOf('imports', type), ...dynamic].filter(isModule), found);
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
    permissions: options.permissions ?? contextPermissions(options.name),
    events: features.flatMap(({ aggregates = [] }) => aggregates.map(({ events }) => events)),
    views: features.flatMap(({ views = [] }) => views),
    publish: publishTable(features),
    registrations: Object.assign({}, ...features.map(({ registrations }) => registrations)) as AnyRegistrationTable,
    policies: features.flatMap(({ policies = [] }) => policies),
    effects: (services) => features.flatMap(({ effects }) => effects?.(services) ?? []),
    intakes: (services) => features.flatMap(({ intakes }) => intakes?.(services) ?? []),
    personalClaims: features.flatMap(({ personalClaims = [] }) => personalClaims),
    erasers: (services) => features.flatMap(({ erasers }) => erasers?.(services) ?? []),
    controllers: modules.flatMap((module) => ('module' in module ? [] : metadataOf('controllers', module))),
    migrations: features.flatMap(({ migrations = [] }) => migrations),
  };
}
