import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { facility } from './facility.aggregate.js';
import type { FacilityCommandBody } from './facility.decider.js';

export class FacilityCommand extends AggregateCommand<FacilityCommandBody> {}

@CommandHandler(FacilityCommand)
export class FacilityHandler implements ICommandHandler<FacilityCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: FacilityCommand) {
    return this.aggregates.execute(facility, id, command, context);
  }
}
