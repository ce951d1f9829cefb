import { Seal } from '@ecou/runtime';
import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usedBytes, usedOf } from './used-tokens.js';
import { groupOf, inOrder, isDue, slotBytes, waitingBytes, waitingOf, type Draw, type Waiting } from './waiting.js';

const waiting = (count: number): Waiting[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    number: `number ${index}`,
    language: 'ro',
    answers: [{ item: 'suggestions', text: `${index}` }],
  }));
const numbersOf = (all: readonly Waiting[]) => all.map(({ number }) => number);

describe('a group of answers', () => {
  it('is none until there are enough for it and for those that stay', () => {
    expect(groupOf(waiting(9), false, randomInt)).toEqual([]);
    expect([9, 10, 11].map(isDue)).toEqual([false, true, true]);
  });
  it('is five or more, and leaves five; or all at the end', () =>
    fc.assert(
      fc.property(fc.nat(40), fc.boolean(), (count, last) => {
        const all = waiting(count);
        const group = groupOf(all, last, randomInt);
        expect(group).toHaveLength(last ? count : count < 10 ? 0 : count - 5);
        expect(new Set(group).size).toBe(group.length);
        for (const one of group) expect(all).toContain(one);
      }),
    ));
  it('has each answer with the same chance, in each place', () => {
    const rounds = 4_000;
    const places = Array.from({ length: 10 }, () => Array<number>(6).fill(0));
    for (let round = 0; round < rounds; round += 1) {
      const all = waiting(10);
      const group = groupOf(all, false, randomInt);
      all.forEach((one, came) => (places[came]![group.indexOf(one) + 1]! += 1));
    }
    // Half stay behind; the others stand in one of five places. Chi-square of 10 x 6 cells with 45 degrees of freedom: over 112 once in 10^7 runs.
    const expected = [rounds / 2, ...Array<number>(5).fill(rounds / 10)];
    const chi = places.flatMap((row) => row.map((count, place) => (count - expected[place]!) ** 2 / expected[place]!));
    expect(chi.reduce((sum, one) => sum + one, 0)).toBeLessThan(112);
  });
  it('is drawn by the given numbers only', () => {
    const all = waiting(10);
    const first: Draw = () => 0;
    expect(numbersOf(groupOf(all, false, first))).toEqual(numbersOf(all.slice(5)));
  });
});

describe('what waits', () => {
  it('takes as many bytes whatever it says, and is kept in the order of random ids', () => {
    const all = waiting(7);
    const bytes = waitingBytes(all);
    expect(bytes).toHaveLength(7 * slotBytes);
    expect(waitingOf(bytes)).toEqual(inOrder(all));
    expect(waitingBytes([...all].reverse())).toEqual(bytes);
    const long = { ...all[0]!, answers: [{ item: 'suggestions', text: 'Țî'.repeat(1_900) }] };
    expect(waitingBytes([long])).toHaveLength(slotBytes);
    expect(waitingOf(waitingBytes([long]))).toEqual([long]);
  });
  it('is refused where it is longer than its place', () =>
    expect(() => waitingBytes([{ ...waiting(1)[0]!, number: 'a'.repeat(slotBytes) }])).toThrow('too long'));
});

describe('tokens that were used', () => {
  it('are kept in the order of their serials, not of their use', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 30 }), (serials) => {
        const used = serials.map((serial) => [serial, Buffer.alloc(16, serial % 251)] as const);
        const bytes = usedBytes(new Map(used));
        expect(bytes).toHaveLength(20 * serials.length);
        expect([...usedOf(bytes)]).toEqual([...used].sort(([one], [other]) => one - other));
        expect(usedBytes(new Map([...used].reverse()))).toEqual(bytes);
      }),
    ));
});

describe('a seal', () => {
  const seal = new Seal('a secret of tests only, long enough', 'tests v1');
  it('opens what it sealed, and looks different each time', () => {
    const bytes = Buffer.from('Răspuns');
    const [one, other] = [seal.seal('a', bytes), seal.seal('a', bytes)];
    expect([seal.open('a', one), seal.open('a', other)]).toEqual([bytes, bytes]);
    expect(one.equals(other)).toBe(false);
  });
  it('opens nothing of another name, another secret, or that was changed', () => {
    const sealed = seal.seal('a', Buffer.from('Răspuns'));
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => seal.open('b', sealed)).toThrow();
    expect(() => seal.open('a', changed)).toThrow();
    expect(() => new Seal('another secret of tests, long enough', 'tests v1').open('a', sealed)).toThrow();
  });
});
