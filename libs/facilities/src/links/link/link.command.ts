import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { link } from './link.aggregate.js';
import type { LinkCommandBody } from './link.decider.js';

export class LinkCommand extends AggregateCommand<LinkCommandBody> {}

@CommandHandler(LinkCommand)
export class LinkHandler implements ICommandHandler<LinkCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: LinkCommand) {
    return this.units.run(context, (work) => work.decide(link, id, command));
  }
}
