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
  const bell = new Bell();
  const ring = () => {
    bell.ring();
  };
  const stopListening = store.onAppended(ring);
  signal.addEventListener('abort', ring);
  try {
    for (let position = after; !stopped();) {
      bell.reset();
      const batch = await store.read(position, limit);
      if (stopped()) return;
      if (batch.position > position) {
        await handle(batch);
        position = batch.position;
      } else {
        await bell.rung();
      }
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', ring);
  }
}

/** Remembers that it was rung until it is reset. */
class Bell {
  private answer: () => void = () => undefined;
  private wait: Promise<void> = Promise.resolve();

  reset(): void {
    this.wait = new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  ring(): void {
    this.answer();
  }

  rung(): Promise<void> {
    return this.wait;
  }
}
