import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { facility } from './facility.aggregate.js';
import type { FacilityCommandBody } from './facility.decider.js';

export class FacilityCommand extends AggregateCommand<FacilityCommandBody> {}

@CommandHandler(FacilityCommand)
export class FacilityHandler implements ICommandHandler<FacilityCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: FacilityCommand) {
    return this.units.run(context, (work) => work.decide(facility, id, command));
  }
}
