import { opened, Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { rightsRequest } from './request/rights-request.aggregate.js';
import { requireRequest, type ErasureState, type RightsRequest } from './request/rights-request.state.js';
import type { RequestItem, RequestsQuery } from './rights.schemas.js';
import { rightsRequestList } from './views/rights-request-list.view.js';

/** Reads requests of people. */
@Injectable()
export class RightsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** Throws `Unknown`. */
  async state(id: string): Promise<RightsRequest> {
    return requireRequest((await this.aggregates.load(rightsRequest, id)).state);
  }

  async get(id: string): Promise<Versioned<RequestItem>> {
    const { state, version } = await this.aggregates.load(rightsRequest, id);
    return new Versioned(await this.itemOf(id, requireRequest(state)), version);
  }

  /** Everybody who is named in a request that nobody has answered yet, up to now. Throws 503 where the list is not as far. */
  async namedInOpen(): Promise<string[]> {
    await this.readModels.reached(rightsRequestList, await this.aggregates.store.horizon());
    const query = this.readModels.repository(rightsRequestList).createQueryBuilder('row');
    whereEqual(query, { outcome: 'open' });
    return (await query.getMany()).flatMap(({ request }) => request.subjects);
  }

  async list({ kind, outcome, ...page }: RequestsQuery): Promise<Page<RequestItem>> {
    const query = this.readModels.repository(rightsRequestList).createQueryBuilder('row');
    whereEqual(query, { kind, outcome });
    const found = await pageOf(query, { position: z.int() }, page);
    const items = await Promise.all(found.items.map(({ id, request }) => this.itemOf(id, request)));
    return found.map(({ id }) => items.find((item) => item.id === id) as RequestItem);
  }

  private async itemOf(id: string, request: RightsRequest): Promise<RequestItem> {
    const { name, contact, words, hold, rectifications, erasure, ...rest } = request;
    const { kind, verifiedBy, language, receivedAt, dueAt, isExtended, isOverdue, subjects, restricted, outcome } =
      rest;
    const clear = await opened(this.vault, { name, contact, words, hold, rectifications });
    return {
      ...{ id, kind, verifiedBy, language, receivedAt, dueAt, outcome, ...clear },
      ...{ extended: isExtended, overdue: isOverdue, subjects: [...subjects], restricted: restricted.length > 0 },
      erasure: erasure && erasureOf(erasure),
    };
  }
}

const erasureOf = ({ contexts, ...erasure }: ErasureState) => ({
  ...erasure,
  missing: contexts.filter((context) => erasure.confirmed[context] === undefined),
});
