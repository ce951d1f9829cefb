import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.js';
import { toBeDrawn, type Unit } from '../unit.js';
import { counted, counterStream, metadata, plainUnit, refusal } from './counter.js';

/** Specs of single units: streams, checks, claims, numbers, idempotency. */
export function unitsSuite(name: string, storeOf: () => EventStore): void {
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

    it('reads many streams at once, each from its version, up to its position, and as it stands', async () => {
      const [a, b, none] = [counterStream(), counterStream(), counterStream()];
      await storeOf().append(plainUnit(a, 0, counted(1), counted(2)));
      await storeOf().append(plainUnit(b, 0, counted(3)));
      const [first] = await storeOf().readStream(a);
      const upTo = Number(first?.position);
      const asked = [[a], [a, { after: 1 }], [a, { upTo }], [b], [none], [a], ['counter-\0']] as const;
      const answers = await Promise.all(asked.map(([stream, options]) => storeOf().readStream(stream, options)));
      const versions = answers.map((events) => events.map(({ version }) => version));
      expect(versions).toEqual([[1, 2], [2], [1], [1], [], [1, 2], []]);
      await storeOf().append(plainUnit(b, 1, counted(4)));
      expect((await storeOf().readStream(b)).map(({ data }) => data)).toEqual([{ by: 3 }, { by: 4 }]);
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

    it('begins a register at a number, and goes on from where one stands beyond it', async () => {
      const register = randomUUID();
      const draw = async (from?: number) => {
        const stream = counterStream();
        const event = { id: randomUUID(), type: 'Counted', data: { by: 1, number: toBeDrawn } };
        const number = { register, stream, field: 'number', prefix: 'N', digits: 2, ...(from ? { from } : {}) };
        const unit = { metadata, writes: [{ stream, expected: 0, events: [event] }], numbers: [number] };
        const result = await storeOf().append(unit);
        return result.status === 'ok' && result.number;
      };
      expect(await storeOf().lastNumber(register)).toBe(0);
      expect([await draw(41), await draw(41), await draw(7), await draw(), await draw(100)]).toEqual([
        ...['N41', 'N42', 'N43', 'N44', 'N100'],
      ]);
      expect(await storeOf().lastNumber(register)).toBe(100);
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
}
