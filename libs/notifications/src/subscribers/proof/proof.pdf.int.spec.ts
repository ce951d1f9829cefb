import { factsOf, textOf } from '@ecou/runtime/testing';
import { describe, expect, it } from '@jest/globals';
import { proofPdf, type ProofParts } from './proof-pdf.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${String(digit)}`;
const none = { topics: [], number: null, text: null, textVersion: null, language: null, reference: null };

const parts: ProofParts = {
  proof: {
    id: id(1),
    at: '2026-05-20T09:00:00.000Z',
    addresses: [
      {
        ...{ number: 1, channel: 'email', address: 'ana@example.org', confirmed: true, stopped: true },
        stop: { reason: 'bounced', messageId: id(2), at: '2026-05-19T09:00:00.000Z' },
      },
      { number: 2, channel: 'sms', address: null, confirmed: false, stopped: false, stop: null },
    ],
    consents: [
      {
        ...{ ...none, act: 'asked', how: 'form', topics: ['series:consultation-sessions'], number: 1 },
        ...{ at: '2026-05-01T08:30:05.000Z', text: 'Sunt de acord.\n\nPot renunța.', textVersion: 3, language: 'ro' },
        reference: id(3),
      },
      { ...none, act: 'ended', how: 'by-carrier-pigeon', at: '2026-05-02T08:30:05.000Z' },
    ],
  },
  labels: { 'series:consultation-sessions': 'Seria „Sesiune de consultare”' },
  lang: 'ro',
  institution: 'Primăria Sectorului 9',
};

const read = async (lang: ProofParts['lang']) =>
  (await textOf(await proofPdf({ ...parts, lang }))).replaceAll(/\s+/g, ' ');

describe('a proof of consent as a document', () => {
  it('has each act with its time, its way, and the exact text, in Romanian', async () => {
    const text = await read('ro');
    for (const said of [
      'Dovada consimțământului',
      'ana@example.org',
      'oprită: nu se mai scrie la ea',
      'nu se arată',
      '1. A cerut să fie informat(ă), 1 mai 2026 la 11:30:05',
      'Seria „Sesiune de consultare” (series:consultation-sessions)',
      'Sunt de acord. Pot renunța.',
      id(3),
      // A way that a later build may add goes by its name.
      'by-carrier-pigeon',
      'pagina 1 din',
    ])
      expect(text).toContain(said);
  });

  it('is had in English, with the text in the language in which it was shown', async () => {
    const text = await read('en');
    expect(text).toContain('1. Asked to be told, 1 May 2026 at 11:30:05');
    expect(text).toContain('Sunt de acord.');
  });

  it('is the same for the same facts, and says what it is', async () => {
    const [one, other] = [await proofPdf(parts), await proofPdf(parts)];
    expect(one.equals(other)).toBe(true);
    expect(await factsOf(one)).toMatchObject({
      Title: 'Dovada consimțământului',
      Author: parts.institution,
      Tagged: 'yes',
    });
  });
});
