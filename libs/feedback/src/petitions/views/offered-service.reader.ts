import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { offeredService, serviceIdOf } from '../open311/offered-service.aggregate.js';
import { requireOfferedService } from '../open311/offered-service.decider.js';
import type { OfferedServiceAnswer, offeredServicesAnswer } from '../open311/offered-service.schemas.js';
import { open311Service } from './open311-service.view.js';

/** Reads the services of Open311 as staff offered them. */
@Injectable()
export class OfferedServiceReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One service as it is, or as it stood (`asOf`). Throws `Unknown` where there is none. */
  async get(code: string, asOf?: string): Promise<Versioned<OfferedServiceAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(offeredService, serviceIdOf(code), upTo);
    const { offer, withdrawn } = requireOfferedService(state);
    return new Versioned({ code, ...offer, withdrawn, version }, version);
  }

  /** All services that there are, or were; there are as many as categories at most. */
  async list(): Promise<z.output<typeof offeredServicesAnswer>> {
    const rows = await this.readModels.repository(open311Service).find({ order: { code: 'ASC' } });
    const items = rows.map(({ code, offer, withdrawn, version }) => ({ code, ...offer, withdrawn, version }));
    return { items, next: null };
  }
}
