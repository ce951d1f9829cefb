import { describe, expect, it } from '@jest/globals';
import { Invitations } from './invitations.js';

const one = '0c6f6d0e-6a51-4a38-9f0e-4d6c4d1f0a01';
const other = '0c6f6d0e-6a51-4a38-9f0e-4d6c4d1f0a02';
const invitations = new Invitations('a secret of tests only, long enough');

describe('an invitation token', () => {
  const token = invitations.token(one, 7);

  it('is short, fit for an address, and says which invitation it is', () => {
    expect(token).toMatch(/^[\w-]{24}$/);
    expect(invitations.serialOf(one, token)).toBe(7);
  });
  it('is worth nothing for another questionnaire, or with another secret', () => {
    expect(invitations.serialOf(other, token)).toBeUndefined();
    expect(new Invitations('another secret of tests, long enough').serialOf(one, token)).toBeUndefined();
  });
  it.each([
    '',
    'x',
    token.slice(1),
    `${token}=`,
    `${token} `,
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    `AAAACA${token.slice(6)}`,
  ])('cannot be made up: %j', (made) => expect(invitations.serialOf(one, made)).toBeUndefined());
});
