import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.js';
import { EventRegistry } from '../event-types.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import type { Unit } from '../unit.js';
import { counted, counterEvents, counterStream, metadata, plainUnit, refusal } from './counter.js';

/** Specs of units that are sent at the same time: neighbours, and those that follow each other in a stream. */
export function concurrentUnitsSuite(name: string, storeOf: () => EventStore): void {
  describe(`${name}: a unit that is refused`, () => {
    it('never touches its neighbours in the same call', async () => {
      const taken = counterStream();
      await storeOf().append(plainUnit(taken, 0, counted()));
      const value = randomUUID();
      const units = Array.from({ length: 40 }, (_, index): Unit => {
        const stream = index % 4 === 3 ? taken : counterStream();
        const extras =
          index % 2 === 0 ? { claims: [{ scope: 'c', value: index % 8 === 0 ? value : randomUUID(), stream }] } : {};
        return { ...plainUnit(stream, 0, counted()), ...extras };
      });
      const results = (await Promise.all(units.map((unit) => storeOf().append(unit)))).map(refusal);
      results.forEach((result, index) => {
        if (index % 4 === 3) expect(result).toBe('version');
        else if (index % 8 !== 0) expect(result).toBe('ok');
      });
      expect(results.filter((result, index) => index % 8 === 0 && result === 'ok').length).toBe(1);
      for (const [index, unit] of units.entries()) {
        const stream = unit.writes[0]?.stream ?? '';
        if (stream !== taken) expect((await storeOf().readStream(stream)).length).toBe(results[index] === 'ok' ? 1 : 0);
      }
    });
  });

  describe(`${name}: units that follow each other in a stream`, () => {
    const follow = (stream: string, expected: number, more: Partial<Unit> = {}): Unit => ({
      ...plainUnit(stream, expected, counted(expected)),
      ...more,
    });

    it('are accepted together, each on what the one before came to', async () => {
      const stream = counterStream();
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, expected) => storeOf().append(follow(stream, expected))),
      );
      expect(results.map((result) => result.status === 'ok' && result.versions[stream])).toEqual(
        Array.from({ length: 12 }, (_, index) => index + 1),
      );
      const events = await storeOf().readStream(stream);
      expect(events.map(({ version, data }) => [version, (data as { by: number }).by])).toEqual(
        Array.from({ length: 12 }, (_, index) => [index + 1, index]),
      );
      expect(results.map((result) => result.status === 'ok' && result.position)).toEqual(
        events.map(({ position }) => position),
      );
    });

    it('are refused behind one that was refused', async () => {
      const [stream, holder] = [counterStream(), counterStream()];
      const claim = { scope: 'c', value: randomUUID() };
      await storeOf().append({ ...plainUnit(holder, 0, counted()), claims: [{ ...claim, stream: holder }] });
      const results = await Promise.all([
        storeOf().append(follow(stream, 0)),
        storeOf().append(follow(stream, 1, { claims: [{ ...claim, stream }] })),
        storeOf().append(follow(stream, 2)),
        storeOf().append(follow(stream, 1)),
      ]);
      expect(results.map(refusal)).toEqual(['ok', 'claim', 'version', 'ok']);
      expect((await storeOf().readStream(stream)).map(({ version }) => version)).toEqual([1, 2]);
    });

    it('are refused where another event stands at the version that they follow', async () => {
      const stream = counterStream();
      const [mine, other] = [counted(), counted()];
      const behind = (after: string, expected = 1) => ({
        metadata,
        writes: [{ stream, expected, after, events: [counted()] }],
      });
      await storeOf().append(plainUnit(stream, 0, other));
      const results = await Promise.all([
        storeOf().append(plainUnit(stream, 0, mine)),
        storeOf().append(behind(mine.id)),
        storeOf().append(behind(other.id)),
        storeOf().append({
          ...plainUnit(counterStream(), 0, counted()),
          checks: [{ stream, expected: 2, after: other.id }],
        }),
      ]);
      expect(results.map(refusal)).toEqual(['version', 'version', 'ok', 'version']);
      expect(refusal(await storeOf().append(behind(other.id)))).toBe('version');
      expect(refusal(await storeOf().append(behind(other.id, 2)))).toBe('version');
      const last = (await storeOf().readStream(stream)).at(-1);
      const checked = {
        ...plainUnit(counterStream(), 0, counted()),
        checks: [{ stream, expected: 2, after: last?.id ?? '' }],
      };
      expect(refusal(await storeOf().append(checked))).toBe('ok');
    });

    it('see each other also where they only check', async () => {
      const stream = counterStream();
      await storeOf().append(plainUnit(stream, 0, counted()));
      const checks = (expected: number) => ({
        ...plainUnit(counterStream(), 0, counted()),
        checks: [{ stream, expected }],
      });
      const results = await Promise.all([
        storeOf().append(checks(1)),
        storeOf().append(checks(1)),
        storeOf().append(follow(stream, 1)),
        storeOf().append(checks(1)),
        storeOf().append(checks(2)),
      ]);
      expect(results.map(refusal)).toEqual(['ok', 'ok', 'ok', 'version', 'ok']);
    });

    it('come to what they would come to one after the other', async () => {
      let seed = 7;
      const random = (below: number): number => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31;
        return Math.floor((seed / 2 ** 31) * below);
      };
      const alone = new MemoryEventStore({ registry: new EventRegistry([counterEvents]) });
      for (let round = 0; round < 25; round += 1) {
        const streams = Array.from({ length: 3 }, () => counterStream());
        const values = [randomUUID(), randomUUID()];
        const ids = Array.from({ length: 24 }, () => randomUUID());
        const now = <T extends object>(of: number, some: T): T | object => (random(of) === 0 ? some : {});
        const units = Array.from({ length: 24 }, (_, index): Unit => {
          const [written, checked] = [random(3), random(3)];
          const stream = streams[written] ?? '';
          const check = { stream: streams[checked] ?? '', expected: random(4) };
          return {
            metadata,
            writes: [
              {
                stream,
                expected: random(6),
                ...now(6, { expected: 'any' }),
                ...now(3, { after: ids[random(index + 1)] ?? '' }),
                // The last one has the id that others may follow.
                events: [...Array.from({ length: random(2) }, () => counted()), counted(1, ids[index])],
              },
            ],
            ...(checked === written ? {} : now(2, { checks: [check] })),
            ...now(4, { claims: [{ scope: 'c', value: values[random(2)] ?? '', stream }] }),
          };
        });
        const wanted: string[] = [];
        for (const unit of units) wanted.push(refusal(await alone.append(unit)));
        const together = await Promise.all(units.map((unit) => storeOf().append(unit)));
        expect(together.map(refusal)).toEqual(wanted);
        for (const stream of streams) {
          const idsOf = (events: readonly { id: string; version: number }[]) =>
            events.map((event) => [event.id, event.version]);
          expect(idsOf(await storeOf().readStream(stream))).toEqual(idsOf(await alone.readStream(stream)));
        }
      }
    });
  });
}
