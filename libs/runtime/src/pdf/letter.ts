import { inLanguage, type Language, type LetterFacts } from '@ecou/contracts';
import { TaggedDocument } from './tagged-document.js';

/** A letter of the institution, as it goes out. */
export interface Letter extends LetterFacts {
  /** In the outgoing register. */
  readonly number: string;
  /** ISO 8601: when it goes out. */
  readonly at: string;
  readonly lang: Language;
  /** The line that names whom it is for. */
  readonly salutation: string | null;
  readonly text: string;
  readonly legalBasis: string | null;
}

const words = {
  ro: {
    title: (numbers: string) => `Răspuns la petiția ${numbers}`,
    titleOfMany: (numbers: string) => `Răspuns la petițiile ${numbers}`,
    subject: 'Răspuns la petiție',
    number: 'Nr. de ieșire',
    date: 'Data',
    recipient: 'Către',
    inReplyTo: 'La petiția',
    registered: (number: string, date: string) => `nr. ${number} din ${date}`,
    salutation: 'Bună ziua,',
    legalBasis: 'Temei legal',
    signatures: 'Semnează',
    signatory: 'Semnatar',
    enclosures: 'Anexe',
    page: (page: number, pages: number) => `pagina ${page} din ${pages}`,
  },
  en: {
    title: (numbers: string) => `Answer to petition ${numbers}`,
    titleOfMany: (numbers: string) => `Answer to petitions ${numbers}`,
    subject: 'Answer to a petition',
    number: 'Outgoing number',
    date: 'Date',
    recipient: 'To',
    inReplyTo: 'In reply to petition',
    registered: (number: string, date: string) => `no. ${number} of ${date}`,
    salutation: 'Hello,',
    legalBasis: 'Legal basis',
    signatures: 'Signed by',
    signatory: 'Signatory',
    enclosures: 'Enclosures',
    page: (page: number, pages: number) => `page ${page} of ${pages}`,
  },
} as const;

const locales = { ro: 'ro-RO', en: 'en-GB' } as const;
const timeZone = 'Europe/Bucharest';

/** The text without what neither breaks lines nor shows; texts that differ in that alone give the same letter. */
const printable = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/(?:(?!\n)[\p{Cc}\p{Cf}\s])+/gu, ' ')
    .replace(/ *\n */g, '\n')
    .trim();

/** A letter as a tagged PDF on the institution's letterhead. The same letter gives the same bytes. */
export function letterPdf(letter: Letter): Promise<Buffer> {
  const { institution, lines, recipient, inReplyTo, signatories, enclosures, number, at, lang } = letter;
  const say = words[lang];
  const dayOf = (date: string) =>
    new Intl.DateTimeFormat(locales[lang], { dateStyle: 'long', timeZone }).format(new Date(date));
  const numbers = inReplyTo.map((petition) => petition.number).join(', ');
  const title = inReplyTo.length === 1 ? say.title(numbers) : say.titleOfMany(numbers);
  const document = new TaggedDocument({ title, author: institution, subject: say.subject, keywords: number, lang, at });
  document.letterhead(institution, lines);
  document.facts([
    [say.number, number],
    [say.date, dayOf(at)],
    [say.recipient, `${recipient.name}\n${recipient.address}`],
    [say.inReplyTo, inReplyTo.map((one) => say.registered(one.number, dayOf(`${one.registeredOn}T12:00Z`))).join('\n')],
  ]);
  document.heading(1, { text: title });
  document.paragraph({ text: printable(letter.salutation ?? say.salutation) });
  for (const text of printable(letter.text).split(/\n{2,}/)) document.paragraph({ text });
  if (letter.legalBasis !== null) document.paragraph({ text: `${say.legalBasis}: ${letter.legalBasis}` });
  if (signatories.length > 0) {
    document.heading(2, { text: say.signatures });
    document.facts(
      signatories.map(({ office, name }) => [office === null ? say.signatory : inLanguage(office, lang), name ?? '–']),
    );
  }
  if (enclosures.length > 0) {
    document.heading(2, { text: say.enclosures });
    document.list(
      enclosures.map((text) => ({ text })),
      { numbered: true },
    );
  }
  return document.end((page, pages) => `${institution} · ${number} · ${say.page(page, pages)}`);
}
