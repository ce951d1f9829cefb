import {
  Aggregates,
  pageOf,
  ReadModels,
  Versioned,
  whereEqual,
  whereWords,
  type CriteriaOf,
  type Page,
} from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { programme } from '../programme/programme.aggregate.js';
import { requireProgramme, stateOf, type Programme } from '../programme/programme.decider.js';
import type { ProgrammeAnswer, programmesQuery } from '../programme/programme.schemas.js';
import { programmeList } from './programme-list.view.js';

const answerOf = (
  id: string,
  { status, details, ended, corrections, deliverables, emblems }: Programme,
  version: number,
): ProgrammeAnswer => ({
  id,
  status,
  ...details,
  ended,
  corrections: corrections.map(({ changed, ...rest }) => ({ changed: [...changed], ...rest })),
  deliverables: deliverables.map(({ deliverableId, presented, ...rest }) => ({
    id: deliverableId,
    ...rest,
    state: stateOf({ presented, ...rest }),
    presented: [...presented],
  })),
  emblems: emblems.map(({ emblemId, ...rest }) => ({ id: emblemId, ...rest })),
  version,
});

@Injectable()
export class ProgrammesReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One programme, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined): Promise<Versioned<ProgrammeAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(programme, id, upTo);
    return new Versioned(answerOf(id, requireProgramme(state), version), version);
  }

  /** The programmes that meet every one of the criteria, by title. */
  async list(criteria: CriteriaOf<typeof programmesQuery>): Promise<Page<ProgrammeAnswer>> {
    const query = this.readModels.repository(programmeList).createQueryBuilder('row');
    whereEqual(query, { status: criteria.status });
    whereWords(query, criteria.q);
    const page = await pageOf(query, { sortTitle: z.string(), id: z.uuid() }, criteria);
    return page.map(({ programme: item }) => item);
  }
}
