import { z } from 'zod';

/** The channels on which people write to the municipality. */
export const inboxChannel = z.enum(['telegram', 'whatsapp', 'email']);
export type InboxChannel = z.output<typeof inboxChannel>;

/**
 * The kinds of what can be asked of the municipality in writing, as feedback has them (Government Ordinance 27/2002, art. 2); `notice`: it names
 * nobody (art. 7).
 */
export const requestKind = z.enum(['request', 'complaint', 'report', 'suggestion', 'notice']);
export type RequestKind = z.output<typeof requestKind>;
