import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, EventStore } from './event-store.js';

/** Milliseconds from a batch that is not full to the next: each costs the database the same, with one event or fifty. */
const spacingMs = 20;

export interface FollowOptions {
  /** The position that has been taken already. */
  readonly after: number;
  /** Most events in a batch. */
  readonly limit?: number;
  /** Event types to hand on; all where none are given. */
  readonly types?: readonly string[];
  readonly signal: AbortSignal;
  /** Called with each batch in order, one at a time; also with one that holds no event but moves on. When it throws, `follow` does. */
  readonly handle: (batch: Batch) => Promise<void>;
}

/**
 * Hands a store's events on in order, for ever: sleeps until something is appended, ends when the signal aborts. Where it is behind, the next
 * batch is read while one is handled; where it is not, what comes within 20 ms of a batch is taken together. Throws what reading or handling
 * throws.
 */
export async function follow(
  store: Pick<EventStore, 'read' | 'onAppended'>,
  { after, limit = 500, types, signal, handle }: FollowOptions,
): Promise<void> {
  const stopped = () => signal.aborted;
  const read = (position: number): Promise<Batch> => {
    const batch = store.read(position, limit, types);
    // Thrown once what was read before it is handled.
    batch.catch(() => undefined);
    return batch;
  };
  const wakeUp = new WakeUpSignal();
  const wake = () => {
    wakeUp.set();
  };
  const stopListening = store.onAppended(wake);
  signal.addEventListener('abort', wake);
  try {
    let ahead: Promise<Batch> | undefined;
    for (let position = after; !stopped();) {
      if (!ahead) wakeUp.reset();
      const began = performance.now();
      const batch = await (ahead ?? read(position));
      ahead = undefined;
      if (stopped()) return;
      if (batch.position > position) {
        position = batch.position;
        const isFull = batch.events.length === limit;
        if (isFull) ahead = read(position);
        await handle(batch);
        if (!isFull) await pause(began + spacingMs - performance.now(), signal);
        if (batch.ended) await wakeUp.wait();
      } else {
        await wakeUp.wait();
      }
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', wake);
  }
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/** Remembers that it was set until it is reset. */
class WakeUpSignal {
  private wake: () => void = () => undefined;
  private woken: Promise<void> = Promise.resolve();

  reset(): void {
    this.woken = new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  set(): void {
    this.wake();
  }

  wait(): Promise<void> {
    return this.woken;
  }
}
