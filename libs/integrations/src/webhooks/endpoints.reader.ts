import { opened, Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { endpoint } from './endpoint/endpoint.aggregate.js';
import { requireEndpoint, type Endpoint } from './endpoint/endpoint.decider.js';
import type { EndpointAnswer, EndpointListed, EndpointsQuery } from './endpoint/endpoint.schemas.js';
import { endpointList, type EndpointRow } from './views/endpoint-list.view.js';

/** Reads endpoints. `of`: the actor whose endpoints they must be; `null`: those of everybody. */
@Injectable()
export class EndpointsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
    private readonly queue: DeliveryQueue,
  ) {}

  /** One endpoint, as it is, or as it stood at a position of the context. Throws `Unknown`. */
  async state(id: string, of: string | null, upTo?: number): Promise<Endpoint> {
    return requireEndpoint((await this.aggregates.load(endpoint, id, upTo)).state, of);
  }

  async get(id: string, of: string | null): Promise<Versioned<EndpointAnswer>> {
    const { state, version, recordedAt } = await this.aggregates.load(endpoint, id);
    const found = requireEndpoint(state, of);
    const changedAt = recordedAt ?? '';
    const createdAt = (await this.aggregates.store.readStream(`${endpoint.category}-${id}`))[0]?.recordedAt ?? '';
    const progress = await this.queue.progressOf(id, found.after);
    const { contact } = await opened(this.vault, found.settings);
    const row = { id, owner: found.owner, status: found.status, createdAt, changedAt, version, endpoint: found };
    const tag = `${progress.scanned}.${progress.waiting}${progress.replaying ? '.r' : ''}`;
    return new Versioned({ ...listed(row), contact, progress }, version, tag);
  }

  async list(criteria: EndpointsQuery, of: string | null): Promise<Page<EndpointListed>> {
    const query = this.readModels.repository(endpointList).createQueryBuilder('row').where(`row.status <> 'removed'`);
    if (of !== null) query.andWhere('row.owner = :of', { of });
    const page = await pageOf(query, { createdAt: z.string(), id: z.string() }, criteria);
    return page.map(listed);
  }

  /** The position where an endpoint goes on. Throws `Unknown`. */
  async goesOnAt(id: string, of: string | null): Promise<number> {
    return this.queue.goesOnAt(id, (await this.state(id, of)).after);
  }
}

function listed({ id, endpoint: state, createdAt, changedAt, version }: EndpointRow): EndpointListed {
  const { owner, status, settings, paused } = state;
  const { url, filter, ca, clientCertificate } = settings;
  return {
    ...{ id, owner, url, filter, status: status === 'active' ? 'active' : 'paused', paused },
    ...{ hasCa: ca !== null, hasClientCertificate: clientCertificate !== null, createdAt, changedAt, version },
  };
}
