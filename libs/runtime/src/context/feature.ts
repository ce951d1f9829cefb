import type { Aggregate, Clock, EventStore, Vault, View } from '@ecou/event-sourcing';
import type { AnyPublishTable, AnyRegistrationTable, Effect, Intake, Policy } from '@ecou/messaging';
import type { MigrationInterface } from 'typeorm';
import type { Publisher } from '../config/publisher.js';
import type { FileEncryption } from '../files/file-encryption.js';
import type { FileStore } from '../files/file-store.js';
import type { Restrictions } from '../subjects/restrictions.js';
import type { RunSql } from './own-tables.js';

/** Services that an effect may use; made by the runtime. */
export interface EffectServices<Config = Record<string, unknown>> {
  readonly config: Config;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly files: FileStore;
  /** Encrypts files that stand elsewhere. */
  readonly fileEncryption: FileEncryption;
  readonly publisher: Publisher;
  readonly restrictions: Restrictions;
}

/** A person who is erased, as a context knows them. */
export interface ErasedSubject {
  readonly subject: string;
  /** Every stream in which they stand. */
  readonly streams: readonly string[];
  /** Those that are about them: no other person stands in them before. */
  readonly own: readonly string[];
}

/** Removes what a room keeps of people beside events, views, files and claims. */
export interface Eraser {
  /** Removes it for good, once their key is gone. It may be asked again for the same, and comes to the same. `run` is a statement in the context's database. */
  erase(subjects: readonly ErasedSubject[], run: RunSql): Promise<void>;
}

/** The additions of a room to its context: its aggregates, and what follows from their events. */
export interface Feature {
  readonly aggregates?: readonly Pick<Aggregate<never, unknown, never>, 'category' | 'events'>[];
  readonly views?: readonly View[];
  /** A `PublishTable` of its events. */
  readonly publish?: AnyPublishTable;
  /** A `RegistrationTable` of its events. */
  readonly registrations?: AnyRegistrationTable;
  readonly policies?: readonly Policy[];
  readonly effects?: (services: EffectServices<never>) => readonly Effect[];
  /** Takes messages of other contexts into tables of its own. */
  readonly intakes?: (services: EffectServices<never>) => readonly Intake[];
  /** Scopes of claims that keep contacts of people unique: they are given back when the person is erased. */
  readonly personalClaims?: readonly string[];
  readonly erasers?: (services: EffectServices<never>) => readonly Eraser[];
  /** Hand-written, for tables that are neither views nor the store's. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
}
