import { instant } from '@ecou/contracts';
import { streamOf, type EventStore } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, listOf, Page, pageQuery } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { petition } from './petition.aggregate.js';
import { isSealed } from '../sealing/personal.js';
import { required } from './petition.state.js';

export const historyQuery = z.strictObject(pageQuery);

const fact = z
  .object({
    version: z.int().describe('Place in the life of the petition, from 1.'),
    type: z.string(),
    recordedAt: instant,
    actor: z.string().describe('`key:<id>`, `policy:<name>`, `public` or `system`.'),
    data: z.record(z.string(), z.unknown()).describe('What the fact says; personal values are left out.'),
  })
  .meta({ id: 'PetitionFact' });
type Fact = z.output<typeof fact>;

export const historyAnswer = listOf(fact, 'PetitionHistory');

/** The facts of a petition, in order, with who and when. */
export class GetPetitionHistory extends Query<Page<Fact>> {
  constructor(
    readonly id: string,
    readonly criteria: z.output<typeof historyQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetPetitionHistory)
export class GetPetitionHistoryHandler implements IQueryHandler<GetPetitionHistory> {
  private readonly store: EventStore;

  constructor(aggregates: Aggregates) {
    this.store = aggregates.store;
  }

  async execute({ id, criteria: { cursor, limit } }: GetPetitionHistory): Promise<Page<Fact>> {
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const events = await this.store.readStream(streamOf(petition.category, id), { after });
    if (events.length === 0 && after === 0) required(null);
    const facts = events.map(({ version, type, recordedAt, metadata: { actor }, data }) => {
      const said = withoutPersonal(data) as Fact['data'];
      return { version, type, recordedAt, actor, data: said };
    });
    return Page.of(facts.slice(0, limit + 1), limit, ({ version }) => encodeCursor([version]));
  }
}

/** The value without its envelopes, wherever they stand. */
function withoutPersonal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPersonal);
  const entries = Object.entries(value).filter(([, inner]) => !isSealed(inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutPersonal(inner)]));
}
