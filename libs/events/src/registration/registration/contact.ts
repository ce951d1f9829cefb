import { randomUUID } from 'node:crypto';
import { streamOf, type Claim, type Sealed, type Vault } from '@ecou/event-sourcing';
import { registrationEvents, type SealedContact } from './registration.events.js';

/** An address or a telephone number of somebody. */
export interface Contact {
  readonly channel: 'email' | 'phone';
  readonly address: string;
}

/** The same contact, however it was written: addresses without case, numbers by their digits, with the country's code. */
function normalised({ channel, address }: Contact): string {
  if (channel === 'email') return `email/${address.normalize('NFKC').trim().toLowerCase()}`;
  const digits = address.replace(/\D/g, '').replace(/^00/, '');
  return `phone/${digits.replace(/^0/, '40')}`;
}

/** A contact at a civic event, however it was written. */
export const contactKey = (civicEventId: string, contact: Contact): string => `${civicEventId}/${normalised(contact)}`;

/** A contact is registered once per civic event: what the unit of its registration claims. */
export const contactClaim = (civicEventId: string, contact: Contact, registrationId: string): Claim => ({
  scope: 'registration-contact',
  value: contactKey(civicEventId, contact),
  stream: streamOf(registrationEvents.category, registrationId),
});

/** A contact is invited once per civic event. */
export const invitationClaim = (civicEventId: string, contact: Contact, invitationId: string): Claim => ({
  scope: 'invitation-contact',
  value: contactKey(civicEventId, contact),
  stream: streamOf('invitation', invitationId),
});

/** The contact in the clear; `null` where there is none, or the person was erased. */
export async function openContact(vault: Vault, contact: SealedContact | null): Promise<Contact | null> {
  const address = contact && (await vault.open(contact.address));
  return contact && address !== undefined && address !== null ? { channel: contact.channel, address } : null;
}

/** Personal values of one person, each sealed for the same subject. */
export class PersonSealer {
  private readonly subject: string;

  /** `standing`: an envelope of the person, where one stands already. */
  constructor(
    private readonly vault: Vault,
    standing?: Sealed<string>,
  ) {
    this.subject = standing?.subject ?? randomUUID();
  }

  /** The value sealed; or the envelope that stands there already, where it holds the same value. */
  seal(value: string, standing?: Sealed<string> | null): Promise<Sealed<string>> {
    return this.vault.seal(this.subject, value, [standing]);
  }

  async maybe(value: string | null, standing?: Sealed<string> | null): Promise<Sealed<string> | null> {
    return value === null ? null : this.seal(value, standing);
  }

  async contact(contact: Contact, standing?: SealedContact | null): Promise<SealedContact> {
    return { channel: contact.channel, address: await this.seal(contact.address, standing?.address) };
  }
}
