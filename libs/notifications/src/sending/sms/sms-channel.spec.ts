import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '../channel.js';
import type { ProviderOutcome } from '../provider/provider-outcome.js';
import { SmsChannel, type Sms } from './sms-channel.js';

const outgoing: Outgoing = {
  id: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34',
  name: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1',
  to: '+40700000001',
  language: 'ro',
  purpose: 'report-published',
  content: {
    subject: 'Știri pentru țară',
    paragraphs: ['Un text lung.'],
    action: { label: 'Citiți', href: 'https://example.ro/r/1' },
    notes: [],
  },
  text: '',
  unsubscribe: 'https://example.ro/u/1',
  date: '2026-03-01T10:00:00.000Z',
};

/** A channel whose provider answers this, and what it got. */
function channelOf(outcome: ProviderOutcome, rules = {}) {
  const taken: Sms[] = [];
  const send = (sms: Sms) => Promise.resolve((taken.push(sms), outcome));
  const sender = { institution: 'Primăria' };
  const provider = { name: 'stub', send };
  return { taken, channel: new SmsChannel(provider, { foldsDiacritics: true, mostSegments: 3, sender, ...rules }) };
}
const sent = { kind: 'sent', reference: 'SM1' } as const;

describe('SMS', () => {
  it('says who writes, what of, where to read on and how to stop it', async () => {
    const { channel, taken } = channelOf(sent);
    expect(await channel.send(outgoing)).toEqual({ ...sent, code: null, file: null, segments: 1 });
    const text = 'Primaria: Stiri pentru tara\nhttps://example.ro/r/1\nRenuntare: https://example.ro/u/1';
    expect(taken).toEqual([{ to: outgoing.to, text }]);
  });

  it('keeps diacritics where it is told to, and offers no way out of what cannot be left', async () => {
    const { channel, taken } = channelOf(sent, { foldsDiacritics: false });
    await channel.send({ ...outgoing, unsubscribe: null });
    expect(taken[0]?.text).toBe('Primăria: Știri pentru țară\nhttps://example.ro/r/1');
  });

  it('names what a digest holds, and is cut short', async () => {
    const { channel, taken } = channelOf(sent);
    const { action } = outgoing.content;
    const sections = ['Unu', 'Doi', 'x'.repeat(200)].map((heading) => ({ heading, paragraphs: [], action }));
    await channel.send({ ...outgoing, content: { ...outgoing.content, sections } });
    const [said = ''] = taken[0]?.text.split('\n') ?? [];
    expect(said).toMatch(/^Primaria: Stiri pentru tara; Unu; Doi; x+\.\.\.$/);
    expect(said.length).toBeLessThanOrEqual(162);
  });

  it('goes to nobody where it costs more than is allowed', async () => {
    const { channel, taken } = channelOf(sent, { mostSegments: 1 });
    const unsubscribe = `https://example.ro/u/${'1'.repeat(140)}`;
    expect(await channel.send({ ...outgoing, unsubscribe })).toMatchObject({
      ...{ kind: 'failed', permanent: true, needsOperator: true, fault: { reason: 'TEXT_TOO_LONG' } },
    });
    expect(taken).toEqual([]);
  });

  const fault = { stage: 'PROVIDER', reason: 'X', code: null, enhanced: null };
  const failed = { kind: 'failed', fault, permanent: false };
  it.each([
    [
      { kind: 'stop', reason: 'X' },
      { kind: 'bounced', fault },
    ],
    [
      { kind: 'operator', reason: 'X' },
      { ...failed, permanent: true, needsOperator: true },
    ],
    [{ kind: 'uncertain', reason: 'X' }, { kind: 'unknown' }],
    [{ kind: 'retry', reason: 'X', afterMs: null }, failed],
    [
      { kind: 'retry', reason: 'X', afterMs: 90_000 },
      { ...failed, retryAt: '2026-03-01T10:01:30.000Z' },
    ],
  ] as const)('tells what %j means', async (provided, outcome) => {
    expect(await channelOf(provided).channel.send(outgoing)).toEqual(outcome);
  });
});
