import {
  AlreadyHandled,
  Fenced,
  isOutage as isLost,
  Rejected,
  Unavailable,
  VersionConflict,
} from '@ecou/event-sourcing';
import { ZodError } from 'zod';

/** The reason why a message could not be handled: what follows depends on it. */
export type Trouble =
  /** Named by the consumer: its target is not there yet. Retried, then parked. */
  | 'not-yet'
  /** Somebody else was faster. Retried without counting. */
  | 'conflict'
  /** The database or the network is away. Retried without counting. */
  | 'outage'
  /** A message of this key is missing. Parked at once, and alarmed. */
  | 'jump'
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

/** Shutting down, out of resources, a statement that was cancelled or took too long. */
const outageCode = /^(53...|57...)$/;
const conflictCode = /^(40001|40P01)$/;

/** True where the error says that the database, the network or something else that is needed is away for now. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return isLost(error) || error instanceof Unavailable || outageCode.test(codeOf(error)) || isOutage(error.cause);
}

export function troubleOf(error: unknown, notYet: readonly string[] = []): Trouble {
  if (error instanceof Rejected) return notYet.includes(error.code) ? 'not-yet' : 'poison';
  if (error instanceof SequenceJump) return 'jump';
  if (error instanceof VersionConflict || error instanceof AlreadyHandled) return 'conflict';
  if (conflictCode.test(codeOf(error))) return 'conflict';
  return isOutage(error) ? 'outage' : 'poison';
}

const longest = 500;

/** The part of an error that may be kept and logged: its code, and its text without quoted values and addresses, which may be a person's. */
export function describe(error: unknown): { readonly code: string; readonly text: string } {
  if (error instanceof ZodError) {
    const issues = error.issues.map(({ code, path }) => `${path.join('.') || '(whole)'}: ${code}`);
    return { code: 'INVALID', text: issues.join('; ').slice(0, longest) };
  }
  const known = error instanceof Error ? error : new Error('Something that is no error was thrown.');
  const text = known.message
    .replace(/"[^"]*"|“[^”]*”|'[^']*'/g, '"…"')
    .replace(/\S+@\S+/g, '…')
    .slice(0, longest);
  return { code: codeOf(error) || known.name, text };
}
