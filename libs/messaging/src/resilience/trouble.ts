import {
  AlreadyHandled,
  Fenced,
  isOutage as isLost,
  Rejected,
  storableText,
  Unavailable,
  UnknownEvent,
  VersionConflict,
} from '@ecou/event-sourcing';
import { ZodError } from 'zod';

/** The reason why a message could not be handled: what follows depends on it. */
export type Trouble =
  /** Named by the consumer: its target is not there yet. Or a newer build wrote to it, which handles it. Retried, then parked. */
  | 'not-yet'
  /** Somebody else was faster. Retried without counting. */
  | 'conflict'
  /** The database or the network is away. Retried without counting. */
  | 'outage'
  /** A message of this key is missing. Parked at once, and alarmed. */
  | 'jump'
  /** Nobody can read the message as it came, however often. Parked at once. */
  | 'unreadable'
  /** Anything else. Retried a bounded number of times, then parked. */
  | 'poison';

/** The sequence of a key goes on further than by one: something in between was lost. */
export class SequenceJump extends Error {
  readonly code = 'SEQUENCE_JUMP';
  constructor(last: number | null, sequence: number) {
    super(`Sequence ${sequence} came after ${last ?? 'none'}.`);
    this.name = 'SequenceJump';
  }
}

/** The message cannot be read as it came; `reason` names the field and the rule. */
export class UnreadableMessage extends Error {
  readonly code = 'UNREADABLE';
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadableMessage';
  }
}

/** Another process has taken a message meanwhile. */
export class TakenMeanwhile extends Error {
  constructor(consumer: string) {
    super(`${consumer} has taken the message meanwhile, in another process.`);
    this.name = 'TakenMeanwhile';
  }
}

/** Work was given up because its process stops, or has lost its lease. */
export class Stopped extends Error {
  constructor() {
    super('Stopped.');
    this.name = 'Stopped';
  }
}

/** True where another process leads by now. */
export const isFenced = (error: unknown): boolean => error instanceof Fenced;

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

const conflictCode = /^(40001|40P01)$/;

/** True where the error says that the database, the network or something else that is needed is away for now. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return isLost(error) || error instanceof Unavailable || isOutage(error.cause);
}

const isConflict = (error: unknown): boolean =>
  error instanceof VersionConflict ||
  error instanceof AlreadyHandled ||
  error instanceof TakenMeanwhile ||
  conflictCode.test(codeOf(error));

export function troubleOf(error: unknown, notYet: readonly string[] = []): Trouble {
  if (error instanceof Rejected) return notYet.includes(error.code) ? 'not-yet' : 'poison';
  if (error instanceof UnknownEvent) return 'not-yet';
  if (error instanceof SequenceJump) return 'jump';
  if (error instanceof UnreadableMessage) return 'unreadable';
  if (isConflict(error)) return 'conflict';
  return isOutage(error) ? 'outage' : 'poison';
}

const longest = 500;

const keepable = (text: string): string => storableText(text.slice(0, longest));

/**
 * The part of an error that may be kept and logged: its code, and its text without quoted values and addresses, which may be a person's,
 * and without what no database keeps.
 */
export function describe(error: unknown): { readonly code: string; readonly text: string } {
  if (error instanceof ZodError) {
    const issues = error.issues.map(({ code, path }) => `${path.join('.') || '(whole)'}: ${code}`);
    return { code: 'INVALID', text: keepable(issues.join('; ')) };
  }
  const known = error instanceof Error ? error : new Error('Something that is no error was thrown.');
  const text = known.message.replace(/"[^"]*"|“[^”]*”|'[^']*'/g, '"…"').replace(/\S+@\S+/g, '…');
  return { code: keepable(codeOf(error) || known.name), text: keepable(text) };
}
