import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { EventTypes, Vault, View, EventStore } from '@ecou/event-sourcing';
import type { MigrationInterface } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '../clock.js';
import type { FileStore } from '../files/file-store.js';
import type { Effect } from './effect.js';
import type { Policy } from './policy.js';
import type { Publication } from './publish.js';

/** What an effect may use; made by the runtime. */
export interface EffectServices<Config = Record<string, unknown>> {
  readonly config: Config;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly files: FileStore;
}

/** Everything that a context is; the runtime makes a service of it. */
export interface ContextDefinition {
  /** Path segment, schema name, topic and CloudEvents source: `feedback`. */
  readonly name: string;
  /** One sentence for the API pages. */
  readonly title: string;
  readonly events: readonly EventTypes[];
  readonly views: readonly View[];
  /** A `PublishTable` of its events. */
  readonly publish: Readonly<Record<string, ((event: never) => Publication | readonly Publication[]) | undefined>>;
  readonly policies: readonly Policy[];
  readonly effects?: (services: EffectServices<never>) => readonly Effect[];
  readonly controllers: readonly Type[];
  /** Command handlers, query handlers and what they need. */
  readonly providers: readonly Provider[];
  readonly imports?: readonly DynamicModule[];
  /** Hand-written, for tables that are neither views nor the store's. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** The environment variables that only this context reads. */
  readonly config?: z.ZodObject;
}

export const defineContext = (definition: ContextDefinition): ContextDefinition => definition;
