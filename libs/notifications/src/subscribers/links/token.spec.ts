import { describe, expect, it } from '@jest/globals';
import { Tokens, type Link } from './token.js';

const tokens = new Tokens('a secret of tests only, long enough');
const link: Link = { purpose: 'confirm', id: '6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11', round: 70_000 };
const token = tokens.of(link);

describe('a token', () => {
  it('is short, and fits into an address as it is', () => {
    expect(token).toMatch(/^[\w-]{60}$/);
  });

  it('says what it was made for', () => {
    expect(tokens.read('confirm', token)).toEqual({ id: link.id, round: 70_000 });
  });

  it('is none for another purpose', () => {
    expect(tokens.read('preferences', token)).toBeUndefined();
    expect(tokens.read('unsubscribe', token)).toBeUndefined();
  });

  it('is none of another deployment', () => {
    expect(new Tokens('another secret of tests, long enough').read('confirm', token)).toBeUndefined();
  });

  it('is none when any of its characters is another', () => {
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(tokens.read('confirm', token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    }
  });

  it.each(['', token.slice(1), `${token}A`, `${token}=`, ` ${token}`, 'ț'.repeat(60)])('is none: %j', (text) => {
    expect(tokens.read('confirm', text)).toBeUndefined();
  });

  it('is not made for what is no UUID', () => {
    expect(() => tokens.of({ ...link, id: 'ana' })).toThrow('A link names a UUID.');
  });
});
