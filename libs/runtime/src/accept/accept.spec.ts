import { describe, expect, it } from '@jest/globals';
import { preferredOf, prefers } from './accept.js';

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

  it.each([
    ['application/pdf', 'application/pdf'],
    ['text/html, application/pdf;q=0.9', 'text/html'],
    ['text/html;q=0.8, application/pdf;q=0.9', 'application/pdf'],
    ['application/json, application/pdf;q=0.9', undefined],
    ['*/*', undefined],
  ])('%j: of a page and a document %j', (accept, expected) =>
    expect(preferredOf(accept, ['text/html', 'application/pdf'])).toBe(expected),
  );
});
