import { beforeEach, describe, expect, it } from '@jest/globals';
import { EventRegistry } from './event-types.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { Rehearsal } from './rehearsal.js';
import { counted, counterEvents, counterStream, plainUnit } from './testing/counter.js';

describe('a rehearsal', () => {
  const now = '2026-01-01T00:00:00.000Z';
  let store: MemoryEventStore;
  let rehearsal: Rehearsal;
  let stream: string;

  beforeEach(async () => {
    store = new MemoryEventStore({ registry: new EventRegistry([counterEvents]) });
    rehearsal = new Rehearsal(store, now);
    stream = counterStream();
    await store.append(plainUnit(stream, 0, counted(1)));
  });

  it('shows what was appended to those after it, and writes nothing', async () => {
    const result = await rehearsal.append(plainUnit(stream, 1, counted(2), counted(3)));
    expect(result).toMatchObject({ status: 'ok', versions: { [stream]: 3 }, position: 3 });
    const events = await rehearsal.readStream(stream);
    expect(events.map(({ version, data }) => [version, data])).toEqual([
      [1, { by: 1 }],
      [2, { by: 2 }],
      [3, { by: 3 }],
    ]);
    expect(await rehearsal.readStream(stream, { after: 2 })).toHaveLength(1);
    expect(await rehearsal.readStream(stream, { upTo: 1 })).toHaveLength(1);
    expect(await store.readStream(stream)).toHaveLength(1);
    expect(await store.horizon()).toBe(1);
  });

  it('refuses what the store would refuse, and what the rehearsal itself stands in the way of', async () => {
    expect(await rehearsal.append(plainUnit(stream, 0, counted()))).toEqual({
      status: 'conflict',
      refusedBy: 'version',
      versions: { [stream]: 1 },
    });
    await rehearsal.append(plainUnit(stream, 1, counted()));
    expect(await rehearsal.append(plainUnit(stream, 1, counted()))).toMatchObject({ refusedBy: 'version' });
    const check = { ...plainUnit(counterStream(), 0, counted()), checks: [{ stream, expected: 1 }] };
    expect(await rehearsal.append(check)).toMatchObject({ status: 'conflict', refusedBy: 'version' });
  });

  it('knows claims of the store and its own', async () => {
    const taken = { scope: 'name', value: 'a', stream };
    await store.append({ ...plainUnit(stream, 1, counted()), claims: [taken] });
    const other = counterStream();
    const claiming = (value: string, expected = 0) => ({
      ...plainUnit(other, expected, counted()),
      claims: [{ scope: 'name', value, stream: other }],
    });
    expect(await rehearsal.append(claiming('a'))).toMatchObject({ refusedBy: 'claim', claim: { stream } });
    expect(await rehearsal.append(claiming('b'))).toMatchObject({ status: 'ok' });
    expect(await rehearsal.findClaim('name', 'b')).toBe(other);
    expect(await store.findClaim('name', 'b')).toBeNull();
    // Only its holder gives a claim back.
    await rehearsal.append({ ...plainUnit(other, 1, counted()), releases: [{ ...taken, stream: other }] });
    expect(await rehearsal.append(claiming('a', 2))).toMatchObject({ refusedBy: 'claim', claim: { stream } });
    await rehearsal.append({ ...plainUnit(stream, 2, counted()), releases: [taken] });
    expect(await rehearsal.append(claiming('a', 2))).toMatchObject({ status: 'ok' });
  });
});
