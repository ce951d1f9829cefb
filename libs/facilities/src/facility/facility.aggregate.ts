import type { Aggregate } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { facilityDecider, type FacilityCommandBody, type FacilityState } from './facility.decider.js';
import { facilityEvents, type FacilityEvent } from './facility.events.js';

export const facility: Aggregate<FacilityCommandBody, FacilityState, FacilityEvent> = {
  category: facilityEvents.category,
  events: facilityEvents,
  decider: facilityDecider,
};

export class FacilityCommand extends AggregateCommand<FacilityCommandBody> {}

@CommandHandler(FacilityCommand)
export class FacilityHandler implements ICommandHandler<FacilityCommand> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: FacilityCommand) {
    return this.aggregates.execute(facility, id, command, context);
  }
}
