import type { Language } from '../types.js';

/**
 * Purpose of the tokens in links by which somebody follows a petition (`SecretTokens`, over its number, its id, and the contact where there is one: a
 * link that went to a wrong address opens nothing once that was put right). Links of older builds are over number and id alone.
 */
export const petitionTokens = { status: 'feedback petition status v2' } as const;

/** Path of the status page of a petition, with a token of `status`. */
export const statusPage = (number: string, token: string): string =>
  `/feedback/v1/status/${encodeURIComponent(number)}?token=${token}`;

/** Path of the page that asks for number and code of a petition. */
export const statusForm = (lang: Language): string => `/feedback/v1/status?lang=${lang}`;
