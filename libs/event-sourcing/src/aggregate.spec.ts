import { describe, expect, it } from '@jest/globals';
import { load, type Aggregate } from './aggregate.js';
import { EventRegistry } from './event-types.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { counterEvents, counterStream, counted, plainUnit, type CounterEvent } from './testing/counter.js';

interface Total {
  readonly total: number;
  readonly folded: number;
}

interface Add {
  readonly type: 'Add';
  readonly by: number;
}

const counter: Aggregate<Add, Total, CounterEvent> = {
  category: 'counter',
  events: counterEvents,
  decider: {
    initial: { total: 0, folded: 0 },
    decide: ({ by }, { total }) => (total >= 50 ? [] : [{ type: 'Counted', data: { by } }]),
    evolve: ({ total, folded }, event) => ({
      total: total + (event.type === 'Counted' ? event.data.by : 0),
      folded: folded + 1,
    }),
  },
};

const newStore = () => new MemoryEventStore({ registry: new EventRegistry([counterEvents]) });

describe('snapshots', () => {
  const snapshotting = (code: string): typeof counter => ({ ...counter, snapshots: { every: 10, code } });

  it('spare the fold of what they hold, and change nothing of the state', async () => {
    const store = newStore();
    const id = crypto.randomUUID();
    await store.append(plainUnit(counterStream(id), 0, ...Array.from({ length: 12 }, () => counted())));
    const first = await load(store, snapshotting('a'), id);
    expect(await store.findSnapshot(counterStream(id), 'a')).toMatchObject({ version: 12, state: { total: 12 } });
    await store.append(plainUnit(counterStream(id), 12, counted(5)));
    const read: number[] = [];
    const watched = {
      findSnapshot: store.findSnapshot.bind(store),
      saveSnapshot: store.saveSnapshot.bind(store),
      readStream: (stream: string, options: { after?: number } = {}) => {
        read.push(options.after ?? 0);
        return store.readStream(stream, options);
      },
    };
    expect(await load(watched, snapshotting('a'), id)).toEqual(await load(store, counter, id));
    expect(read).toEqual([12]);
    expect(await load(watched, snapshotting('a'), id, first.position)).toEqual(first);
  });

  it('are ignored by another code, which makes its own', async () => {
    const store = newStore();
    const id = crypto.randomUUID();
    await store.append(plainUnit(counterStream(id), 0, ...Array.from({ length: 12 }, () => counted())));
    const wrong = { version: 12, position: 12, recordedAt: new Date(0).toISOString(), state: { total: -1, folded: 0 } };
    await store.saveSnapshot(counterStream(id), 'older', wrong);
    expect((await load(store, snapshotting('newer'), id)).state.total).toBe(12);
    expect(await store.findSnapshot(counterStream(id), 'older')).toBeNull();
  });
});
