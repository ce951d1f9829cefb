import { setTimeout as wait } from 'node:timers/promises';
import { isOutage, Stopped } from './trouble.js';

/** The number of tries of what must not be left undone, when the process is to stop. */
const lastTries = 6;

/** Waits; ends early, without an error, when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

/** Doubling from `first`, at most `most`; `attempt` counts from 1. */
export const backoff = (attempt: number, first: number, most: number): number =>
  Math.min(most, first * 2 ** Math.min(attempt - 1, 30));

/** A sleeper that others wake: a wake-up during work is not lost. */
export class Waker {
  private woken = false;
  private ring: (() => void) | undefined;

  readonly wake = (): void => {
    this.woken = true;
    this.ring?.();
  };

  /** Until woken, or the time is over, or the signal aborts. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.woken) {
      const ended = new AbortController();
      this.ring = () => {
        ended.abort();
      };
      await pause(ms, AbortSignal.any([signal, ended.signal]));
      this.ring = undefined;
    }
    this.woken = false;
  }
}

export interface LoopOptions {
  readonly signal: AbortSignal;
  readonly waker?: Waker;
  /** The pause when there was nothing to do, in ms. */
  readonly idleMs: number;
  readonly onError: (error: unknown) => void;
  /** Errors that end the loop: they are thrown to its caller. */
  readonly fatal?: (error: unknown) => boolean;
}

/** Works until the signal aborts: again at once while `work` answers that there is more, with backoff after errors. */
export async function loop(options: LoopOptions, work: () => Promise<boolean>): Promise<void> {
  const { signal, idleMs, onError, fatal } = options;
  const waker = options.waker ?? new Waker();
  let failures = 0;
  while (!signal.aborted) {
    try {
      const more = await work();
      failures = 0;
      if (!more) await waker.sleep(idleMs, signal);
    } catch (error) {
      if (fatal?.(error)) throw error;
      onError(error);
      failures += 1;
      await pause(backoff(failures, 50, 5_000), signal);
    }
  }
}

/** Does it again while the database is away. Throws `Stopped` when the signal aborts, and any other error as it is. */
export async function throughOutages<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    if (signal.aborted) throw new Stopped();
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await pause(backoff(failures, 50, 5_000), signal);
    }
  }
}

/**
 * Does what must not be left undone: again while the database is away, and a few times more after the signal aborted. Throws any other
 * error as it is.
 */
export async function stubbornly<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || (signal.aborted && failures >= lastTries)) throw error;
      await wait(backoff(failures, 50, signal.aborted ? 500 : 5_000));
    }
  }
}

/** Runs the tasks, at most `width` at a time; waits for all that began, then throws the first error. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await task(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Refuses to wait longer than that. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = wait(ms, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`${what} took longer than ${ms} ms.`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

/** Runs tasks side by side; when one ends, the others are told to, and the first error is thrown once all have ended. */
export async function together(
  signal: AbortSignal,
  ...tasks: readonly ((signal: AbortSignal) => Promise<void>)[]
): Promise<void> {
  const ended = new AbortController();
  const inner = AbortSignal.any([signal, ended.signal]);
  const errors: unknown[] = [];
  await Promise.all(
    tasks.map((task) =>
      task(inner)
        .catch((error: unknown) => errors.push(error))
        .finally(() => {
          ended.abort();
        }),
    ),
  );
  if (errors.length > 0) throw errors[0];
}
