import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { outreach } from './outreach.aggregate.js';
import type { OutreachCommandBody } from './outreach.decider.js';

export class OutreachCommand extends AggregateCommand<OutreachCommandBody> {}

@CommandHandler(OutreachCommand)
export class OutreachHandler implements ICommandHandler<OutreachCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: OutreachCommand) {
    return this.units.run(context, (work) => work.decide(outreach, id, command));
  }
}
