import { v5 as uuidv5 } from 'uuid';
import type { EventMetadata } from './event.js';
import type { InboxMove } from './unit.js';

/** The part of a caller's key that says what it is bound to. */
export interface CallerScope {
  /** Id of the officer whom it names. */
  readonly officer: string | null;
  /** True for an officer who works with what is their department's, and with no other one's. */
  readonly isBound: boolean;
}

/** Who wants something, when, and under which conditions; made from an HTTP request, a message or a timer. */
export interface CommandContext {
  readonly metadata: EventMetadata;
  /** Who asks for it, where somebody with a key does. */
  readonly caller?: CallerScope;
  /** UUID; the same for a retry of the same command. A stream whose id it is cannot stand there yet, and is not read. */
  readonly commandId: string;
  /** ISO 8601, the injected clock's time. */
  readonly now: string;
  /** The version that the caller last saw (`If-Match`). */
  readonly ifMatch?: number;
  /** Hashes of `Idempotency-Key` and body, and the status of the answer. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: string; readonly status: number };
  /** UUID of the part of the aggregate that the answer is about, where it is not about the aggregate itself. */
  readonly part?: string;
  /** The message that a policy handles with this command. */
  readonly inbox?: InboxMove;
  /** The answer to the same request (`Idempotency-Key`) before; only on routes that say `@AnswersRepeats()`. */
  readonly repeated?: CommandResult;
}

/** The context of a further command with the same cause: an id of its own, and no condition, key or inbox. */
export const apart = ({ metadata, caller, commandId, now }: CommandContext, name: string): CommandContext => ({
  metadata,
  ...(caller && { caller }),
  commandId: uuidv5(name, commandId),
  now,
});

/** Fields that not every answer to a command has. */
interface ResultDetails {
  readonly number?: string | null;
  /** `true` unless said. */
  readonly changed?: boolean;
  /** Further fields of the answer. */
  readonly more?: object;
}

/** The answer to a command: `{ id, version, number? }`, `ETag`, `Ecou-Position`. */
export class CommandResult {
  readonly number: string | null;
  readonly changed: boolean;
  readonly more: object;

  constructor(
    readonly id: string,
    readonly version: number,
    /** Global position of the aggregate's last event. */
    readonly position: number,
    { number = null, changed = true, more = {} }: ResultDetails = {},
  ) {
    this.number = number;
    this.changed = changed;
    this.more = more;
  }

  /** The same answer with further fields. */
  with(more: object): CommandResult {
    const { id, version, position, number, changed } = this;
    return new CommandResult(id, version, position, { number, changed, more });
  }
}
