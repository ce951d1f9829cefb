import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { listedFacility } from './listed-facility.aggregate.js';
import type { ListedFacilityCommandBody } from './listed-facility.decider.js';

export class ListedFacilityCommand extends AggregateCommand<ListedFacilityCommandBody> {}

@CommandHandler(ListedFacilityCommand)
export class ListedFacilityHandler implements ICommandHandler<ListedFacilityCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: ListedFacilityCommand) {
    return this.aggregates.execute(listedFacility, id, command, context);
  }
}
