import { describe, expect, it } from '@jest/globals';
import { factsOf, structureOf, textOf } from '../testing/pdf.js';
import { letterPdf, type Letter } from './letter.js';

const letter: Letter = {
  institution: 'Primăria Exemplu',
  lines: ['Strada Primăriei 1', 'registratura@example.ro'],
  recipient: { name: 'Ana Sintetică', address: 'Strada Sintetică 1' },
  inReplyTo: [{ number: '2026-000123', registeredOn: '2026-03-02' }],
  signatories: [
    { office: { ro: 'Primar', en: 'Mayor' }, name: 'Ada Sintetică' },
    { office: null, name: null },
  ],
  enclosures: ['schița.pdf'],
  number: 'E-2026-000007',
  // Already the next day at the municipality.
  at: '2026-03-31T22:30:00.000Z',
  lang: 'ro',
  salutation: 'Stimată doamnă Sintetică,',
  text: 'Primul alineat.\n\nAl doilea alineat,\nîn două rânduri.',
  legalBasis: 'OG 27/2002, art. 8',
};
const oneLine = async (more: Partial<Letter> = {}) =>
  (await textOf(await letterPdf({ ...letter, ...more }))).replaceAll(/\s+/g, ' ');

describe('a letter as PDF', () => {
  it('says whose it is, for whom, in reply to what, and who signed it', async () => {
    expect(await oneLine()).toBe(
      [
        'Primăria Exemplu Strada Primăriei 1 registratura@example.ro',
        'Nr. de ieșire E-2026-000007 Data 1 aprilie 2026 Către Ana Sintetică Strada Sintetică 1',
        'La petiția nr. 2026-000123 din 2 martie 2026 Răspuns la petiția 2026-000123',
        'Stimată doamnă Sintetică, Primul alineat. Al doilea alineat, în două rânduri. Temei legal: OG 27/2002, art. 8',
        'Semnează Primar Ada Sintetică Semnatar – Anexe 1. schița.pdf',
        'Primăria Exemplu · E-2026-000007 · pagina 1 din 1 ',
      ].join(' '),
    );
  });

  it('speaks the language of the petition', async () => {
    const text = await oneLine({ lang: 'en', salutation: null, inReplyTo: [...letter.inReplyTo, ...letter.inReplyTo] });
    for (const said of ['Date 1 April 2026', 'Answer to petitions 2026-000123, 2026-000123', 'Hello,', 'Mayor Ada'])
      expect(text).toContain(said);
  });

  it('is tagged, and the same bytes whatever separates its lines', async () => {
    const pdf = await letterPdf(letter);
    expect(await factsOf(pdf)).toMatchObject({ Title: 'Răspuns la petiția 2026-000123', Tagged: 'yes' });
    expect(await structureOf(pdf)).toMatch(/^ +H1[^]*^ +P[^]*^ +Table/m);
    const typed = letter.text.replaceAll('\n', '\r\n').replace('Primul ', '\u200b Primul\u00a0');
    expect((await letterPdf({ ...letter, text: typed })).equals(pdf)).toBe(true);
  });

  it('goes on over several pages', async () => {
    const text = Array.from({ length: 80 }, (_, index) => `Alineatul ${index + 1}.`).join('\n\n');
    expect(await oneLine({ text })).toMatch(/Alineatul 80\..*pagina 3 din 3/);
  });
});
