import type { Batch, EventStore } from './event-store.js';

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
 * batch is read while one is handled. Throws what reading or handling throws.
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
      const batch = await (ahead ?? read(position));
      ahead = undefined;
      if (stopped()) return;
      if (batch.position > position) {
        position = batch.position;
        if (batch.events.length === limit) ahead = read(position);
        await handle(batch);
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
