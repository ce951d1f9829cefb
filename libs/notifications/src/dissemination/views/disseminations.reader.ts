import { streamOf, Unknown } from '@ecou/event-sourcing';
import {
  Aggregates,
  Download,
  FileStore,
  Page,
  pageOf,
  ReadModels,
  Versioned,
  whereEqual,
  whereWords,
} from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { dissemination } from '../dissemination/dissemination.aggregate.js';
import { pageOfFacts, type Fact } from '../../history.js';
import {
  requireDissemination,
  unknownDissemination,
  type Dissemination,
} from '../dissemination/dissemination.decider.js';
import type { DisseminationAnswer, DisseminationsQuery, historyQuery } from '../dissemination/dissemination.schemas.js';
import { disseminationList } from './dissemination-list.view.js';

@Injectable()
export class DisseminationsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly files: FileStore,
  ) {}

  /** One, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined): Promise<Versioned<DisseminationAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(dissemination, id, upTo);
    return new Versioned(answerOf(id, requireDissemination(state), version, recordedAt ?? ''), version);
  }

  /** Those that meet every one of the criteria, in the order in which they were logged. */
  async list({ from, to, audience, q, ...criteria }: DisseminationsQuery): Promise<Page<DisseminationAnswer>> {
    const query = this.readModels.repository(disseminationList).createQueryBuilder('row');
    const { channel, status, programme, civicEvent, deliverable, ...paged } = criteria;
    const about = { programmeId: programme, civicEventId: civicEvent, deliverableId: deliverable };
    whereEqual(query, { channel, status, ...about });
    whereWords(query, q);
    if (audience !== undefined) query.andWhere('row.audiences @> :audience', { audience: JSON.stringify([audience]) });
    if (from !== undefined) query.andWhere('row.toDay >= :from', { from });
    if (to !== undefined) query.andWhere('row.fromDay <= :to', { to });
    const page = await pageOf(query, { loggedAt: z.string(), id: z.uuid() }, paged);
    return page.map((row) => answerOf(row.id, row.dissemination, row.version, row.changedAt));
  }

  /** Every fact, in order, with who and when. Throws `Unknown` where there is none. */
  async history(id: string, paged: z.output<typeof historyQuery>): Promise<Page<Fact>> {
    const page = await pageOfFacts(this.aggregates.store, streamOf(dissemination.category, id), paged);
    return page ?? unknownDissemination();
  }

  /** A file that stands. Throws `Unknown`. */
  async material(id: string, materialId: string): Promise<Download> {
    const { materials } = requireDissemination((await this.aggregates.load(dissemination, id)).state);
    const found = materials.find((each) => each.materialId === materialId);
    const stream = found && (await this.files.get(materialId));
    if (!stream) throw new Unknown('MATERIAL_UNKNOWN', 'It has no such file.');
    return new Download(found, stream);
  }
}

function answerOf(id: string, state: Dissemination, version: number, changedAt: string): DisseminationAnswer {
  const { details, status, doneOn, reason, since, reach, materials } = state;
  const newest = reach.at(-1);
  return {
    ...details,
    ...{ id, status, doneOn, reason, since: { ...since } },
    people: newest?.people ?? null,
    reportedPeople: newest?.reported.people ?? null,
    reach: reach.map(({ reachId, reported, corrections, ...rest }) => ({
      ...{ id: reachId, ...rest, reportedPeople: reported.people, corrections: [...corrections] },
    })),
    materials: materials.map(({ materialId, ...rest }) => ({ id: materialId, ...rest })),
    ...{ version, changedAt },
  };
}
