import type { Contract, DataOf } from '@ecou/contracts';
import type { DomainEvent, RecordedEvent } from '@ecou/event-sourcing';

/** A contract, filled in. */
export interface Publication {
  readonly contract: Contract;
  readonly data: object;
  /** Stands in the message in place of the aggregate's id, as its key and subject, where that id is not for everybody. */
  readonly alias?: string;
  /** The mapper fills in `commitment` with the commitment to it. */
  readonly commitsTo?: object;
}

/** Fills in a contract, typed. */
export const as = <C extends Contract>(contract: C, data: DataOf<C>, alias?: string): Publication => ({
  contract,
  data,
  ...(alias !== undefined && { alias }),
});

/** Which event becomes which contracts; types that are absent stay inside their context. */
export type PublishTable<E extends DomainEvent> = {
  readonly [K in E['type']]?: (event: RecordedEvent<Extract<E, { type: K }>>) => Publication | readonly Publication[];
};

/** Any `PublishTable`. */
export type AnyPublishTable = Readonly<
  Record<string, ((event: never) => Publication | readonly Publication[]) | undefined>
>;

/** A fact that is registered: it becomes a leaf of the public log, and whoever caused it gets a receipt. */
export interface Registration {
  /** `petition`, `ballot` and the like. */
  readonly kind: string;
  /** By which people name it; `null` where it has none. */
  readonly number: string | null;
  /** ISO 8601; `null` where the time would tell who it was. */
  readonly registeredAt: string | null;
  /** The content that is registered, in fields that never change; personal values stand in their envelopes. */
  readonly record: object;
}

/** The registrations that events are; `null` for one that is none. */
export type RegistrationTable<E extends DomainEvent> = {
  readonly [K in E['type']]?: (event: RecordedEvent<Extract<E, { type: K }>>) => Registration | null;
};

/** Any `RegistrationTable`. */
export type AnyRegistrationTable = Readonly<Record<string, ((event: never) => Registration | null) | undefined>>;

/** Commits to a record of a fact: answers SHA-256, hexadecimal. */
export type Commit = (event: RecordedEvent, record: object) => Promise<string>;

/** Tells of a registration by its commitment, in a contract with the fields of a leaf. */
export const committing = (contract: Contract, { record, ...leaf }: Registration): Publication => ({
  contract,
  data: leaf,
  commitsTo: record,
});
