import { describe, expect, it } from '@jest/globals';
import { SecretTokens } from './secret-tokens.js';

const secret = 'a secret of tests only, long enough';
const tokens = new SecretTokens(secret, 'tests v1');

describe('a secret token', () => {
  const token = tokens.of('one', '1');

  it('is short, fit for an address, and the same each time', () => {
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(tokens.of('one', '1')).toBe(token);
    expect(tokens.opens(token, 'one', '1')).toBe(true);
  });
  it('opens nothing else, nor for another purpose, nor with another secret', () => {
    expect(tokens.opens(token, 'one', '2')).toBe(false);
    expect(tokens.opens(token, 'one1')).toBe(false);
    expect(new SecretTokens(secret, 'tests v2').opens(token, 'one', '1')).toBe(false);
    expect(new SecretTokens('another secret of tests, long enough', 'tests v1').opens(token, 'one', '1')).toBe(false);
  });
  it('is told from what is none, whatever it opens', () => {
    expect([token, 'A'.repeat(22)].map((text) => SecretTokens.isToken(text))).toEqual([true, true]);
    expect(['', 'x', `${token}=`, `${token} `].map((text) => SecretTokens.isToken(text))).not.toContain(true);
  });
  it.each(['', 'x', token.slice(1), `${token}=`, `${token} `, `${token}A`])('cannot be made up: %j', (made) =>
    expect(tokens.opens(made, 'one', '1')).toBe(false),
  );
});
