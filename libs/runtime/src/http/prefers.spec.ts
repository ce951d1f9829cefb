import { describe, expect, it } from '@jest/globals';
import { prefers } from './prefers.js';

describe('what a client would rather have', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/html', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['application/json, text/html;q=0.5', false],
    ['text/*, application/json;q=0.9', true],
    ['text/html;q=0', false],
    ['text/html;q=x', false],
  ])('%j: a page? %j', (accept, expected) => expect(prefers(accept, 'text/html')).toBe(expected));

  it.each([
    ['application/geo+json', true],
    ['application/geo+json, application/json;q=0.9', true],
    ['application/json, application/geo+json;q=0.9', false],
    ['application/*', false],
  ])('%j: GeoJSON? %j', (accept, expected) => expect(prefers(accept, 'application/geo+json')).toBe(expected));
});
