import type { LogEntry } from '../../log/log.reader.js';
import type { PauseReason } from '../endpoint/endpoint.events.js';
import type { Due, Outcome, Queued } from './delivery-queue.js';
import type { Answered } from './poster.js';
import { nextAttempt, wishOf } from './schedule.js';

/** The consequences of an attempt. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The reason for which the endpoint is paused because of it. */
  readonly pause: PauseReason | undefined;
}

/** An attempt: the message, and the one that the log has at its place; when it began and ended (ISO 8601). */
export interface Attempt {
  readonly due: Due;
  readonly entry: LogEntry | undefined;
  readonly at: string;
  readonly endedAt: string;
  /** From 0 to 1: how much longer than needed it waits for the next one. */
  readonly chance: number;
}

/** True for what counts as taken. */
export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

/** The consequences of an answer. A message that the log does not keep any more is done with. */
export function verdictOn(answered: Answered, { due, entry, at, endedAt, chance }: Attempt): Verdict {
  const { attempts, ...queued } = due;
  const { retryAfter, ...told } = answered;
  const [attempt, now] = [attempts + 1, Date.parse(endedAt)];
  const isDone = isTaken(told.status) || !entry;
  const next = nextAttempt(attempt, now, wishOf(retryAfter, now), chance);
  const pause = isDone ? undefined : pauseFor(told.status, next);
  const nextAt = new Date(next ?? now).toISOString();
  const delivery = { ...about(queued, entry), attempt, at, ...told, nextAt: isDone || pause ? null : nextAt };
  return { outcome: { queued, isDone, nextAt, delivery }, pause };
}

const about = ({ endpoint, again, position }: Queued, entry: LogEntry | undefined) => ({
  endpoint,
  kind: again ? ('replay' as const) : ('message' as const),
  message: entry?.id ?? null,
  type: entry?.type ?? null,
  position,
});

function pauseFor(status: number | null, next: number | undefined): PauseReason | undefined {
  if (status === 410) return 'gone';
  return next === undefined ? 'failing' : undefined;
}
