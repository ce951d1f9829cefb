import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.js';
import type { RecordedEvent } from '../event.js';
import { counted, counterStream, plainUnit } from './counter.js';

const all = async (store: EventStore): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (let after = 0; ;) {
    const batch = await store.read(after, 7);
    if (batch.position === after) return events;
    events.push(...batch.events);
    after = batch.position;
  }
};

/** Specs of the global order, of snapshots and of waking. */
export function globalOrderSuite(name: string, storeOf: () => EventStore): void {
  describe(`${name}: the global order`, () => {
    it('hands on every event once, in order, in batches', async () => {
      const before = (await all(storeOf())).length;
      const stream = counterStream();
      for (let version = 0; version < 20; version += 1)
        await storeOf().append(plainUnit(stream, version, counted(version)));
      const events = await all(storeOf());
      expect(events.length).toBe(before + 20);
      expect(events.slice(-20).map(({ data }) => (data as { by: number }).by)).toEqual(
        Array.from({ length: 20 }, (_, by) => by),
      );
      expect(await storeOf().horizon()).toBe(events.at(-1)?.position);
    });

    it('keeps one snapshot of a stream, the newest of one code', async () => {
      const stream = counterStream();
      const snapshot = (version: number) => ({
        version,
        position: version,
        recordedAt: '2026-01-01T00:00:00.000Z',
        state: { name: 'ț', version },
      });
      await storeOf().saveSnapshot(stream, 'a', snapshot(2));
      await storeOf().saveSnapshot(stream, 'a', snapshot(1));
      expect(await storeOf().findSnapshot(stream, 'a')).toEqual(snapshot(2));
      await storeOf().saveSnapshot(stream, 'b', snapshot(1));
      expect(await storeOf().findSnapshot(stream, 'b')).toEqual(snapshot(1));
      expect(await storeOf().findSnapshot(stream, 'a')).toBeNull();
    });

    it('reads events of some types in order, and moves past the others', async () => {
      const before = await storeOf().horizon();
      const renamed = () => ({ id: randomUUID(), type: 'Renamed', data: { name: 'a', language: 'ro' } });
      const units = [counted(1), renamed(), counted(2), counted(3)];
      for (const event of units) await storeOf().append(plainUnit(counterStream(), 0, event));
      const readAll = async (limit: number, types: readonly string[]) => {
        const read: string[] = [];
        let after = before;
        for (;;) {
          const { events, position } = await storeOf().read(after, limit, types);
          if (position === after) return { read, position };
          read.push(...events.map(({ id }) => id));
          after = position;
        }
      };
      const head = await storeOf().horizon();
      for (const limit of [1, 2, 10]) {
        const [one, two, three] = [units[0]?.id, units[2]?.id, units[3]?.id];
        expect(await readAll(limit, ['Counted'])).toEqual({ read: [one, two, three], position: head });
        expect(await readAll(limit, ['Renamed'])).toEqual({ read: [units[1]?.id], position: head });
        expect(await readAll(limit, ['Nothing'])).toEqual({ read: [], position: head });
      }
    });

    it('knows the position of a time', async () => {
      const { position } = (await storeOf().append(plainUnit(counterStream(), 0, counted()))) as { position: number };
      expect(await storeOf().positionAt('2999-01-01T00:00:00Z')).toBe(position);
      expect(await storeOf().positionAt('2000-01-01T00:00:00Z')).toBe(0);
      const { events } = await storeOf().read(position - 1, 1);
      expect(await storeOf().positionAt(events[0]?.recordedAt ?? '')).toBe(position);
    });

    it('wakes its readers after a commit', async () => {
      const woken = new Promise<void>((resolve) => {
        const stop = storeOf().onAppended(() => {
          stop();
          resolve();
        });
      });
      await storeOf().append(plainUnit(counterStream(), 0, counted()));
      await woken;
    });
  });
}
