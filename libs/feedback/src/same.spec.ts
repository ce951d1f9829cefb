import { describe, expect, it } from '@jest/globals';
import { same } from './same.js';

describe('same', () => {
  it('does not mind the order of properties', () =>
    expect(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true));
  it('minds the order of a list, values and absent properties', () => {
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: null }, {})).toBe(false);
    expect(same({ a: undefined }, {})).toBe(true);
  });
});
