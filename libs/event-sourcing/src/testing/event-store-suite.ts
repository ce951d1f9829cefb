import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.js';
import { EventRegistry } from '../event-types.js';
import type { RecordedEvent } from '../event.js';
import { MemoryEventStore } from '../memory/memory-event-store.js';
import { toBeDrawn, type AppendResult, type Unit } from '../unit.js';
import { counted, counterEvents, counterStream, metadata, plainUnit } from './counter.js';

const all = async (store: EventStore): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (let after = 0; ;) {
    const batch = await store.read(after, 7);
    if (batch.position === after) return events;
    events.push(...batch.events);
    after = batch.position;
  }
};

const refusal = (result: AppendResult): string => (result.status === 'conflict' ? result.refusedBy : result.status);

/** Specs of every event store; each implementation runs them. */
export function eventStoreSuite(name: string, storeOf: () => EventStore): void {
  describe(`${name}: units`, () => {
    it('writes a new stream and reads it back in order', async () => {
      const stream = counterStream();
      const first = await storeOf().append(plainUnit(stream, 0, counted(1), counted(2)));
      expect(first).toMatchObject({ status: 'ok', versions: { [stream]: 2 }, number: null });
      await storeOf().append(plainUnit(stream, 2, counted(3)));
      const events = await storeOf().readStream(stream);
      expect(events.map(({ version, data }) => [version, data])).toEqual([
        [1, { by: 1 }],
        [2, { by: 2 }],
        [3, { by: 3 }],
      ]);
      expect(events[0]).toMatchObject({ stream, type: 'Counted', metadata });
      expect(Number.isNaN(Date.parse(String(events[0]?.recordedAt)))).toBe(false);
      expect((await storeOf().readStream(stream, { after: 2 })).length).toBe(1);
      expect((await storeOf().readStream(stream, { upTo: Number(events[1]?.position) })).length).toBe(2);
    });

    it('refuses another version than the expected, and says which stands there', async () => {
      const stream = counterStream();
      await storeOf().append(plainUnit(stream, 0, counted()));
      for (const expected of [0, 2]) {
        const result = await storeOf().append(plainUnit(stream, expected, counted()));
        expect(result).toEqual({ status: 'conflict', refusedBy: 'version', versions: { [stream]: 1 } });
      }
      expect(await storeOf().append(plainUnit(counterStream(), 1, counted()))).toMatchObject({ status: 'conflict' });
    });

    it('takes any version where any is expected', async () => {
      const stream = counterStream();
      expect(await storeOf().append(plainUnit(stream, 'any', counted()))).toMatchObject({
        status: 'ok',
        versions: { [stream]: 1 },
      });
      expect(await storeOf().append(plainUnit(stream, 'any', counted()))).toMatchObject({
        status: 'ok',
        versions: { [stream]: 2 },
      });
    });

    it.each([0, 'any'] as const)('answers `duplicate` to a retry that expects %s', async (expected) => {
      const stream = counterStream();
      const unit = plainUnit(stream, expected, counted(1), counted(2));
      const first = await storeOf().append(unit);
      const second = await storeOf().append(unit);
      expect(second).toEqual({ ...first, status: 'duplicate' });
      expect((await storeOf().readStream(stream)).length).toBe(2);
    });

    it('answers `duplicate` with the number that was drawn, claims and inbox notwithstanding', async () => {
      const stream = counterStream();
      const unit: Unit = {
        metadata,
        writes: [
          { stream, expected: 0, events: [{ id: randomUUID(), type: 'Counted', data: { by: 1, number: toBeDrawn } }] },
        ],
        claims: [{ scope: 's', value: randomUUID(), stream }],
        numbers: [{ register: randomUUID(), stream, field: 'number', prefix: '2026-', digits: 6 }],
        inbox: { consumer: randomUUID(), source: 't', key: 'k', previous: null, sequence: 1 },
      };
      expect(await storeOf().append(unit)).toMatchObject({ status: 'ok', number: '2026-000001' });
      expect(await storeOf().append(unit)).toMatchObject({ status: 'duplicate', number: '2026-000001' });
    });

    it('writes several streams whole or not at all, and checks others', async () => {
      const [a, b, c] = [counterStream(), counterStream(), counterStream()];
      await storeOf().append(plainUnit(c, 0, counted()));
      const unit = (check: number): Unit => ({
        metadata,
        writes: [a, b].map((stream) => ({ stream, expected: 0, events: [counted()] })),
        checks: [{ stream: c, expected: check }],
      });
      expect(refusal(await storeOf().append(unit(2)))).toBe('version');
      expect(await storeOf().readStream(a)).toEqual([]);
      expect(await storeOf().append(unit(1))).toMatchObject({ status: 'ok', versions: { [a]: 1, [b]: 1, [c]: 1 } });
      expect((await storeOf().readStream(c)).length).toBe(1);
    });

    it('lets a claim be taken once, by any spelling of the same value, until it is released', async () => {
      const [a, b] = [counterStream(), counterStream()];
      const value = randomUUID();
      const claim = (stream: string): Unit => ({
        ...plainUnit(stream, 'any', counted()),
        claims: [{ scope: 'mail', value, stream }],
      });
      expect(refusal(await storeOf().append(claim(a)))).toBe('ok');
      expect(await storeOf().append(claim(b))).toMatchObject({
        status: 'conflict',
        refusedBy: 'claim',
        claim: { scope: 'mail', stream: a },
      });
      expect(refusal(await storeOf().append(claim(a)))).toBe('ok');
      expect(await storeOf().findClaim('mail', value)).toBe(a);
      expect(await storeOf().findClaim('other', value)).toBeNull();
      await storeOf().append({ ...plainUnit(b, 'any', counted()), releases: [{ scope: 'mail', value, stream: b }] });
      expect(await storeOf().findClaim('mail', value)).toBe(a);
      await storeOf().append({ ...plainUnit(a, 'any', counted()), releases: [{ scope: 'mail', value, stream: a }] });
      expect(await storeOf().findClaim('mail', value)).toBeNull();
      expect(refusal(await storeOf().append(claim(b)))).toBe('ok');
    });

    it('draws numbers without gaps, for accepted units only', async () => {
      const register = randomUUID();
      const taken = counterStream();
      await storeOf().append(plainUnit(taken, 0, counted()));
      const draw = (stream: string): Unit => ({
        metadata,
        writes: [
          { stream, expected: 0, events: [{ id: randomUUID(), type: 'Counted', data: { by: 1, number: toBeDrawn } }] },
        ],
        numbers: [{ register, stream, field: 'number', prefix: '2026-', digits: 4 }],
      });
      const results = await Promise.all(
        [counterStream(), taken, counterStream(), taken, counterStream()].map((stream) =>
          storeOf().append(draw(stream)),
        ),
      );
      expect(results.map(refusal)).toEqual(['ok', 'version', 'ok', 'version', 'ok']);
      const numbers = results.flatMap((result) => (result.status === 'ok' ? [result.number] : []));
      expect([...numbers].sort()).toEqual(['2026-0001', '2026-0002', '2026-0003']);
    });

    it('hands a claim on in one unit', async () => {
      const [a, b] = [counterStream(), counterStream()];
      const held = (stream: string) => ({ scope: 'seat', value: a, stream });
      await storeOf().append({ ...plainUnit(a, 0, counted()), claims: [held(a)] });
      const unit = { ...plainUnit(b, 0, counted()), claims: [held(b)] };
      expect(refusal(await storeOf().append({ ...unit, releases: [held(b)] }))).toBe('claim');
      expect(refusal(await storeOf().append({ ...unit, releases: [held(a)] }))).toBe('ok');
      expect(await storeOf().findClaim('seat', a)).toBe(b);
    });

    it('spells each number as its own unit asks', async () => {
      const register = randomUUID();
      const units = ['a-', 'b-', 'c-', 'd-'].map((prefix): Unit => {
        const stream = counterStream();
        const event = { id: randomUUID(), type: 'Counted', data: { by: 1, number: toBeDrawn } };
        return {
          metadata,
          writes: [{ stream, expected: 0, events: [event] }],
          numbers: [{ register, stream, field: 'number', prefix, digits: 2 }],
        };
      });
      const results = await Promise.all(units.map((unit) => storeOf().append(unit)));
      expect(results.map((result) => result.status === 'ok' && result.number)).toEqual([
        'a-01',
        'b-02',
        'c-03',
        'd-04',
      ]);
    });

    it('refuses a stream whose name does not end in a UUID, and two numbers for one stream', async () => {
      await expect(storeOf().append(plainUnit('counter-seven', 0, counted()))).rejects.toThrow('UUID');
      const stream = counterStream();
      const draw = { register: 'r', stream, field: 'number', prefix: '', digits: 1 };
      const unit = { ...plainUnit(stream, 0, counted()), numbers: [draw, { ...draw, register: 's' }] };
      await expect(storeOf().append(unit)).rejects.toThrow('two numbers');
    });

    it('writes the number into the declared field', async () => {
      const stream = counterStream();
      await storeOf().append({
        metadata,
        writes: [
          { stream, expected: 0, events: [{ id: randomUUID(), type: 'Counted', data: { by: 1, number: toBeDrawn } }] },
        ],
        numbers: [{ register: randomUUID(), stream, field: 'number', prefix: 'N', digits: 2 }],
      });
      expect((await storeOf().readStream(stream))[0]?.data).toEqual({ by: 1, number: 'N01' });
    });

    it('remembers an answer by its key, and refuses another unit under it', async () => {
      const stream = counterStream();
      const key = randomUUID().replaceAll('-', '');
      const idempotency = { key, bodyHash: 'aa'.repeat(32), status: 201, stream };
      const result = await storeOf().append({ ...plainUnit(stream, 0, counted()), idempotency });
      const position = result.status === 'ok' ? result.position : -1;
      expect(await storeOf().findAnswer(key)).toEqual({
        bodyHash: idempotency.bodyHash,
        status: 201,
        stream,
        version: 1,
        position,
        number: null,
      });
      expect(refusal(await storeOf().append({ ...plainUnit(counterStream(), 0, counted()), idempotency }))).toBe(
        'idempotency',
      );
      expect(await storeOf().findAnswer('00')).toBeNull();
    });

    it('remembers of an answer about a part of a stream the part, and the version of the stream', async () => {
      const [stream, key, part] = [counterStream(), randomUUID().replaceAll('-', ''), `part-${randomUUID()}`];
      const idempotency = { key, bodyHash: 'aa'.repeat(32), status: 201, stream, part };
      await storeOf().append({ ...plainUnit(stream, 0, counted()), idempotency });
      expect(await storeOf().findAnswer(key)).toMatchObject({ stream: part, version: 1 });
    });

    it('moves an inbox only from where it stands, also without an event', async () => {
      const consumer = randomUUID();
      const move = (previous: number | null, sequence: number): Unit => ({
        metadata,
        writes: [],
        inbox: { consumer, source: 't', key: 'k', previous, sequence },
      });
      expect(refusal(await storeOf().append(move(1, 2)))).toBe('inbox');
      expect(refusal(await storeOf().append(move(null, 1)))).toBe('ok');
      expect(refusal(await storeOf().append(move(null, 1)))).toBe('inbox');
      expect(refusal(await storeOf().append(move(1, 2)))).toBe('ok');
      expect(await storeOf().inbox(consumer, 't', ['k', 'other'])).toEqual(new Map([['k', 2]]));
    });

    it('refuses unknown types, unknown fields and wrong data before it writes anything', async () => {
      const stream = counterStream();
      for (const event of [
        { type: 'Unheard', data: {} },
        { type: 'Counted', data: { by: 1, more: true } },
        { type: 'Counted', data: { by: 'one' } },
      ]) {
        await expect(storeOf().append(plainUnit(stream, 0, { id: randomUUID(), ...event }))).rejects.toThrow();
      }
      await expect(storeOf().append(plainUnit(stream, 0))).rejects.toThrow('no event');
      expect(await storeOf().readStream(stream)).toEqual([]);
    });

    it('keeps text as it is: quotes, diacritics, backslashes', async () => {
      const stream = counterStream();
      const name = '„Ședință” \\ "quoted" \u2028 ț';
      await storeOf().append(
        plainUnit(stream, 0, { id: randomUUID(), type: 'Renamed', data: { name, language: 'ro' } }),
      );
      expect((await storeOf().readStream(stream))[0]?.data).toEqual({ name, language: 'ro' });
    });
  });

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
