import { idOf, Rejected, UnitsOfWork, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { externalIdClaim } from './external-id.js';
import { facility } from './facility.aggregate.js';
import type { Facility, FacilityCommandBody } from './facility.decider.js';

export class FacilityCommand extends AggregateCommand<FacilityCommandBody> {}

/** What is done to a facility in a unit of work, which may be about others, too. */
@Injectable()
export class FacilityWork {
  async carryOut(work: UnitOfWork, id: string, command: FacilityCommandBody): Promise<void> {
    const { before, after } = await work.decide(facility, id, command);
    exchangeExternalId(work, id, heldBy(before), heldBy(after));
  }
}

@CommandHandler(FacilityCommand)
export class FacilityHandler implements ICommandHandler<FacilityCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly facilities: FacilityWork,
  ) {}

  execute({ id, command, context }: FacilityCommand) {
    return this.units.run(context, (work) => this.facilities.carryOut(work, id, command));
  }
}

/** The external id that a facility holds: one that is retired holds none, so that another may stand for the record. */
const heldBy = (state: Facility | null): string | null =>
  state && state.status !== 'retired' ? state.details.externalId : null;

function exchangeExternalId(work: UnitOfWork, id: string, before: string | null, after: string | null): void {
  if (before === after) return;
  if (before !== null) work.release(externalIdClaim(before, id));
  if (after === null) return;
  work.claim(externalIdClaim(after, id), (holder) => {
    throw new Rejected('EXTERNAL_ID_TAKEN', `The facility ${idOf(holder)} has the external id ${after} already.`);
  });
}
