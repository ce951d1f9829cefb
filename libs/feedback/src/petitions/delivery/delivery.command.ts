import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { delivery } from './delivery.aggregate.js';
import type { LearnDelivery } from './delivery.decider.js';

export class DeliveryCommand extends AggregateCommand<LearnDelivery> {}

@CommandHandler(DeliveryCommand)
export class DeliveryHandler implements ICommandHandler<DeliveryCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: DeliveryCommand) {
    return this.units.run(context, (work) => work.decide(delivery, id, command));
  }
}
