import { describe, expect, it } from '@jest/globals';
import { mailboxesIn } from './mailboxes.js';

describe('the mailboxes that a body names', () => {
  it.each([
    ['an address', { email: 'Ana@Example.org' }, ['email/ana@example.org']],
    ['with something after a plus', { address: ' ana+17@example.org ' }, ['email/ana@example.org']],
    ['with dots where they mean nothing', { address: 'a.n.a+x@gmail.com' }, ['email/ana@gmail.com']],
    ['with dots where they may mean something', { address: 'a.na@example.org' }, ['email/a.na@example.org']],
    ['a contact within', { petitioner: { channel: 'email', contact: 'ana@example.org' } }, ['email/ana@example.org']],
    ['a telephone', { contact: { channel: 'phone', address: '0722 123-456' } }, ['phone/40722123456']],
    ['the same telephone', { phone: '+40 722 123 456' }, ['phone/40722123456']],
    [
      'two spellings of one',
      [{ email: 'ana+1@example.org' }, { email: 'ana+2@example.org' }],
      ['email/ana@example.org'],
    ],
    ['a place', { address: 'Str. Florilor 7' }, []],
    ['something else', { text: 'ana@example.org', email: 17, address: null }, []],
    ['nothing', undefined, []],
  ])('%s', (_what, body, mailboxes) => {
    expect(mailboxesIn(body)).toEqual(mailboxes);
  });
});
