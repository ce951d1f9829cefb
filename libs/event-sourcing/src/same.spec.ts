import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { same } from './same.js';

describe('same', () => {
  it('holds for every JSON value and its copy', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => same(value, JSON.parse(JSON.stringify(value)))));
  });

  it('agrees with the JSON texts of two values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), (one, other) => {
        const sorted = (value: unknown) => JSON.stringify(value, (_key, inner: unknown) => keysSorted(inner));
        expect(same(one, other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });

  it('does not care for the order of keys, nor for keys without a value', () => {
    expect(same({ a: 1, b: [2] }, { b: [2], a: 1, c: undefined })).toBe(true);
  });

  it('tells an object from a list, and a missing key from another', () => {
    expect(same([], {})).toBe(false);
    expect(same({ a: null }, { b: null })).toBe(false);
    expect(same(null, {})).toBe(false);
  });
});

const keysSorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
