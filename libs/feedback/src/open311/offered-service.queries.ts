import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { open311Service } from '../views/open311-service.view.js';
import { offeredService, serviceIdOf } from './offered-service.aggregate.js';
import { required } from './offered-service.decider.js';
import type { OfferedServiceAnswer, offeredServicesAnswer } from './offered-service.schemas.js';

/** One service, as staff offered it: as it is, or as it stood (`asOf`). */
export class GetOfferedService extends Query<Versioned<OfferedServiceAnswer>> {
  constructor(
    readonly code: string,
    readonly asOf: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetOfferedService)
export class GetOfferedServiceHandler implements IQueryHandler<GetOfferedService> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ code, asOf }: GetOfferedService): Promise<Versioned<OfferedServiceAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(offeredService, serviceIdOf(code), upTo);
    const { offer, withdrawn } = required(state);
    return new Versioned({ code, ...offer, withdrawn, version }, version);
  }
}

/** All services that there are, or were; there are as many as categories at most. */
export class ListOfferedServices extends Query<z.output<typeof offeredServicesAnswer>> {}

@QueryHandler(ListOfferedServices)
export class ListOfferedServicesHandler implements IQueryHandler<ListOfferedServices> {
  constructor(private readonly readModels: ReadModels) {}

  async execute(): Promise<z.output<typeof offeredServicesAnswer>> {
    const rows = await this.readModels.repository(open311Service).find({ order: { code: 'ASC' } });
    const items = rows.map(({ code, offer, withdrawn, version }) => ({ code, ...offer, withdrawn, version }));
    return { items, next: null };
  }
}
