import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, whereWords, type Page } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { programmeList } from './programme-list.view.js';
import { programme } from '../programme/programme.aggregate.js';
import { known, type Programme } from '../programme/programme.decider.js';
import type { ProgrammeAnswer, programmesQuery } from '../programme/programme.schemas.js';

/** One programme, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). */
export class GetProgramme extends Query<Versioned<ProgrammeAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

const answerOf = (id: string, { status, details, deliverables }: Programme, version: number): ProgrammeAnswer => ({
  id,
  status,
  ...details,
  deliverables: deliverables.map(({ deliverableId, ...rest }) => ({ id: deliverableId, ...rest })),
  version,
});

@QueryHandler(GetProgramme)
export class GetProgrammeHandler implements IQueryHandler<GetProgramme> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: GetProgramme): Promise<Versioned<ProgrammeAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(programme, id, upTo);
    return new Versioned(answerOf(id, known(state), version), version);
  }
}

/** The programmes that meet every one of the criteria, by title. */
export class ListProgrammes extends Query<Page<ProgrammeAnswer>> {
  constructor(readonly criteria: z.output<typeof programmesQuery>) {
    super();
  }
}

@QueryHandler(ListProgrammes)
export class ListProgrammesHandler implements IQueryHandler<ListProgrammes> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListProgrammes): Promise<Page<ProgrammeAnswer>> {
    const query = this.readModels.repository(programmeList).createQueryBuilder('row');
    whereEqual(query, { status: criteria.status });
    whereWords(query, criteria.q);
    const page = await pageOf(query, { sortTitle: z.string(), id: z.uuid() }, criteria);
    return page.map(({ programme: item }) => item);
  }
}
