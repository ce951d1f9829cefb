import { searchText } from '@ecou/event-sourcing';
import type { Term } from './blind-index.js';

/** Words of a text, without case and diacritics. */
export const wordsIn = (text: string): string[] => searchText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Terms of a kind, each once. */
export const termsOf = (kind: string, values: readonly string[]): Term[] =>
  [...new Set(values)].map((value) => ({ kind, value }));

/** Words of a name, each whole: of one person or organisation, in any order. */
export const nameTerms = (name: string): Term[] => termsOf('name', wordsIn(name));

/** An e-mail address without case; of a phone number, the last nine digits, which `+40`, `0040` and `0` stand before. */
export function contactTerm(contact: string): Term {
  const digits = contact.replace(/\D/g, '');
  const isNumber = /^[+0-9 ().-]+$/.test(contact) && digits.length >= 6;
  return { kind: 'contact', value: isNumber ? digits.slice(-9) : searchText(contact) };
}
