import { describe as suite, expect, it } from '@jest/globals';
import { describe, troubleOf, UnreadableMessage } from './trouble.js';

suite('what is kept of an error', () => {
  it('is its text without what was quoted, and without addresses', () => {
    const { text } = describe(new Error('No "Ana Pop" at ana@example.org.'));
    expect(text).toBe('No "…" at …');
  });

  it('can be kept by a database, also where it was cut inside a character', () => {
    expect(describe(new Error(`${'x'.repeat(499)}🙂`)).text).toBe(`${'x'.repeat(499)}\uFFFD`);
    expect(describe(new Error('a\0b')).text).toBe('a\uFFFDb');
    expect(describe(Object.assign(new Error('No.'), { code: 'A\0' })).code).toBe('A\uFFFD');
  });

  it('names the rule for what cannot be read', () => {
    const error = new UnreadableMessage('data: is no JSON object');
    expect([troubleOf(error), describe(error)]).toEqual([
      'unreadable',
      { code: 'UNREADABLE', text: 'data: is no JSON object' },
    ]);
  });
});
