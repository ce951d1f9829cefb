import { describe, expect, it } from '@jest/globals';
import { haveSameContact, saysOf } from './same-petitioner.js';

const byPhone = (contact: string | null, channel = 'phone') => ({ channel, contact });

describe('the contact of a petitioner', () => {
  it.each([
    [{ channel: 'email', contact: 'Ana@Example.org ' }, { channel: 'email', contact: 'ana@example.org' }, true],
    [{ channel: 'email', contact: 'ana@example.org' }, { channel: 'email', contact: 'ana@example.com' }, false],
    [byPhone('+40 700 000 002'), byPhone('0700-000-002', 'sms'), true],
    [byPhone('0040700000002', 'whatsapp'), byPhone('(0700) 000 002'), true],
    [byPhone('0700 000 002'), byPhone('0700 000 003'), false],
    [byPhone('0700000002'), { channel: 'post', contact: '0700000002' }, false],
    [{ channel: 'post', contact: 'Șoseaua  Sintetică 1' }, { channel: 'post', contact: 'soseaua sintetica 1' }, true],
    [byPhone(null), byPhone(null), false],
  ])('%j and %j: the same, %s', (one, other, same) => {
    expect(haveSameContact(one, other)).toBe(same);
  });
});

describe('a text that goes to somebody else', () => {
  const barbu = { number: '2026-000124', name: 'Barbu Țepeș', contact: 'barbu@example.org' };
  it.each([
    'Ca și domnul Barbu Țepeș, vă anunțăm',
    'la fel ca BARBU TEPES.',
    'scrieți la barbu@example.org',
    'vezi și petiția nr. 2026-000124',
  ])('%s: says of the other', (text) => {
    expect(saysOf(text, barbu)).toBe(true);
  });
  it.each(['Barbu a fost domn', 'strada Barbu Țepeșului', 'petiția 2026-0001245', ''])('%s: does not', (text) => {
    expect(saysOf(text, barbu)).toBe(false);
  });
  it('says a telephone number however it is written', () => {
    const phoned = { ...barbu, contact: '+40 700 000 002' };
    expect(saysOf('sunat la 0700.000.002 ieri', phoned)).toBe(true);
    expect(saysOf('sunat la 0700 000 003 ieri', phoned)).toBe(false);
  });
  it('says nothing of somebody who was erased', () => {
    expect(saysOf('orice', { number: '2026-000124', name: null, contact: null })).toBe(false);
  });
});
