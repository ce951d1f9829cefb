/** A past-tense fact of one aggregate: JSON only (ISO strings, no `Date`). Who and when are metadata. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Facts about an event besides its data. Holds ids only, never a person's data. */
export interface EventMetadata {
  /** Who caused it: `key:<id>`, `public`, `policy:<name>`, `effect:<name>`, `system`. */
  readonly actor: string;
  /** The same for everything that one outside cause set off. */
  readonly correlationId: string;
  /** The command or message that caused this event. */
  readonly causationId: string;
  /** ISO 8601 with offset: when it happened, where that differs from when it was recorded. */
  readonly occurredAt?: string;
  /** W3C Trace Context of the request. */
  readonly traceparent?: string;
}

/** An event as it stands in the store, upcast to the current schema version of its type. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  /** Place in the global order; positions grow, and may have holes. */
  readonly position: number;
  /** `<category>-<id>`. */
  readonly stream: string;
  /** Place in the stream, from 1, without holes. */
  readonly version: number;
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
  /** ISO 8601, UTC, the database's clock. */
  readonly recordedAt: string;
}

/** A recorded event of one of the union's types; narrows `data` by `type`. */
export type RecordedOf<E extends DomainEvent> = E extends DomainEvent ? RecordedEvent<E> : never;

/** When an event happened, as far as that is known to differ from when it was recorded. ISO 8601 with offset. */
export const happenedAt = ({ metadata, recordedAt }: Pick<RecordedEvent, 'metadata' | 'recordedAt'>): string =>
  metadata.occurredAt ?? recordedAt;

/** Name of an aggregate's stream. Ids are UUIDs, so the category may hold hyphens. */
export const streamOf = (category: string, id: string): string => `${category}-${id}`;

const uuidLength = 36;

/** The aggregate's id in the name of its stream. */
export const idOf = (stream: string): string => stream.slice(-uuidLength);

/** The category in the name of a stream. */
export const categoryOf = (stream: string): string => stream.slice(0, -uuidLength - 1);
