import type { Batch, EventStore } from './event-store.js';

export interface FollowOptions {
  /** The position that has been taken already. */
  readonly after: number;
  /** Most events in a batch. */
  readonly limit?: number;
  readonly signal: AbortSignal;
  /** Called with each batch in order, one at a time; also with one that holds no event but moves on. When it throws, `follow` does. */
  readonly handle: (batch: Batch) => Promise<void>;
}

/** Hands a store's events on in order, for ever: sleeps until something is appended, ends when the signal aborts. Throws what reading or handling throws. */
export async function follow(
  store: Pick<EventStore, 'read' | 'onAppended'>,
  { after, limit = 500, signal, handle }: FollowOptions,
): Promise<void> {
  const stopped = () => signal.aborted;
  const wakeUp = new WakeUpSignal();
  const wake = () => {
    wakeUp.set();
  };
  const stopListening = store.onAppended(wake);
  signal.addEventListener('abort', wake);
  try {
    for (let position = after; !stopped();) {
      wakeUp.reset();
      const batch = await store.read(position, limit);
      if (stopped()) return;
      if (batch.position > position) {
        await handle(batch);
        position = batch.position;
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
