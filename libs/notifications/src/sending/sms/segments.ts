import { SegmentedMessage } from 'sms-segments-calculator';

/** The cost of a text as SMS (3GPP TS 23.038, 23.040). */
export interface Segments {
  /** `GSM-7` holds 160 characters, or 153 in each of several; `UCS-2` holds 70, or 67. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

/** One character that is not in the alphabet of GSM makes the whole text UCS-2. */
export function segmentsOf(text: string): Segments {
  const { encodingName, segmentsCount } = new SegmentedMessage(text, 'auto');
  return { encoding: encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2', segments: segmentsCount };
}

/** Marks that the alphabet of GSM does not have, and what is written in their place. */
const marks: Readonly<Record<string, string>> = {
  '„': '"',
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
};

const replaced = new RegExp(`[${Object.keys(marks).join('')}]`, 'g');

/** The letters that the alphabet of GSM does have with their marks; Romanian has none of them. */
const inAlphabet = /[àäåæçèéìñòöøùüÄÅÆÇÉÑÖØÜß]/u;

const folded = (letter: string): string =>
  inAlphabet.test(letter) ? letter : letter.normalize('NFD').replaceAll(/\p{Mn}/gu, '');

/** The text without what makes it UCS-2, as far as it can still be read: ș is written s, ț t, ă and â a, î i, and quotes are straight. */
export const withoutDiacritics = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(replaced, (mark) => marks[mark] ?? mark)
    .replaceAll(/\p{L}\p{Mn}*/gu, folded);
