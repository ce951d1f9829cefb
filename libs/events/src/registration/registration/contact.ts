import { Personal, streamOf, type Claim, type Vault } from '@ecou/event-sourcing';
import { registrationEvents, type SealedContact } from './registration.events.js';

/** An address or a telephone number of somebody. */
export interface Contact {
  readonly channel: 'email' | 'phone';
  readonly address: string;
}

/** A contact as somebody sent it: its address is sealed before the rules see it. */
export interface GivenContact {
  readonly channel: Contact['channel'];
  readonly address: Personal<string>;
}

export const givenContact = ({ channel, address }: Contact): GivenContact => ({
  channel,
  address: new Personal(address),
});

export const inTheClear = ({ channel, address }: GivenContact): Contact => ({ channel, address: address.value });

/** The same contact, however it was written: addresses without case, numbers by their digits, with the country's code. */
function normalised({ channel, address }: Contact): string {
  if (channel === 'email') return `email/${address.normalize('NFKC').trim().toLowerCase()}`;
  const digits = address.replace(/\D/g, '').replace(/^00/, '');
  return `phone/${digits.replace(/^0/, '40')}`;
}

/** A contact at a civic event, however it was written. */
export const contactKey = (civicEventId: string, contact: Contact): string => `${civicEventId}/${normalised(contact)}`;

/** Scopes of the claims on contacts of people. */
export const registrationContacts = 'registration-contact';
export const invitationContacts = 'invitation-contact';

/** A contact is registered once per civic event: what the unit of its registration claims. */
export const contactClaim = (civicEventId: string, contact: Contact, registrationId: string): Claim => ({
  scope: registrationContacts,
  value: contactKey(civicEventId, contact),
  stream: streamOf(registrationEvents.category, registrationId),
});

/** A contact is invited once per civic event. */
export const invitationClaim = (civicEventId: string, contact: Contact, invitationId: string): Claim => ({
  scope: invitationContacts,
  value: contactKey(civicEventId, contact),
  stream: streamOf('invitation', invitationId),
});

/** The contact in the clear; `null` where there is none, or the person was erased. */
export async function openContact(vault: Vault, contact: SealedContact | null): Promise<Contact | null> {
  const address = contact && (await vault.open(contact.address));
  return contact && address !== undefined && address !== null ? { channel: contact.channel, address } : null;
}
