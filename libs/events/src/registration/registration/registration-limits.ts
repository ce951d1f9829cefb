import { Limits, type Limit } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { contactKey, inTheClear, type GivenContact } from './contact.js';

const day = 24 * 60 * 60;

/** Limits of registering by the public: a caller who is nobody can neither hold every seat nor fill somebody's mailbox. */
@Injectable()
export class RegistrationLimits {
  private readonly byNetwork: Limit;
  private readonly byContact: Limit;

  constructor(limits: Limits) {
    this.byNetwork = limits.make({
      name: 'registrations',
      times: 30,
      seconds: day,
      detail: 'Too many registrations came from this address. Try again later, or ask staff to register you.',
    });
    this.byContact = limits.make({
      name: 'registrations-contact',
      times: 5,
      seconds: day,
      detail: 'Too many registrations named this contact. Use the link in a message that was sent to it.',
    });
  }

  /**
   * Counts an attempt. Throws 429 where it is one too many. Every attempt counts, whatever comes of it: nobody learns whether a contact is
   * registered. Whoever is refused for the address counts nothing for the contact.
   */
  async spend(address: string, civicEventId: string, contact: GivenContact | null): Promise<void> {
    await this.byNetwork.spend(address);
    if (contact) await this.byContact.spend(contactKey(civicEventId, inTheClear(contact)));
  }
}
