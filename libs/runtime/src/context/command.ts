import { Command } from '@nestjs/cqrs';
import type { EventMetadata, InboxMove } from '@ecou/event-sourcing';

/** Who wants something, when, and under which conditions; made from an HTTP request (`@Context()`), a message or a timer. */
export interface CommandContext {
  readonly metadata: EventMetadata;
  /**
   * UUID; the same for a retry of the same command. Something new that is given no id takes this one: nothing can stand there yet, so that
   * nothing needs to be read.
   */
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
  /** What the same request (`Idempotency-Key`) was answered before; only on routes that say `@AnswersRepeats()`. */
  readonly repeated?: CommandResult;
}

/** What not every answer to a command says. */
interface ResultDetails {
  readonly number?: string | null;
  /** `true` unless said. */
  readonly changed?: boolean;
  /** What the answer says besides. */
  readonly more?: object;
}

/** What a command's answer says: `{ id, version, number? }`, `ETag`, `Ecou-Position`. */
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

  /** The same answer, which says this besides. */
  with(more: object): CommandResult {
    const { id, version, position, number, changed } = this;
    return new CommandResult(id, version, position, { number, changed, more });
  }
}

/** The envelope of an aggregate's commands: one subclass per aggregate, `class PetitionCommand extends AggregateCommand<...> {}`. */
export abstract class AggregateCommand<Body extends { readonly type: string }> extends Command<CommandResult> {
  constructor(
    readonly id: string,
    readonly command: Body,
    readonly context: CommandContext,
  ) {
    super();
  }
}
