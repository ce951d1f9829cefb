import { describe, expect, it } from '@jest/globals';
import type { MissedMessages } from './errors.js';
import type { Envelope } from './message.js';
import { Sequences } from './sequences.js';

const of = (sequence: number, partitionkey = 'one', source = '/ecou/facilities') =>
  ({ source, partitionkey, sequence: String(sequence).padStart(20, '0'), position: 9 }) as Envelope;

/** Takes sequences of a key, one after the other; answers what stands before the last. */
function before(sequences: Sequences, ...given: number[]) {
  const last = given.pop() ?? 0;
  for (const each of given) sequences.take(of(each));
  return sequences.check(of(last));
}

const restored = 1_795_000_000 * 1_000_000 + 1;

describe('the sequences of a key', () => {
  it('follow each other', () => {
    expect(before(new Sequences(), 4, 5)).toBe('follows');
    expect(before(new Sequences({ '/ecou/facilities one': 7 }), 8)).toBe('follows');
  });
  it('were seen before where they do not grow', () => {
    expect(before(new Sequences(), 4, 5, 5)).toBe('seen');
    expect(before(new Sequences(), 4, 5, 2)).toBe('seen');
  });
  it('tell what is missing', () => {
    expect(before(new Sequences(), 4, 9)).toMatchObject({
      name: 'MissedMessages',
      ...{ source: '/ecou/facilities', key: 'one', from: 5, to: 8, position: 9 },
      message: 'Messages 5 to 8 of /ecou/facilities about one are missing before position 9.',
    } satisfies Partial<MissedMessages>);
  });
  it('begin with 1 where all was read, and anywhere else where it was not', () => {
    expect(before(new Sequences({}, true), 1)).toBe('follows');
    expect(before(new Sequences({}, true), 3)).toMatchObject({ from: 1, to: 2 });
    expect(before(new Sequences({}, false), 3)).toBe('follows');
  });
  it('go on far beyond after a restore, and without a gap from there', () => {
    expect(before(new Sequences({}, true), 4, restored)).toBe('follows');
    expect(before(new Sequences({}, true), restored)).toBe('follows');
    expect(before(new Sequences(), 4, restored, restored + 1)).toBe('follows');
    expect(before(new Sequences(), 4, restored + 1)).toMatchObject({ from: 5, to: restored });
    expect(before(new Sequences(), 4, 1_000_001)).toMatchObject({ from: 5, to: 1_000_000 });
  });
  it('are of each source and key by itself', () => {
    const sequences = new Sequences();
    sequences.take(of(4));
    for (const other of [of(9, 'two'), of(9, 'one', '/ecou/feedback')]) expect(sequences.check(other)).toBe('follows');
    expect(sequences.all()).toEqual({ '/ecou/facilities one': 4 });
  });
});
