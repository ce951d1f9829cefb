import { describe, expect, it } from '@jest/globals';
import { handle, load, type Aggregate } from './aggregate.js';
import { EventRegistry } from './event-types.js';
import { VersionConflict } from './errors.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { counterEvents, counterStream, counted, metadata, plainUnit, type CounterEvent } from './testing/counter.js';

interface Total {
  readonly total: number;
  readonly folded: number;
}

const add = { type: 'Add', by: 1 } as const;
type Add = typeof add;

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
const commandId = () => crypto.randomUUID();

describe('handling a command', () => {
  it('writes what was decided, and nothing for a repeat of the same command', async () => {
    const store = newStore();
    const id = crypto.randomUUID();
    const options = { metadata, commandId: commandId() };
    expect(await handle(store, counter, { id, command: add }, options)).toMatchObject({ version: 1, changed: true });
    await store.append(plainUnit(counterStream(id), 1, counted(49)));
    expect(await handle(store, counter, { id, command: add }, options)).toMatchObject({ version: 2, changed: false });
  });

  it('writes other streams in the same unit, or nothing at all', async () => {
    const store = newStore();
    const [id, other] = [crypto.randomUUID(), counterStream(crypto.randomUUID())];
    const writes = [{ stream: other, expected: 0, events: [counted(3)] }];
    const run = () =>
      handle(store, counter, { id, command: add }, { metadata, commandId: commandId(), extras: { writes } });
    expect(await run()).toMatchObject({ version: 1 });
    expect(await store.readStream(other)).toMatchObject([{ data: { by: 3 } }]);
    await expect(run()).rejects.toThrow(VersionConflict);
    expect(await store.readStream(counterStream(id))).toHaveLength(1);
  });

  it('decides anew when it lost a race, and gives up where it may not', async () => {
    const store = newStore();
    const id = crypto.randomUUID();
    const racing = (times: number) => ({
      readStream: store.readStream.bind(store),
      append: async (unit: Parameters<MemoryEventStore['append']>[0]) => {
        if (times > 0) {
          times -= 1;
          await store.append(plainUnit(counterStream(id), 'any', counted()));
        }
        return store.append(unit);
      },
    });
    const options = () => ({ metadata, commandId: commandId() });
    expect(await handle(racing(2), counter, { id, command: add }, options())).toMatchObject({ version: 3 });
    await expect(handle(racing(1), counter, { id, command: add }, { ...options(), retries: 0 })).rejects.toThrow(
      VersionConflict,
    );
  });
});

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
