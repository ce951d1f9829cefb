import type pg from 'pg';
import type { Received } from '../bus/received.js';

/** The connection of a transaction. */
export type Connection = pg.ClientBase;

/**
 * Takes the messages of topics into tables of its context: each once, in order per key, and many together, in the transaction that also
 * notes that they were taken.
 */
export interface Intake {
  /** Stable: its inbox and checkpoints carry it. */
  readonly name: string;
  readonly topics: readonly string[];
  /** Types of the messages that it asks for; all without it. */
  readonly types?: ReadonlySet<string>;
  /** False for messages that mean nothing to it all the same. All mean something without it. */
  readonly concerns?: (message: Received) => boolean;
  /** Writes messages, those of a key in order; where it throws, nothing of them was taken, and each is tried by itself. */
  readonly take: (messages: readonly Received[], client: Connection) => Promise<void>;
}
