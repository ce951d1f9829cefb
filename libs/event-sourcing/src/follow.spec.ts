import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from './event.js';
import type { Batch } from './event-store.js';
import { follow } from './follow.js';
import { until } from './testing/until.js';

/** A store of events that are no more than positions; notes what is read. */
class Positions {
  readonly reads: number[] = [];
  head = 0;
  private wake: () => void = () => undefined;

  read(after: number, limit: number): Promise<Batch> {
    this.reads.push(after);
    const position = Math.min(this.head, after + limit);
    const events = Array.from({ length: position - after }, (_, index) => ({ position: after + index + 1 }));
    return Promise.resolve({ events: events as RecordedEvent[], position });
  }

  onAppended(wake: () => void): () => void {
    this.wake = wake;
    return () => undefined;
  }

  append(count: number): void {
    this.head += count;
    this.wake();
  }
}

describe('whoever follows', () => {
  const followed = (store: Positions, handle: (batch: Batch) => Promise<void>) => {
    const stop = new AbortController();
    const ended = follow(store, { after: 0, limit: 10, signal: stop.signal, handle });
    return { ended, stop: () => (stop.abort(), ended) };
  };

  it('has the next batch read while one is handled, where it is behind', async () => {
    const store = new Positions();
    store.append(25);
    const readBefore: number[][] = [];
    const { stop } = followed(store, async () => {
      await Promise.resolve();
      readBefore.push([...store.reads]);
    });
    await until(() => readBefore.length === 3);
    expect(readBefore).toEqual([
      [0, 10],
      [0, 10, 20],
      [0, 10, 20],
    ]);
    await stop();
  });

  it('does not look again behind a batch that was the last one, unless it was woken since', async () => {
    const store = new Positions();
    const read = store.read.bind(store);
    store.read = async (after, limit) => {
      const batch = await read(after, limit);
      return { ...batch, ended: batch.position === store.head };
    };
    const handled: number[] = [];
    store.append(3);
    const { stop } = followed(store, ({ position }) => {
      handled.push(position);
      // Comes while the batch is handled.
      if (position === 3) store.append(2);
      return Promise.resolve();
    });
    await until(() => handled.length === 2);
    expect(store.reads).toEqual([0, 3]);
    store.append(1);
    await until(() => handled.length === 3);
    expect(handled).toEqual([3, 5, 6]);
    expect(store.reads).toEqual([0, 3, 5]);
    await stop();
  });

  it('takes together what comes soon after a batch that was not full, and at once what comes later', async () => {
    const store = new Positions();
    const handled: { readonly position: number; readonly at: number }[] = [];
    const { stop } = followed(store, ({ position }) => {
      handled.push({ position, at: performance.now() });
      if (position === 1)
        for (const ms of [0, 5, 10])
          setTimeout(() => {
            store.append(1);
          }, ms);
      return Promise.resolve();
    });
    store.append(1);
    await until(() => handled.at(-1)?.position === 4);
    expect(handled.map(({ position }) => position)).toEqual([1, 4]);
    const [first, second] = handled.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(18);
    await sleep(50);
    const reads = store.reads.length;
    store.append(1);
    await Promise.resolve();
    expect(store.reads).toHaveLength(reads + 1);
    await stop();
  });

  it('handles what was read before a batch that cannot be read', async () => {
    const store = new Positions();
    store.append(20);
    const read = store.read.bind(store);
    store.read = (after, limit) => (after === 0 ? read(after, limit) : Promise.reject(new Error('unreadable')));
    const handled: number[] = [];
    const { ended } = followed(store, async ({ position }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      handled.push(position);
    });
    await expect(ended).rejects.toThrow('unreadable');
    expect(handled).toEqual([10]);
  });

  it('misses nothing that is appended after the next batch was read, and before it is waited for', async () => {
    const store = new Positions();
    store.append(10);
    const handled: number[] = [];
    const { stop } = followed(store, async ({ position }) => {
      // The batch behind this one was read, and is empty.
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (position === 10) store.append(3);
      handled.push(position);
    });
    await until(() => handled.length === 2, 'what was appended', 1_000);
    expect(handled).toEqual([10, 13]);
    await stop();
  });
});
