import type { Aggregate, Clock, EventStore, Vault, View } from '@ecou/event-sourcing';
import type { AnyPublishTable, Effect, Intake, Policy } from '@ecou/messaging';
import type { MigrationInterface } from 'typeorm';
import type { Publisher } from '../config/publisher.js';
import type { FileStore } from '../files/file-store.js';

/** Services that an effect may use; made by the runtime. */
export interface EffectServices<Config = Record<string, unknown>> {
  readonly config: Config;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly publisher: Publisher;
}

/** The additions of a room to its context: its aggregates, and what follows from their events. */
export interface Feature {
  readonly aggregates?: readonly Pick<Aggregate<never, unknown, never>, 'category' | 'events'>[];
  readonly views?: readonly View[];
  /** A `PublishTable` of its events. */
  readonly publish?: AnyPublishTable;
  readonly policies?: readonly Policy[];
  readonly effects?: (services: EffectServices<never>) => readonly Effect[];
  /** Takes messages of other contexts into tables of its own. */
  readonly intakes?: (services: EffectServices<never>) => readonly Intake[];
  /** Hand-written, for tables that are neither views nor the store's. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}
