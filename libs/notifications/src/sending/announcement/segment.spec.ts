import { describe, expect, it } from '@jest/globals';
import { placeIn, wishFor, type Reader, type Segment } from './segment.js';

const served = new Set(['email', 'sms']);
const stop = {
  reason: 'bounced',
  messageId: '00000000-0000-4000-8000-000000000001',
  at: '2026-01-01T00:00:00.000Z',
} as const;
const sealed = { subject: '00000000-0000-4000-8000-000000000002', codec: 'plain', value: 'ana@example.org' };
const mail = { channel: 'email', address: sealed, confirmed: true, stopped: null } as const;
const phone = { ...mail, channel: 'sms' } as const;
const chat = { ...mail, channel: 'telegram' } as const;

const reader: Reader = {
  topics: { 'series:a': 'confirmed' },
  language: 'ro',
  subscribedAt: '2026-02-01T00:00:00.000Z',
  addresses: [mail],
};
const segment: Segment = {
  topics: ['series:a', 'series:b'],
  match: 'any',
  language: null,
  channels: null,
  subscribedSince: null,
};
const place = (of: Partial<Segment>, to: Partial<Reader>) =>
  placeIn({ ...segment, ...of }, { ...reader, ...to }, served);

describe('a segment', () => {
  it('tells whoever confirmed one of its topics, at the first address that can be used', () => {
    expect(place({}, {})).toEqual({ kind: 'told', way: mail });
    expect(place({}, { addresses: [{ ...phone, stopped: stop }, mail] })).toEqual({ kind: 'told', way: mail });
  });

  it.each([
    ['any', { 'series:a': 'asked', 'series:b': 'confirmed' }, 'confirmed'],
    ['any', { 'series:a': 'asked', 'series:b': 'ended' }, 'asked'],
    ['any', { everything: 'ended' }, 'ended'],
    ['any', { 'series:c': 'confirmed' }, undefined],
    ['all', { 'series:a': 'confirmed' }, undefined],
    ['all', { 'series:a': 'confirmed', 'series:b': 'asked' }, 'asked'],
    ['all', { 'series:a': 'ended', 'series:b': 'asked' }, 'ended'],
    ['all', { 'series:a': 'confirmed', 'series:b': 'confirmed' }, 'confirmed'],
    ['all', { everything: 'confirmed' }, 'confirmed'],
  ] as const)('of %s of its topics, for %j, finds the wish %s', (match, topics, wish) => {
    expect(wishFor({ ...segment, match }, topics)).toBe(wish);
  });

  it.each([
    ['who left', {}, { topics: { 'series:a': 'ended' } }, 'unsubscribed'],
    ['who has not confirmed', {}, { topics: { 'series:a': 'asked' } }, 'not-confirmed'],
    ['whose address is not confirmed', {}, { addresses: [{ ...mail, confirmed: false }] }, 'not-confirmed'],
    ['whose address is stopped', {}, { addresses: [{ ...mail, stopped: stop }] }, 'suppressed'],
    ['who has no address on its ways', { channels: ['sms'] }, {}, 'no-channel'],
    ['whom no channel serves', {}, { addresses: [chat] }, 'no-channel'],
  ] as const)('leaves out %s', (_who, of, to, rule) => {
    expect(place(of as Partial<Segment>, to)).toEqual({ kind: 'excluded', rule });
  });

  it.each([
    ['of another language', { language: 'en' }, {}],
    ['who came before', { subscribedSince: '2026-02-02T00:00:00.000Z' }, {}],
    ['who never asked', {}, { topics: {} }],
  ] as const)('does not describe somebody %s', (_who, of, to) => {
    expect(place(of, to)).toEqual({ kind: 'outside' });
  });
});
