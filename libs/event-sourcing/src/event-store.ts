import type { RecordedEvent } from './event.js';
import type { AppendResult, IdempotentAnswer, Unit } from './unit.js';

export interface ReadStreamOptions {
  /** Read after this version. */
  readonly after?: number;
  /** Read no event behind this global position. */
  readonly upTo?: number;
}

/** A run of the global order in which no event of the wanted types is missing. */
export interface Batch {
  readonly events: readonly RecordedEvent[];
  /** Every wanted event up to here, and no other, has been read: the next `after`. */
  readonly position: number;
  /** True where nothing stood behind it when it was read, so that whoever was not woken since need not look again. */
  readonly ended?: boolean;
}

/** The state of an aggregate after one of its events; a copy that may be thrown away at any time. */
export interface Snapshot {
  readonly version: number;
  readonly position: number;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** JSON. */
  readonly state: unknown;
}

/** Appends units and reads events; two implementations pass one suite (`@ecou/event-sourcing/testing`). */
export interface EventStore {
  /** Writes a unit whole or not at all. Throws where its data breaks a schema, or the database cannot be reached. */
  append(unit: Unit): Promise<AppendResult>;

  /** The events of a stream in order; none where it does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;

  /**
   * The events after a position, in the global order, at most `limit`; of these types only, where they are given. Throws
   * `UnknownEvent` at one whose type is not known, whatever the types. Never skips one that may still be committed: where there is a
   * hole it waits for just those transactions that can fill it, and answers a shorter run.
   */
  read(after: number, limit: number, types?: readonly string[]): Promise<Batch>;

  /** The last position up to which the order is settled. */
  horizon(): Promise<number>;

  /** The last settled position whose event was recorded at that time (ISO 8601) or before. */
  positionAt(time: string): Promise<number>;

  /** The newest snapshot of a stream that this code made. */
  findSnapshot(stream: string, code: string): Promise<Snapshot | null>;

  /** Keeps a snapshot in the place of an older one of the same code, and forgets those of other codes. */
  saveSnapshot(stream: string, code: string, snapshot: Snapshot): Promise<void>;

  /** The stream that holds a claim. */
  findClaim(scope: string, value: string): Promise<string | null>;

  /** The last number that was drawn from a register; 0 where none was. */
  lastNumber(register: string): Promise<number>;

  /** The answer that was given to a request; rows expire after a day. */
  findAnswer(idempotencyKey: string): Promise<IdempotentAnswer | null>;

  /** Last sequence that a consumer has taken of each key. */
  inbox(consumer: string, source: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /** Calls back after commits (own and others'), possibly late and possibly for nothing. Answers how to stop it. */
  onAppended(wake: () => void): () => void;
}
