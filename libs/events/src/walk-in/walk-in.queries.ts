import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { knownEvent } from '../civic-event/civic-event.decider.js';
import { walkInList, type WalkInRow } from '../views/walk-in-list.view.js';
import type { WalkInAnswer, walkInsQuery } from './walk-in.schemas.js';

/** Who came to a civic event without a registration, in the order in which it was noted. */
export class ListWalkIns extends Query<Page<WalkInAnswer>> {
  constructor(
    readonly civicEventId: string,
    readonly criteria: z.output<typeof walkInsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListWalkIns)
export class ListWalkInsHandler implements IQueryHandler<ListWalkIns> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ civicEventId, criteria }: ListWalkIns): Promise<Page<WalkInAnswer>> {
    knownEvent((await this.aggregates.load(civicEvent, civicEventId)).state);
    const query = this.readModels.repository(walkInList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, category: criteria.category });
    const page = await pageOf(query, { position: z.int() }, criteria);
    return new Page(await Promise.all(page.items.map((row) => this.listed(row))), page.next);
  }

  private async listed({ position: _position, name, ...row }: WalkInRow): Promise<WalkInAnswer> {
    return { ...row, name: name && ((await this.vault.open(name)) ?? null) };
  }
}
