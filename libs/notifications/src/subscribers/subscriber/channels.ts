import { z } from 'zod';

/** The ways in which messages may go; which of them are served depends on the deployment. */
export const channel = z.enum(['email', 'sms', 'telegram', 'whatsapp', 'webhook']);
export type Channel = z.output<typeof channel>;

/** E.164. */
const phoneNumber = z.string().regex(/^\+[1-9][0-9]{6,14}$/);

/** The form of an address on each channel. */
const forms: Readonly<Record<Channel, z.ZodType<string>>> = {
  email: z.email().max(254),
  sms: phoneNumber,
  whatsapp: phoneNumber,
  // The id of a chat: names of users change.
  telegram: z.string().regex(/^-?[1-9][0-9]{0,18}$/),
  // The operator may allow http: `WebhookAddress`.
  webhook: z.url({ protocol: /^https?$/ }).max(1000),
};

/** The address as messages go to it; `undefined` for what is no address on this channel. */
export const addressOn = (on: Channel, given: string | undefined): string | undefined =>
  given === undefined ? undefined : forms[on].safeParse(given.trim()).data;

/** Two spellings of an e-mail address are the same; elsewhere the spelling counts. */
const sameAddress = (on: Channel, address: string): string => {
  const plain = address.trim().normalize('NFC');
  return on === 'email' ? plain.toLowerCase() : plain;
};

/** One subscriber per address, whoever asks, and however often. */
export const addressClaim = 'subscriber address';

const scopeOf = (on: Channel): string => (on === 'email' ? addressClaim : `${addressClaim} ${on}`);

/** Scopes of the claims on addresses of people. */
export const addressScopes: readonly string[] = channel.options.map(scopeOf);

/** The claim of the subscriber who holds an address. */
export const claimOf = (on: Channel, address: string): { readonly scope: string; readonly value: string } => ({
  scope: scopeOf(on),
  value: sameAddress(on, address),
});

/** Enough of an address for its owner to tell it from another, on a page whose link may be forwarded. */
export function masked(on: Channel, address: string): string {
  if (on !== 'email') return `…${address.slice(-3)}`;
  const [name = '', host = ''] = address.split('@');
  return `${name.slice(0, 1)}…@${host}`;
}
