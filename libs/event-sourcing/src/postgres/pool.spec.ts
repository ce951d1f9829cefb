import { describe, expect, it } from '@jest/globals';
import { BoundedClient } from './pool.js';

describe('a bounded client', () => {
  it('that breaks while nobody listens to it ends no process', () => {
    const broken = new Error('terminating connection due to administrator command');
    expect(() => new BoundedClient().emit('error', broken)).not.toThrow();
  });
});
