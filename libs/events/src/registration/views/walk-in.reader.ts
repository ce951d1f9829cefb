import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { WalkInAnswer, walkInsQuery } from '../walk-in/walk-in.schemas.js';
import { walkInList, type WalkInRow } from './walk-in-list.view.js';

@Injectable()
export class WalkInReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** The people who came to a civic event without a registration, in the order in which it was noted. */
  async list(civicEventId: string, criteria: z.output<typeof walkInsQuery>): Promise<Page<WalkInAnswer>> {
    requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state);
    const query = this.readModels.repository(walkInList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, category: criteria.category });
    const page = await pageOf(query, { position: z.int() }, criteria);
    return new Page(await Promise.all(page.items.map((row) => this.listed(row))), page.next);
  }

  private async listed({ position: _position, name, ...row }: WalkInRow): Promise<WalkInAnswer> {
    return { ...row, name: name && ((await this.vault.open(name)) ?? null) };
  }
}
