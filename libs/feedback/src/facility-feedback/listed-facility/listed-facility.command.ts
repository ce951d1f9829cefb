import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { listedFacility } from './listed-facility.aggregate.js';
import type { ListedFacilityCommandBody } from './listed-facility.decider.js';

export class ListedFacilityCommand extends AggregateCommand<ListedFacilityCommandBody> {}

@CommandHandler(ListedFacilityCommand)
export class ListedFacilityHandler implements ICommandHandler<ListedFacilityCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ListedFacilityCommand) {
    return this.units.run(context, (work) => work.decide(listedFacility, id, command));
  }
}
