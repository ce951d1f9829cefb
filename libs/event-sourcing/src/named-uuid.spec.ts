import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { namedUuid } from './named-uuid.js';

describe('the UUID of a name', () => {
  it.each(['', 'a', 'ecou.feedback.petition-registered.v1', 'ș🙂 '.repeat(500)])('is that of `uuid`: %j', (name) => {
    for (const namespace of [v5.URL, v5.DNS.toUpperCase(), randomUUID()])
      expect(namedUuid(name, namespace)).toBe(v5(name, namespace));
  });

  it('is refused in a namespace that is no UUID', () => {
    expect(() => namedUuid('a', 'not-a-uuid')).toThrow('no UUID');
  });
});
