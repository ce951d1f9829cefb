import { describe, expect, it } from '@jest/globals';
import { rangeOf } from './ranges.js';

describe('a range of ten bytes', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=9-9', { start: 9, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
    ['bytes=-2', { start: 8, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=5-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,4-5', undefined],
    ['rows=0-3', undefined],
    [undefined, undefined],
  ])('%s', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
  ])('%s is refused where there are %s', (header, size) => {
    expect(() => rangeOf(header, size)).toThrow(
      expect.objectContaining({ status: 416, options: { headers: { 'Content-Range': `bytes */${size}` } } }),
    );
  });
});
