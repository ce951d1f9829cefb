import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonical, isConsistent, rootByInclusion, rootOf } from '../verify.mjs';

/* Against the definition of RFC 6962, word for word; the server's own tree is checked by the reference vectors. */

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);
const leaves = Array.from({ length: 21 }, (_, at) => sha256(Uint8Array.of(0), Uint8Array.of(at)));

function half(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function mth(of: readonly Uint8Array[]): Uint8Array {
  if (of.length === 0) return sha256();
  if (of.length === 1) return of[0] as Uint8Array;
  return node(mth(of.slice(0, half(of.length))), mth(of.slice(half(of.length))));
}

function path(index: number, of: readonly Uint8Array[]): Uint8Array[] {
  if (of.length <= 1) return [];
  const k = half(of.length);
  return index < k
    ? [...path(index, of.slice(0, k)), mth(of.slice(k))]
    : [...path(index - k, of.slice(k)), mth(of.slice(0, k))];
}

function subproof(m: number, of: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (m === of.length) return isWhole ? [] : [mth(of)];
  const k = half(of.length);
  return m <= k
    ? [...subproof(m, of.slice(0, k), isWhole), mth(of.slice(k))]
    : [...subproof(m - k, of.slice(k), false), mth(of.slice(0, k))];
}

const flipped = (hash: Uint8Array) => Uint8Array.from(hash, (byte, at) => (at === 0 ? byte ^ 1 : byte));

describe('the verifier', () => {
  it('makes the root of any number of leaves', async () => {
    for (let size = 0; size <= leaves.length; size += 1)
      expect(await rootOf(leaves.slice(0, size))).toEqual(mth(leaves.slice(0, size)));
  });

  it('follows every proof of inclusion to the root, and none that was changed', async () => {
    for (let size = 1; size <= leaves.length; size += 1)
      for (let index = 0; index < size; index += 1) {
        const [all, hash] = [leaves.slice(0, size), leaves[index] as Uint8Array];
        const proof = path(index, all);
        expect(await rootByInclusion(index, size, hash, proof)).toEqual(mth(all));
        expect(await rootByInclusion(index, size, flipped(hash), proof)).not.toEqual(mth(all));
        expect(await rootByInclusion(index, size, hash, [...proof, hash])).toBeUndefined();
        expect(await rootByInclusion(size, size, hash, proof)).toBeUndefined();
        if (proof.length > 0) expect(await rootByInclusion(index, size, hash, proof.slice(1))).not.toEqual(mth(all));
      }
  });

  it('follows every proof of consistency, and none that was changed', async () => {
    for (let to = 1; to <= leaves.length; to += 1)
      for (let from = 1; from <= to; from += 1) {
        const [older, newer] = [mth(leaves.slice(0, from)), mth(leaves.slice(0, to))];
        const proof = subproof(from, leaves.slice(0, to), true);
        expect(await isConsistent(from, to, older, newer, proof)).toBe(true);
        expect(await isConsistent(from, to, flipped(older), newer, proof)).toBe(false);
        expect(await isConsistent(from, to, older, flipped(newer), proof)).toBe(false);
        expect(await isConsistent(from, to, older, newer, [...proof, older])).toBe(false);
        if (proof.length > 0) expect(await isConsistent(from, to, older, newer, proof.slice(1))).toBe(false);
      }
  });

  it('writes JSON as RFC 8785 has it', () => {
    expect(canonical({ b: [1e30, 4.5, 2e-3], a: { d: null, c: '\u20ac$\u000f\n' } })).toBe(
      '{"a":{"c":"€$\\u000f\\n","d":null},"b":[1e+30,4.5,0.002]}',
    );
  });
});
