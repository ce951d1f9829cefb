import { searchText } from '@ecou/event-sourcing';

/** The way somebody is reached, as they wrote it. */
export interface Reached {
  readonly channel: string;
  /** `null`: the person was erased. */
  readonly contact: string | null;
}

/** Whose petition it is, as they wrote it; `null`: the person was erased. */
export interface Named {
  readonly number: string;
  readonly name: string | null;
  readonly contact: string | null;
}

const byNumber: readonly string[] = ['phone', 'sms', 'whatsapp'];

/** The digits of a telephone number, those of Romania without the country's. */
const digitsOf = (number: string): string => number.replaceAll(/\D/g, '').replace(/^(?:00)?40(?=\d{9}$)/, '0');

/** The address behind a contact, in one form for all ways of writing it. */
function addressOf({ channel, contact }: Reached): string | null {
  if (contact === null) return null;
  return byNumber.includes(channel) ? `number ${digitsOf(contact)}` : `${channel} ${searchText(contact)}`;
}

/** True where both are reached at the same address. Somebody who was erased is nobody else. */
export function haveSameContact(one: Reached, other: Reached): boolean {
  const address = addressOf(one);
  return address !== null && address === addressOf(other);
}

/** Words shorter than this are no name that could be looked for. */
const shortest = 5;

const holds = (text: string, sought: string): boolean =>
  sought.length >= shortest && ` ${text} `.includes(` ${sought} `);

/** Letters and digits, with one space between words. */
const wordsIn = (text: string): string => searchText(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' '));

/** True where a text says the number, the name or the contact of a petition's petitioner, without regard to case, diacritics and punctuation. */
export function saysOf(text: string, { number, name, contact }: Named): boolean {
  const words = wordsIn(text);
  if ([number, name, contact].some((sought) => sought !== null && holds(words, wordsIn(sought)))) return true;
  const own = contact !== null && isTelephone(contact) ? digitsOf(contact) : null;
  return own !== null && telephonesIn(text).some((said) => digitsOf(said) === own);
}

const telephone = /\+?\d(?:[\s().-]*\d){5,}/g;
const telephonesIn = (text: string): string[] => text.match(telephone) ?? [];
const isTelephone = (contact: string): boolean => telephonesIn(contact)[0] === contact.trim();
