import { describe, expect, it } from '@jest/globals';
import { countOf } from './count.js';

describe('a number with what it counts', () => {
  it.each([
    [1, 'un chestionar'],
    [2, '2 chestionare'],
    [19, '19 chestionare'],
    [20, '20 de chestionare'],
    [45, '45 de chestionare'],
    [101, '101 chestionare'],
    [120, '120 de chestionare'],
  ])('%i: %s', (count, said) => expect(countOf(count, ['un chestionar', 'chestionare'])).toBe(said));
});
