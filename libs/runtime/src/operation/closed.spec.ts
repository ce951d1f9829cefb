import { describe, expect, it } from '@jest/globals';
import { closed } from './closed.js';

describe('a message as operators see it', () => {
  it('has its envelopes closed, however deep they stand, and everything else as it is', () => {
    const subject = '0b0e8a0e-6d43-4f8e-9d3a-2f4b1a6c7d8e';
    const message = (value: unknown) => ({
      type: 'RegistrationMade',
      data: {
        name: { subject, codec: 'plain', value },
        people: [{ contact: { channel: 'email', address: { subject, codec: 'plain', value } } }],
        count: 2,
        note: null,
      },
    });
    expect(closed(message('Ana Pop'))).toEqual(message(null));
    expect(closed(message({ street: 'Florilor' }))).toEqual(message(null));
  });
});
