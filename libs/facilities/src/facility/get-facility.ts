import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { facility } from './facility.aggregate.js';
import type { FacilityAnswer } from './facility.schemas.js';

/** One facility, folded from its stream: as it is, or as it stood (`asOf`: a position, or a time). */
export class GetFacility extends Query<Versioned<FacilityAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(GetFacility)
export class GetFacilityHandler implements IQueryHandler<GetFacility> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: GetFacility): Promise<Versioned<FacilityAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version, recordedAt } = await this.aggregates.load(facility, id, upTo);
    if (state.status === 'none') throw new Unknown('FACILITY_UNKNOWN', 'There is no facility with this id.');
    const { details, status, reason, verified } = state;
    return new Versioned({ id, status, reason, ...details, verified, version, changedAt: recordedAt ?? '' }, version);
  }
}
