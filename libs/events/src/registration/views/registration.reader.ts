import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { Delivery } from '../delivery/delivery.events.js';
import { openContact } from '../registration/contact.js';
import { registration } from '../registration/registration.aggregate.js';
import { requireRegistration, type CancelReason, type Registering } from '../registration/registration.decider.js';
import type { ListedRegistration, OneRegistration, registrationsQuery } from '../registration/registration.schemas.js';
import { registrationStateOf } from '../registration/registration.state.js';
import { seatLedger } from '../seat-ledger/seat-ledger.aggregate.js';
import { placeOf } from '../seat-ledger/seat-ledger.decider.js';
import { registrationList, type RegistrationRow } from './registration-list.view.js';

/** Personal values in the clear; `null` for those of somebody who was erased. */
async function opened(vault: Vault, { name, contact, needs }: Pick<Registering, 'name' | 'contact' | 'needs'>) {
  return {
    name: (await vault.open(name)) ?? null,
    contact: await openContact(vault, contact),
    needs: needs && ((await vault.open(needs)) ?? null),
  };
}

/** The reason as it is shown: somebody who typed a contact in does not learn from its owner's answer that it is registered. */
const shownReason = (reason: CancelReason | null): CancelReason | null =>
  reason === 'registered-already' ? 'not-confirmed' : reason;

@Injectable()
export class RegistrationReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /**
   * One registration, with its place as the ledger has it at this moment. `civicEventId`: the civic event that it must be of. Throws
   * `Unknown`.
   */
  async get(id: string, civicEventId: string | null, forStaff = false): Promise<Versioned<OneRegistration>> {
    const loaded = await this.aggregates.load(registration, id);
    const { person, confirmed, cancelled, ...state } = requireRegistration(loaded.state);
    if (civicEventId !== null && person.civicEventId !== civicEventId) {
      throw new Unknown('REGISTRATION_UNKNOWN', 'The civic event has no such registration.');
    }
    const [ledger, delivery] = await Promise.all([
      this.aggregates.load(seatLedger, person.civicEventId),
      forStaff ? this.deliveryOf(id) : null,
    ]);
    const place = cancelled === null ? placeOf(ledger.state, id) : null;
    const answer = {
      id,
      civicEventId: person.civicEventId,
      category: person.category,
      state: registrationStateOf({ place, confirmed, cancelled: cancelled !== null }),
      place,
      cancelReason: forStaff ? cancelled : shownReason(cancelled),
      via: person.via,
      language: person.language,
      ...(await opened(this.vault, person)),
      confirmBy: state.confirmBy,
      registeredAt: state.registeredAt,
      checkedInAt: state.checkedInAt,
      delivery,
      version: loaded.version,
    };
    const heard = delivery ? `-${delivery.occasion}-${delivery.outcome}` : '';
    return new Versioned(answer, loaded.version, `${place ?? 'none'}${heard}`);
  }

  private async deliveryOf(id: string): Promise<Delivery | null> {
    return (await this.readModels.repository(registrationList).findOneBy({ id }))?.delivery ?? null;
  }

  /** The registrations for a civic event, in the order in which they came. */
  async list(civicEventId: string, criteria: z.output<typeof registrationsQuery>): Promise<Page<ListedRegistration>> {
    requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state);
    const { state, category, checkedIn, delivered } = criteria;
    const query = this.readModels.repository(registrationList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, state, category, delivered });
    if (checkedIn !== undefined) query.andWhere(`row.checkedInAt IS ${checkedIn ? 'NOT NULL' : 'NULL'}`);
    const page = await pageOf(query, { position: z.int() }, criteria);
    return new Page(await Promise.all(page.items.map((row) => this.listed(row))), page.next);
  }

  private async listed(row: RegistrationRow): Promise<ListedRegistration> {
    const { id, civicEventId, category, state, place, cancelReason, checkedInAt, delivery, registered } = row;
    return {
      id,
      civicEventId,
      category,
      state,
      place: state === 'cancelled' ? null : place,
      cancelReason: cancelReason as ListedRegistration['cancelReason'],
      ...registered,
      ...(await opened(this.vault, registered)),
      checkedInAt,
      delivery,
    };
  }
}
