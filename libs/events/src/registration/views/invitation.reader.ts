import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { InvitationAnswer, invitationsQuery } from '../invitation/invitation.schemas.js';
import { openContact } from '../registration/contact.js';
import { invitationList, type InvitationRow } from './invitation-list.view.js';

@Injectable()
export class InvitationReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** The people whom staff invited to a civic event, in that order. */
  async list(civicEventId: string, criteria: z.output<typeof invitationsQuery>): Promise<Page<InvitationAnswer>> {
    requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state);
    const query = this.readModels.repository(invitationList).createQueryBuilder('row');
    const { answer, category, delivered } = criteria;
    whereEqual(query, { civicEventId, answer, category, delivered });
    const page = await pageOf(query, { position: z.int() }, criteria);
    return new Page(await Promise.all(page.items.map((row) => this.listed(row))), page.next);
  }

  private async listed({
    position: _position,
    delivered: _delivered,
    invited,
    ...row
  }: InvitationRow): Promise<InvitationAnswer> {
    const { name, contact, ...rest } = invited;
    return {
      ...row,
      ...rest,
      name: (await this.vault.open(name)) ?? null,
      contact: await openContact(this.vault, contact),
    };
  }
}
