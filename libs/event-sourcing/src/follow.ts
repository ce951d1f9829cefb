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
  let position = after;
  let woken = true;
  let wake: () => void = () => undefined;
  const notice = () => {
    woken = true;
    wake();
  };
  const stopListening = store.onAppended(notice);
  signal.addEventListener('abort', notice);
  try {
    while (!signal.aborted) {
      woken = false;
      const batch = await store.read(position, limit);
      if (batch.position > position) {
        if (signal.aborted) return;
        await handle(batch);
        position = batch.position;
      } else if (!woken) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', notice);
  }
}
